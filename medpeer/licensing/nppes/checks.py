"""What every line of a file must satisfy, looked at by columns; a fault is told by line and column."""

import re
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.nppes.columns import ENTITY, NPI
from medpeer.licensing.taxonomy import TAXONOMY_PATTERN

_ENTITIES: Final = pa.array([b"1", b"2", b""])
_US_DATE: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)


class NumbersSeen:
    """Which numbers stood in the file so far: one bit for each of two hundred million."""

    def __init__(self) -> None:
        """Start with none."""
        # The tenth digit follows from the nine before, which start with 1 or 2.
        self._bits = np.zeros(200_000_000 // 8, dtype=np.uint8)

    def add(self, numbers: pa.Array) -> int | None:
        """Note numbers and return the place of the first that was noted before, if any."""
        bodies = numbers.cast(pa.string()).cast(pa.int64()).to_numpy() // 10 - 100_000_000
        places, bits = bodies >> 3, bodies & 7
        again = self._bits[places] >> bits & 1 != 0
        if not again.any():
            _, firsts = np.unique(bodies, return_index=True)
            again = np.ones(len(bodies), dtype=bool)
            again[firsts] = False
        if again.any():
            return int(np.argmax(again))
        for bit in range(8):
            # Numbers that differ and share a bit do not share a byte, so none of them is lost.
            self._bits[places[bits == bit]] |= 1 << bit
        return None


def check_lines(batch: pa.RecordBatch, first_line: int, seen: NumbersSeen) -> None:
    """Check what must hold of every line, whoever it is about.

    Raises:
        RegisterFileError: a number is none or stands twice, or is of a third kind.
    """
    message = "is not a number of ten digits."
    refuse_where(pc.invert(pc.match_substring_regex(batch[NPI], r"^[12][0-9]{9}$")), NPI, message, first_line)
    again = seen.add(batch[NPI])
    if again is not None:
        message = "this number stands in the file a second time."
        raise RegisterFileError(message, line=first_line + again, column=NPI)
    message = "is neither 1 nor 2 nor blank."
    refuse_where(pc.invert(pc.is_in(batch[ENTITY], _ENTITIES)), ENTITY, message, first_line)


def refuse_where(bad: pa.Array, column: str, message: str, lines: int | pa.Array) -> None:
    """Refuse the first line marked ``bad``; ``lines`` are the lines' numbers, or the first where none is left out.

    Raises:
        RegisterFileError: there is one.
    """
    place = pc.index(bad, True).as_py()
    if place >= 0:
        number = lines + place if isinstance(lines, int) else lines[place].as_py()
        raise RegisterFileError(message, line=number, column=column)


def check_codes(codes: pa.Array, column: str, lines: pa.Array) -> None:
    """Refuse what is neither a taxonomy code nor blank.

    Raises:
        RegisterFileError: at the first.
    """
    bad = pc.invert(pc.match_substring_regex(codes, rf"^(?:{TAXONOMY_PATTERN})?$"))
    refuse_where(bad, column, "is not a taxonomy code of ten letters and digits.", lines)


def read_dates(written: pa.Array, column: str, lines: pa.Array) -> pa.Array:
    """Return days written ``MM/DD/YYYY``; each spelling is read once, for a file has few days and many lines.

    Raises:
        RegisterFileError: one is no such day.
    """
    encoded = written.dictionary_encode()
    days: list[date | None] = []
    for value in encoded.dictionary.to_pylist():
        day = _us_date(value)
        if day is None and value.strip():
            message = "is not a date of the form MM/DD/YYYY."
            refuse_where(pc.equal(written, value), column, message, lines)
        days.append(day)
    return pa.array(days, pa.date32()).take(encoded.indices)


def _us_date(written: str) -> date | None:
    found = _US_DATE.fullmatch(written)
    if not found:
        return None
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
