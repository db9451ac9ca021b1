"""Pictures of numbers, worked out here and drawn by a template as SVG: no library, no script, no inline style.

A picture is ``UNIT`` wide for each week and ``HEIGHT`` high, and is stretched to the place it gets; words stand beside
it, for stretched letters could not be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from medpeer.statistics.cells import Cell

UNIT: Final = 10
GAP: Final = 1.5
HEIGHT: Final = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One week's bar; ``kind`` says whether its height is the number, hides it, or is not the last word yet."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars over the weeks; ``top`` is the number at the upper edge."""

    bars: tuple[Column, ...]
    width: int
    top: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares over the weeks as lines, parted where a week's is not known; ``top`` is the per cent at the upper edge.

    A dot is a line from a point to itself, which stretching does not flatten.
    """

    paths: tuple[str, ...]
    dots: tuple[str, ...]
    width: int
    top: int


def columns(weeks: Sequence[Cell], tallest: float = 0) -> Columns:
    """Return the bars of ``weeks``, the last of which still runs; ``tallest`` where others share their scale."""
    top = round_up(max(tallest, *(one.height for one in weeks)))
    bars = tuple(_bar(at, one, top, running=at == len(weeks) - 1) for at, one in enumerate(weeks) if one.is_something)
    return Columns(bars, UNIT * len(weeks), top)


def _bar(at: int, one: Cell, top: int, *, running: bool) -> Column:
    height = round(HEIGHT * one.height / top, 2)
    kind = "hidden" if one.value is None else "running" if running else "told"
    return Column(UNIT * at + GAP / 2, round(HEIGHT - height, 2), UNIT - GAP, height, kind)


def curve(shares: Sequence[float | None]) -> Curve:
    """Return the line of ``shares``, each 0 to 1."""
    top = round_up(100 * max((one for one in shares if one is not None), default=0))
    points = [
        None if one is None else (UNIT * (at + 0.5), round(HEIGHT - 100 * one * HEIGHT / top, 2))
        for at, one in enumerate(shares)
    ]
    dots = tuple("M{0} {1}L{0} {1}".format(*point) for point in points if point)
    return Curve(tuple(_paths(points)), dots, UNIT * len(shares), top)


def _paths(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    for known, run in groupby(points, key=lambda point: point is not None):
        if known:
            yield "M" + "L".join(f"{x} {y}" for x, y in (point for point in run if point))


def round_up(number: float) -> int:
    """Return the least of 4, 6, 8, 10, 20, 40, 60 … that is not below ``number``: its half is a whole number too."""
    size = 1
    while 20 * size < number:
        size *= 10
    return next(step * size for step in (4, 6, 8, 10, 20) if step * size >= number)
