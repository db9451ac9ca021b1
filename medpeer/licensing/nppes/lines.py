"""One line of a file read by itself: how a fault found among columns gets its line and its column."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Final

from medpeer.licensing.errors import RegisterFileError

MAX_LINE_BYTES: Final = 65_536
_VALUE: Final = re.compile(r'(?:"(?:[^"]|"")*+"|[^",\r\n]*+)(?:,|[\r\n]+$)')
_AGAIN: Final = "Download the file again."


def name_at(names: Sequence[str], place: int) -> str | None:
    """Return the name of a column, or ``None`` outside the header."""
    return names[place] if 0 <= place < len(names) else None


def _whole_values(line: str) -> Iterator[str]:
    """Yield the values of a line up to the first that is not whole."""
    end = 0
    while end < len(line) and (value := _VALUE.match(line, end)):
        yield value[0]
        end = value.end()


def split_line(line: str, number: int, names: Sequence[str]) -> list[str]:
    """Return the values of a line.

    Raises:
        RegisterFileError: it breaks inside a quoted value; ``names`` say in which column.
    """
    try:
        return next(csv.reader((line,), strict=True), [])
    except csv.Error:
        place = sum(1 for _ in _whole_values(line))
        message = f"the line ends or breaks inside a quoted value. {_AGAIN}"
        raise RegisterFileError(message, line=number, column=name_at(names, place)) from None


def find_fault(stream: IO[bytes], names: Sequence[str], first: int) -> RegisterFileError:
    """Return the first fault of form at line ``first`` or after it; the lines before it are known to be whole."""
    stream.seek(0)
    for _ in islice(stream, first - 1):
        pass
    number = first
    while raw := stream.readline(MAX_LINE_BYTES):
        if fault := _fault_of(raw, number, names):
            return fault
        number += 1
    return RegisterFileError(f"the file cannot be read from here on. {_AGAIN}", line=first)


def _fault_of(raw: bytes, number: int, names: Sequence[str]) -> RegisterFileError | None:
    if len(raw) == MAX_LINE_BYTES:
        return RegisterFileError("is longer than any line of this format. Is this a CSV file?", line=number)
    try:
        values = split_line(raw.decode(), number, names)
    except UnicodeDecodeError:
        message = "holds bytes that are not UTF-8. Download the file again, or convert it."
        return RegisterFileError(message, line=number, column=_undecodable_column(raw, names))
    except RegisterFileError as fault:
        return fault
    return None if len(values) == len(names) else _wrong_length(values, number, names)


def _undecodable_column(raw: bytes, names: Sequence[str]) -> str | None:
    values = next(csv.reader([raw.decode(errors="surrogateescape")]), [])
    bad = (place for place, value in enumerate(values) if any("\udc80" <= char <= "\udcff" for char in value))
    return name_at(names, next(bad, -1))


def _wrong_length(values: Sequence[str], number: int, names: Sequence[str]) -> RegisterFileError:
    if len(values) < len(names):
        message = f"the line stops after {len(values)} of {len(names)} columns. {_AGAIN}"
        return RegisterFileError(message, line=number, column=names[max(len(values) - 1, 0)])
    message = f"the line has {len(values)} values for {len(names)} columns."
    return RegisterFileError(message, line=number, column=names[-1])
