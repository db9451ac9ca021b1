"""Opening a register file, plain or inside the zip it is published in."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final

from medpeer.licensing.errors import RegisterFileError

_MEMBER: Final = re.compile(r"npidata_pfile_\d{8}-(\d{4})(\d{2})(\d{2})(?!\w*fileheader)\w*\.csv", re.IGNORECASE)


def date_of_name(name: str) -> date | None:
    """Return the day up to which a file goes, from its name, or ``None`` when the name does not say."""
    found = _MEMBER.search(name)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A register file ready to be read: its bytes, their number, and the day its name gives."""

    stream: IO[bytes]
    size: int
    dated_on: date | None


@contextmanager
def open_file(path: Path) -> Iterator[OpenFile]:
    """Open a CSV, or the main CSV inside a published zip, which is never unpacked to disk.

    Raises:
        RegisterFileError: it is no such file.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield OpenFile(stream, path.stat().st_size, date_of_name(path.name))
        return
    with zipfile.ZipFile(path) as archive:
        member = _main_member(archive.infolist())
        with archive.open(member) as unpacked:
            yield OpenFile(unpacked, member.file_size, date_of_name(member.filename))


def _main_member(members: Iterable[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    main = [member for member in members if _MEMBER.search(member.filename)]
    if len(main) != 1:
        message = f"the archive holds {len(main)} files named npidata_pfile_….csv; one is needed."
        raise RegisterFileError(message)
    return main[0]
