"""The lines of a file: read, counted, hashed, decoded and split."""

import csv
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final, Self
from zipfile import BadZipFile

from medpeer.licensing.errors import RegisterFileError

MAX_LINE_BYTES: Final = 65_536
_VALUE: Final = re.compile(r'(?:"(?:[^"]|"")*+"|[^",\r\n]*+)(?:,|[\r\n]+$)')


@dataclass(slots=True)
class Progress:
    """How far a reading is; the reader writes it, whoever shows it reads. Bytes are of the uncompressed file."""

    bytes_total: int
    bytes_read: int = 0
    lines_read: int = 0
    kept: int = 0
    file_digest: str = ""


class Lines:
    """The file's lines as text: counted, hashed and decoded one by one. ``names`` are the header's, once read."""

    def __init__(self, stream: IO[bytes], progress: Progress) -> None:
        """Read ``stream`` and write how far it is into ``progress``."""
        self._stream = stream
        self._progress = progress
        self._hash = hashlib.sha256()
        self.names: tuple[str, ...] = ()

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line.

        Raises:
            RegisterFileError: it is too long, not UTF-8, or the archive around it is damaged.
        """
        raw = self._read()
        if not raw:
            raise StopIteration
        self._hash.update(raw)
        self._progress.bytes_read += len(raw)
        self._progress.lines_read += 1
        number = self._progress.lines_read
        if len(raw) == MAX_LINE_BYTES:
            message = "is longer than any line of this format. Is this a CSV file?"
            raise RegisterFileError(message, line=number)
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            message = "holds bytes that are not UTF-8. Download the file again, or convert it."
            raise RegisterFileError(message, line=number, column=self._undecodable_column(raw)) from None

    def _read(self) -> bytes:
        try:
            return self._stream.readline(MAX_LINE_BYTES)
        except (BadZipFile, zlib.error, EOFError):
            message = "the archive is damaged from here on. Download it again."
            raise RegisterFileError(message, line=self._progress.lines_read + 1) from None

    def _undecodable_column(self, raw: bytes) -> str | None:
        values = next(csv.reader([raw.decode(errors="surrogateescape")]), [])
        bad = (place for place, value in enumerate(values) if any("\udc80" <= char <= "\udcff" for char in value))
        return name_at(self.names, next(bad, -1))

    def digest(self) -> str:
        """Return the SHA-256 of what was read, as hex."""
        return self._hash.hexdigest()


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
        message = "the line ends or breaks inside a quoted value. Download the file again."
        raise RegisterFileError(message, line=number, column=name_at(names, place)) from None


def wrong_length(values: Sequence[str], number: int, names: Sequence[str]) -> RegisterFileError:
    """Return the error of a line with too few or too many values."""
    if len(values) < len(names):
        message = f"the line stops after {len(values)} of {len(names)} columns. Download the file again."
        return RegisterFileError(message, line=number, column=names[max(len(values) - 1, 0)])
    message = f"the line has {len(values)} values for {len(names)} columns."
    return RegisterFileError(message, line=number, column=names[-1])
