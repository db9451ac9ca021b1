"""Opening a list, plain or inside a zip, hashed as it is read; and the day it goes up to."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, Final

from medpeer.licensing.errors import RegisterFileError

_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


class ListFile(RawIOBase):
    """The bytes of a list. ``digest`` is the SHA-256, as hex, of what was read so far."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read ``stream``, which stays the caller's to close."""
        super().__init__()
        self._stream = stream
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as the file goes.

        Raises:
            RegisterFileError: the archive around it is damaged.
        """
        try:
            piece = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError):
            message = "the archive is damaged. Download it again."
            raise RegisterFileError(message) from None
        buffer[: len(piece)] = piece
        self._hash.update(piece)
        return len(piece)

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read so far, as hex."""
        return self._hash.hexdigest()


@contextmanager
def open_list(path: Path) -> Iterator[ListFile]:
    """Open a list, or the only file inside a zip, which is never unpacked to disk.

    Raises:
        RegisterFileError: the archive holds none or several.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield ListFile(stream)
        return
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            message = f"the archive holds {len(members)} files; one is needed. Unpack it and give the list itself."
            raise RegisterFileError(message)
        with archive.open(members[0]) as unpacked:
            yield ListFile(unpacked)


def date_of_file(path: Path, today: date) -> date:
    """Return the day a list goes up to: the one in its name, else the day the file was written, never a later one."""
    named = _day_in(path.stem)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return min(named or written, today)


def _day_in(name: str) -> date | None:
    found = _DAY.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
