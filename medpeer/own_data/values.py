"""What a file of own data is made of: sections of rows, written once as JSON and once to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

Plain = str | int | float | bool | None
Row = Mapping[str, "Value"]
Value = Plain | date | datetime | Enum | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is kept of a person: what it is called, what it is, and each of them in order."""

    name: str
    title: str
    told: str
    rows: Sequence[Row]


def plain(value: Value) -> object:
    """Return a value in words, numbers, lists and tables that JSON knows; moments as ISO 8601 in UTC."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case str() | int() | float() | None:
            return value
        case _:
            return [plain(one) for one in value]
