"""The monthly list of numbers put out of use: a workbook with a title line, or the same as CSV."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.nppes.files import OpenFile

NUMBER: Final = "NPI"
DATE: Final = "NPPES Deactivation Date"
_TITLE_ROWS: Final = 10
_OTHER_FILE: Final = "is missing. Is this the list of deactivated numbers?"
_DAYS: Final = (
    (re.compile(r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d{2})(?!\d)"), "mdy"),
    (re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})(?!\d)"), "mdy"),
)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Deactivations:
    """What a list says: the day it is of, where it tells, its digest, and the day each number went out of use."""

    dated_on: date | None
    file_digest: str
    days: dict[str, date]


def read_deactivations(file: OpenFile) -> Deactivations:
    """Return what a list says, whole: it has some hundred thousand short lines.

    Raises:
        RegisterFileError: a column is missing, or a line has no number or no day; named by line.
    """
    content = file.stream.read()
    rows = _sheet_rows(content) if file.is_workbook else _csv_rows(content)
    numbered = enumerate(rows, 1)
    titles, places = _find_header(numbered)
    days = dict(_pairs(numbered, places))
    if not days:
        message = "the file has a header and nothing else."
        raise RegisterFileError(message)
    # A title is more certain than a name, which people change.
    dated_on = next(filter(None, map(_day_in, [*titles, file.name])), None)
    return Deactivations(dated_on, hashlib.sha256(content).hexdigest(), days)


def _sheet_rows(content: bytes) -> Iterator[Row]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        message = "the workbook is damaged. Download it again."
        raise RegisterFileError(message) from None
    yield from book.worksheets[0].iter_rows(values_only=True)


def _csv_rows(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "the file holds bytes that are not UTF-8. Download it again, or convert it."
        raise RegisterFileError(message) from None
    return map(tuple, csv.reader(io.StringIO(text, newline="")))


def _find_header(rows: Iterable[tuple[int, Row]]) -> tuple[list[str], tuple[int, int]]:
    """Return the title lines before the header, and where its two columns stand."""
    titles: list[str] = []
    for _, row in islice(rows, _TITLE_ROWS):
        names = [str(cell or "").strip() for cell in row]
        if NUMBER in names:
            return titles, (names.index(NUMBER), _date_column(names))
        titles.append(" ".join(names))
    raise RegisterFileError(_OTHER_FILE, column=NUMBER)


def _date_column(names: Sequence[str]) -> int:
    place = next((place for place, name in enumerate(names) if "deactivation date" in name.lower()), None)
    if place is None:
        raise RegisterFileError(_OTHER_FILE, column=DATE)
    return place


def _pairs(rows: Iterable[tuple[int, Row]], places: tuple[int, int]) -> Iterator[tuple[str, date]]:
    for line, row in rows:
        written, day = (row[place] if place < len(row) else None for place in places)
        if written in {None, ""} and day in {None, ""}:
            continue
        # A cell that a spreadsheet took for a number comes back as one.
        number = str(int(written) if isinstance(written, float) else written).strip()
        if not re.fullmatch(NPI_PATTERN, number, re.ASCII):
            message = "is not a number of ten digits."
            raise RegisterFileError(message, line=line, column=NUMBER)
        read = _read_day(day)
        if read is None:
            message = "is not a date of the form MM/DD/YYYY."
            raise RegisterFileError(message, line=line, column=DATE)
        yield number, read


def _read_day(written: object) -> date | None:
    if isinstance(written, datetime):
        return written.date()
    return written if isinstance(written, date) else _day_in(str(written or ""))


def _day_in(text: str) -> date | None:
    """Return the first day that a text holds, as a title or a file's name writes it."""
    for pattern, order in _DAYS:
        found = pattern.search(text)
        if found:
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            year = parts["y"] + (2000 if parts["y"] < 100 else 0)  # noqa: PLR2004 - two digits of a year
            try:
                return date(year, parts["m"], parts["d"])
            except ValueError:
                continue
    return None
