"""Numbers as they may be shown: a small one could point at one person, and a sum can give a hidden one away."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

K = TypeVar("K")

FEW: Final = 5
"""From here on a number is shown as it is."""


class Shown(StrEnum):
    """What may be said of a number."""

    EXACT = "exact"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that may be shown; ``value`` is only there when it may be told."""

    shown: Shown
    value: int | None = None

    def __str__(self) -> str:
        """Return the cell as printed."""
        match self.shown:
            case Shown.FEW:
                return f"under {FEW}"
            case Shown.WITHHELD:
                return "not shown"
            case Shown.EXACT:
                return f"{self.value or 0:,}"

    @property
    def is_something(self) -> bool:
        """Whether there was anything to count."""
        return self.shown is not Shown.EXACT or bool(self.value)

    @property
    def height(self) -> float:
        """How tall it is drawn: a hidden number always the same, which tells nothing."""
        return FEW / 2 if self.value is None else self.value


NOTHING: Final = Cell(Shown.EXACT, 0)
_FEW: Final = Cell(Shown.FEW)
_WITHHELD: Final = Cell(Shown.WITHHELD)


def cell(count: int) -> Cell:
    """Return ``count`` as it may be shown by itself."""
    return _FEW if 0 < count < FEW else Cell(Shown.EXACT, count)


def cells(counts: Mapping[K, int]) -> dict[K, Cell]:
    """Return parts of a whole as they may be shown beside their sum.

    Where one part alone is small, the sum less the others would give it: the next smallest is not shown either.
    """
    shown = {key: cell(count) for key, count in counts.items()}
    if sum(one.shown is Shown.FEW for one in shown.values()) == 1:
        told = [key for key, one in shown.items() if one.value]
        if told:
            shown[min(told, key=lambda key: counts[key])] = _WITHHELD
    return shown
