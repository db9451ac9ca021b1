"""Where the columns of a file stand, by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from medpeer.licensing.errors import RegisterFileError

SLOTS: Final = 15
NPI: Final = "NPI"
ENTITY: Final = "Entity Type Code"
LAST: Final = "Provider Last Name (Legal Name)"
FIRST: Final = "Provider First Name"
MIDDLE: Final = "Provider Middle Name"
CREDENTIAL: Final = "Provider Credential Text"
OTHER_LAST: Final = "Provider Other Last Name"
OTHER_FIRST: Final = "Provider Other First Name"
OTHER_MIDDLE: Final = "Provider Other Middle Name"
OTHER_KIND: Final = "Provider Other Last Name Type Code"
CITY: Final = "Provider Business Practice Location Address City Name"
STATE: Final = "Provider Business Practice Location Address State Name"
DEACTIVATED: Final = "NPI Deactivation Date"
REACTIVATED: Final = "NPI Reactivation Date"
_SLOT_COLUMNS: Final = (
    "Healthcare Provider Taxonomy Code_{}",
    "Provider License Number_{}",
    "Provider License Number State Code_{}",
    "Healthcare Provider Primary Taxonomy Switch_{}",
)
_SINGLE: Final = (
    NPI,
    ENTITY,
    LAST,
    FIRST,
    MIDDLE,
    CREDENTIAL,
    OTHER_LAST,
    OTHER_FIRST,
    OTHER_MIDDLE,
    OTHER_KIND,
    CITY,
    STATE,
    DEACTIVATED,
    REACTIVATED,
)
NEEDED: Final = (*_SINGLE, *(column.format(slot) for slot in range(1, SLOTS + 1) for column in _SLOT_COLUMNS))
"""Every column that is read, by its name in the header."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of one file stand; ``codes`` takes the fifteen taxonomy codes out of a line."""

    names: tuple[str, ...]
    place: dict[str, int]
    slots: tuple[tuple[int, int, int, int], ...]
    codes: Callable[[Sequence[str]], tuple[str, ...]]


def read_header(line: Sequence[str]) -> Columns:
    """Return where the columns stand.

    Raises:
        RegisterFileError: a needed column is missing or stands twice.
    """
    names = tuple(name.strip() for name in line)
    place: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in place:
            message = "stands twice in the header."
            raise RegisterFileError(message, line=1, column=name)
        place[name] = index
    for name in NEEDED:
        if name not in place:
            message = "is missing from the header. Is this the main file, npidata_pfile_….csv?"
            raise RegisterFileError(message, line=1, column=name)
    slots = tuple(_slot_places(place, slot) for slot in range(1, SLOTS + 1))
    return Columns(names, place, slots, itemgetter(*(slot[0] for slot in slots)))


def _slot_places(place: dict[str, int], slot: int) -> tuple[int, int, int, int]:
    code, number, state, primary = (place[column.format(slot)] for column in _SLOT_COLUMNS)
    return code, number, state, primary
