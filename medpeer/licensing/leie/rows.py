"""From the lines of the exclusion list to its entries.

Empty dates are ``00000000`` and empty numbers ``0000000000``; groups have a business name and nobody's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from medpeer.licensing.delimited import Line, ListFile, Shape, Table
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import NPI_PATTERN

COLUMNS: Final = (
    "LASTNAME",
    "FIRSTNAME",
    "MIDNAME",
    "BUSNAME",
    "GENERAL",
    "SPECIALTY",
    "UPIN",
    "NPI",
    "DOB",
    "ADDRESS",
    "CITY",
    "STATE",
    "ZIP",
    "EXCLTYPE",
    "EXCLDATE",
    "REINDATE",
    "WAIVERDATE",
    "WVRSTATE",
)
"""The columns as published. All are looked for, so that another list is not taken for this one."""
_EMPTY: Final = re.compile(r"0*")


@dataclass(frozen=True, slots=True)
class ExcludedLine:
    """One entry: a person, or a business without a person's name. ``grounds`` is the section of the law, ``1128a1``."""

    line: int
    npi: str | None
    name: PersonName
    business_name: str
    birth_date: date | None
    state: str
    grounds: str
    excluded_on: date | None
    reinstated_on: date | None
    waived_on: date | None
    waiver_state: str


def read_exclusions(file: ListFile) -> Iterator[ExcludedLine]:
    """Yield the entries of a file in order.

    Raises:
        RegisterFileError: at the first fault, naming its line and column.
    """
    for line in Table(file, Shape(), {name: name for name in COLUMNS}):
        yield ExcludedLine(
            line=line.number,
            npi=_npi(line),
            name=PersonName(line["FIRSTNAME"], line["LASTNAME"], line["MIDNAME"]),
            business_name=line["BUSNAME"],
            birth_date=_date(line, "DOB"),
            state=line["STATE"].upper(),
            grounds=line["EXCLTYPE"],
            excluded_on=_date(line, "EXCLDATE"),
            reinstated_on=_date(line, "REINDATE"),
            waived_on=_date(line, "WAIVERDATE"),
            waiver_state=line["WVRSTATE"].upper(),
        )


def _npi(line: Line) -> str | None:
    column = "NPI"
    written = line[column]
    if _EMPTY.fullmatch(written):
        return None
    if not re.fullmatch(NPI_PATTERN, written, re.ASCII):
        advice = "is neither a number of ten digits nor 0000000000."
        raise line.fault(column, advice)
    return written


def _date(line: Line, column: str) -> date | None:
    written = line[column]
    if _EMPTY.fullmatch(written):
        return None
    day = _day(written)
    if day is None:
        advice = "is neither a date of the form YYYYMMDD nor 00000000."
        raise line.fault(column, advice)
    return day


@cache
def _day(written: str) -> date | None:
    if not re.fullmatch(r"\d{8}", written, re.ASCII):
        return None
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None
