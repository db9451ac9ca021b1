"""From the lines of a board's file to licences, by its manifest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from medpeer.licensing.boards.manifest import NO_WORDS, Column, Manifest, NameOrder, fold_word
from medpeer.licensing.boards.numbers import normalise
from medpeer.licensing.delimited import Line, ListFile, Table
from medpeer.licensing.evidence import BoardKind, BoardStatus
from medpeer.licensing.names import PersonName
from medpeer.licensing.states import state_of

_NO_DATE: Final = re.compile(r"[0\W_]*|n/?a|none|null|unknown", re.IGNORECASE)
_TITLES: Final = re.compile(r"^(?:dr|mr|mrs|ms|miss|prof)\.?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One licence. ``jurisdiction`` is empty where the file names no state that is known."""

    line: int
    jurisdiction: str
    number: str
    name: PersonName
    kind: BoardKind
    type_written: str
    status: BoardStatus
    status_written: str
    first_issued_on: date | None
    expires_on: date | None
    birth_date: date | None
    birth_year: int | None
    has_discipline: bool | None


def read_licences(file: ListFile, manifest: Manifest) -> Iterator[BoardLine]:
    """Yield the licences of a file in order.

    Raises:
        RegisterFileError: at the first fault, naming its line and column.
    """
    columns = {word.value: name for word, name in manifest.columns.items()}
    for line in Table(file, manifest.shape, columns):
        number = normalise(line[Column.NUMBER], manifest.number_norm)
        if not number:
            message = "holds no licence number."
            raise line.fault(Column.NUMBER, message)
        birth_date = _date(line, Column.BIRTH_DATE, manifest)
        yield BoardLine(
            line=line.number,
            jurisdiction=manifest.jurisdiction or state_of(line[Column.STATE]),
            number=number,
            name=_name(line, manifest),
            kind=manifest.kind_of(line[Column.TYPE]),
            type_written=line[Column.TYPE],
            status=manifest.status_of(line[Column.STATUS]),
            status_written=line[Column.STATUS],
            first_issued_on=_date(line, Column.FIRST_ISSUED, manifest),
            expires_on=_date(line, Column.EXPIRES, manifest),
            birth_date=birth_date,
            birth_year=_year(line) or (birth_date.year if birth_date else None),
            has_discipline=_discipline(line, manifest),
        )


def _name(line: Line, manifest: Manifest) -> PersonName:
    if Column.NAME not in manifest.columns:
        return PersonName(line[Column.FIRST], line[Column.LAST], line[Column.MIDDLE])
    return split_name(line[Column.NAME], manifest.name_order)


def split_name(written: str, order: NameOrder) -> PersonName:
    """Return a whole name in parts: ``LAST, First Middle``, or by spaces in the order given; a title is left off."""
    plain = _TITLES.sub("", written.strip())
    last, comma, given = plain.partition(",")
    if not comma:
        words = plain.split()
        if order is NameOrder.LAST_FIRST:
            last, given = (words or [""])[0], " ".join(words[1:])
        else:
            last, given = (words or [""])[-1], " ".join(words[:-1])
    first, *middle = given.split() or [""]
    return PersonName(first, last.strip(), " ".join(middle))


def _date(line: Line, column: Column, manifest: Manifest) -> date | None:
    written = line[column]
    if _NO_DATE.fullmatch(written):
        return None
    day = _day(written, manifest.date_formats)
    if day is None:
        message = f"is not a date of the form {' or '.join(manifest.date_formats)}."
        raise line.fault(column, message)
    return day


@cache
def _day(written: str, formats: tuple[str, ...]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day of a calendar, nowhere in particular
        except ValueError:
            continue
    return None


def _year(line: Line) -> int | None:
    written = line[Column.BIRTH_YEAR]
    if _NO_DATE.fullmatch(written):
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", written, re.ASCII):
        message = "is not a year of four digits."
        raise line.fault(Column.BIRTH_YEAR, message)
    return int(written)


def _discipline(line: Line, manifest: Manifest) -> bool | None:
    """Tell whether anything is held against the licence; a word that is not known for "no" counts as yes."""
    if Column.DISCIPLINE not in manifest.columns:
        return None
    return fold_word(line[Column.DISCIPLINE]) not in NO_WORDS
