"""From lines to the rows a register keeps: physicians, and numbers out of use."""

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import IO, Final

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import EntityType, RegisterLicence
from medpeer.licensing.models import NameKind
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.nppes.columns import (
    CITY,
    CREDENTIAL,
    DEACTIVATED,
    ENTITY,
    FIRST,
    LAST,
    MIDDLE,
    NPI,
    OTHER_FIRST,
    OTHER_KIND,
    OTHER_LAST,
    OTHER_MIDDLE,
    REACTIVATED,
    STATE,
    Columns,
    read_header,
)
from medpeer.licensing.nppes.lines import Lines, Progress, split_line, wrong_length
from medpeer.licensing.service.registers import RegisterRow
from medpeer.licensing.taxonomy import TAXONOMY_PATTERN, TRAINEE_CODE

_NPI: Final = re.compile(NPI_PATTERN, re.ASCII)
_CODE: Final = re.compile(TAXONOMY_PATTERN, re.ASCII)
_NOTHING: Final = re.compile(r"[\W_]*|n/?a|none|null", re.IGNORECASE)


def read_rows(stream: IO[bytes], progress: Progress) -> Iterator[RegisterRow]:
    """Yield the lines of a file that are about physicians or about numbers out of use, in order.

    Bounded memory whatever the length: one line at a time, and 25 MB that mark the numbers seen.

    Raises:
        RegisterFileError: at the first fault, naming its line and column.
    """
    lines = Lines(stream, progress)
    header = next(lines, None)
    if header is None:
        message = "the file is empty."
        raise RegisterFileError(message)
    columns = read_header(split_line(header, 1, ()))
    lines.names = columns.names
    seen = _NumbersSeen()
    for line in lines:
        number = progress.lines_read
        values = split_line(line, number, columns.names)
        if len(values) != len(columns.names):
            raise wrong_length(values, number, columns.names)
        npi = values[columns.place[NPI]]
        if not _NPI.fullmatch(npi):
            message = "is not a number of ten digits."
            raise RegisterFileError(message, line=number, column=NPI)
        if seen.add(npi):
            message = "this number stands in the file a second time."
            raise RegisterFileError(message, line=number, column=NPI)
        row = _Line(number, values, columns).keep()
        if row:
            progress.kept += 1
            yield row
    progress.file_digest = lines.digest()
    if progress.lines_read < 2:  # noqa: PLR2004 - a header and at least one line
        message = "the file has a header and nothing else."
        raise RegisterFileError(message, line=1)


class _NumbersSeen:
    """Which numbers stood in the file so far: one bit for each of two hundred million."""

    def __init__(self) -> None:
        # The tenth digit follows from the nine before, which start with 1 or 2.
        self._bits = bytearray(200_000_000 // 8)

    def add(self, npi: str) -> bool:
        """Note a number and tell whether it was noted before."""
        place, bit = divmod(int(npi[:9]) - 100_000_000, 8)
        seen = self._bits[place] >> bit & 1
        self._bits[place] |= 1 << bit
        return bool(seen)


class _Line:
    """One line with its columns by name."""

    __slots__ = ("_columns", "_number", "_values")

    def __init__(self, number: int, values: Sequence[str], columns: Columns) -> None:
        self._number = number
        self._values = values
        self._columns = columns

    def keep(self) -> RegisterRow | None:
        """Return what the register keeps of the line; ``None`` for whoever is no physician."""
        values = self._values
        entity = self._entity()
        deactivated_on = self._date(DEACTIVATED)
        is_physician = any(map(_is_physicians, filter(None, self._columns.codes(values))))
        # A number out of use is stripped of its codes but must still be refused.
        if not is_physician and not (deactivated_on and entity is EntityType.UNSTATED):
            return None
        return RegisterRow(
            npi=values[self._columns.place[NPI]],
            entity=entity,
            name=PersonName(self._name(FIRST), self._name(LAST), self._name(MIDDLE)),
            credential=self._text(CREDENTIAL),
            city=self._text(CITY),
            state=self._text(STATE),
            deactivated_on=deactivated_on,
            reactivated_on=self._date(REACTIVATED),
            other_name=self._other_name(),
            other_kind=self._kind(),
            slots=tuple(self._slots()),
        )

    def _raw(self, column: str) -> str:
        return self._values[self._columns.place[column]]

    def _fault(self, column: str, message: str) -> RegisterFileError:
        return RegisterFileError(message, line=self._number, column=column)

    def _text(self, column: str) -> str:
        return plain_text(self._raw(column))

    def _name(self, column: str) -> str:
        name = self._text(column)
        # Telephone numbers stand in name columns here and there.
        return "" if any(char.isdigit() for char in name) else name

    def _entity(self) -> EntityType:
        try:
            return EntityType(self._raw(ENTITY).strip())
        except ValueError:
            message = "is neither 1 nor 2 nor blank."
            raise self._fault(ENTITY, message) from None

    def _kind(self) -> NameKind:
        written = self._raw(OTHER_KIND).strip()
        return NameKind(written) if written in set(NameKind) else NameKind.OTHER

    def _other_name(self) -> PersonName | None:
        name = PersonName(self._name(OTHER_FIRST), self._name(OTHER_LAST), self._name(OTHER_MIDDLE))
        return name if name.last or name.first else None

    def _date(self, column: str) -> date | None:
        written = self._raw(column)
        if not written:
            return None
        try:
            return _us_date(written)
        except ValueError:
            message = "is not a date of the form MM/DD/YYYY."
            raise self._fault(column, message) from None

    def _slots(self) -> Iterator[tuple[int, RegisterLicence]]:
        values = self._values
        for slot, (code, number, state, primary) in enumerate(self._columns.slots, 1):
            if not (values[code] or values[number]):
                continue
            if values[code] and not _CODE.fullmatch(values[code]):
                message = "is not a taxonomy code of ten letters and digits."
                raise self._fault(self._columns.names[code], message)
            held = RegisterLicence(
                values[code], plain_text(values[number]), values[state].strip(), values[primary] == "Y"
            )
            yield slot, held


def _is_physicians(code: str) -> bool:
    return code.startswith("20") or code == TRAINEE_CODE


@cache
def _us_date(written: str) -> date:
    month, day, year = (int(part) for part in written.split("/"))
    return date(year, month, day)


def plain_text(written: str) -> str:
    """Return a register's text without HTML entities, doubled spaces and fillers such as ``-----`` and ``N/A``."""
    if not written:
        return ""
    text = " ".join((html.unescape(written) if "&" in written else written).split())
    return "" if _NOTHING.fullmatch(text) else text
