"""A file's bytes on their way to the columnar reader: counted, hashed, the header taken off in front."""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final
from zipfile import BadZipFile

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.nppes.lines import MAX_LINE_BYTES, split_line

BOM: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Progress:
    """How far a reading is; the reader writes it, whoever shows it reads. Bytes are of the uncompressed file."""

    bytes_total: int
    bytes_read: int = 0
    lines_read: int = 0
    kept: int = 0
    file_digest: str = ""


class CountedStream:
    """A readable file that counts and hashes what passes. Only what the columnar reader calls is there."""

    closed = False

    def __init__(self, stream: IO[bytes], progress: Progress) -> None:
        """Read ``stream`` and write how far it is into ``progress``."""
        self._stream = stream
        self._progress = progress
        self._hash = hashlib.sha256()
        self._first = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes.

        Raises:
            RegisterFileError: the archive around the file is damaged.
        """
        first, self._first = self._first, b""
        return first + self._passed(lambda: self._stream.read(size))

    def has_more(self) -> bool:
        """Tell whether anything is left to read."""
        self._first = self._first or self._passed(lambda: self._stream.read(1))
        return bool(self._first)

    def header(self) -> list[str]:
        """Return the names in the first line, without a byte order mark.

        Raises:
            RegisterFileError: the file is empty, or its first line is no line of this format.
        """
        raw = self._passed(lambda: self._stream.readline(MAX_LINE_BYTES))
        if not raw:
            message = "the file is empty."
            raise RegisterFileError(message)
        self._progress.lines_read += 1
        try:
            return split_line(raw.removeprefix(BOM).decode(), 1, ())
        except UnicodeDecodeError:
            message = "holds bytes that are not UTF-8. Download the file again, or convert it."
            raise RegisterFileError(message, line=1) from None

    def digest(self) -> str:
        """Return the SHA-256 of what was read, as hex."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Do nothing: whoever opened the file closes it."""

    def _passed(self, read: Callable[[], bytes]) -> bytes:
        try:
            raw = read()
        except (BadZipFile, zlib.error, EOFError):
            message = "the archive is damaged from here on. Download it again."
            raise RegisterFileError(message, line=self._progress.lines_read + 1) from None
        self._hash.update(raw)
        self._progress.bytes_read += len(raw)
        return raw
