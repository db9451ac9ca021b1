"""Opening a register file, plain or inside the zip it is published in, and telling what it is."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Final

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.models import ImportKind

_DAY: Final = r"(\d{4})(\d{2})(\d{2})"
_MAIN: Final = re.compile(rf"npidata_pfile_{_DAY}-{_DAY}(?!\w*fileheader)\w*\.csv", re.IGNORECASE)
_LISTED: Final = re.compile(r"deactivat[^/]*\.(?:xlsx|csv)$", re.IGNORECASE)
_WORKBOOK: Final = "xl/workbook.xml"
_WEEK: Final = timedelta(days=8)
"""A weekly file covers seven days; the monthly one goes back to the first number ever given."""
_HEAD_BYTES: Final = 4_096


def days_of_name(name: str) -> tuple[date, date] | None:
    """Return the first and the last day a file covers, from its name, or ``None`` when the name does not say."""
    found = _MAIN.search(name)
    if not found:
        return None
    parts = [int(part) for part in found.groups()]
    try:
        return date(*parts[:3]), date(*parts[3:])
    except ValueError:
        return None


def date_of_name(name: str) -> date | None:
    """Return the day up to which a file goes, from its name, or ``None`` when the name does not say."""
    days = days_of_name(name)
    return days[1] if days else None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A register file ready to be read: what it is, its bytes, their number, and the days its name gives."""

    kind: ImportKind
    name: str
    stream: IO[bytes]
    size: int
    starts_on: date | None = None
    dated_on: date | None = None
    is_workbook: bool = False


@contextmanager
def open_file(path: Path, kind: ImportKind | None = None) -> Iterator[OpenFile]:
    """Open a CSV or a workbook, or the one of a published zip, which is never unpacked to disk.

    ``kind`` says what it is where name and content do not.

    Raises:
        RegisterFileError: it is no such file.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield _described(path.name, stream, path.stat().st_size, kind)
        return
    with zipfile.ZipFile(path) as archive:
        if _WORKBOOK in archive.namelist():
            with path.open("rb") as stream:
                yield _described(path.name, stream, path.stat().st_size, kind, is_workbook=True)
            return
        member = _main_member(archive)
        with archive.open(member) as unpacked:
            # The archive's own name may tell what the member's does not: “…_Weekly_V2.zip”.
            yield _described(f"{path.name}/{member.filename}", unpacked, member.file_size, kind)


def _main_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    main = [member for member in archive.infolist() if _MAIN.search(member.filename) or _LISTED.search(member.filename)]
    if len(main) != 1:
        message = f"the archive holds {len(main)} files named npidata_pfile_….csv; one is needed."
        raise RegisterFileError(message)
    return main[0]


def _described(
    name: str, stream: IO[bytes], size: int, kind: ImportKind | None, *, is_workbook: bool = False
) -> OpenFile:
    head = b"" if is_workbook else stream.read(_HEAD_BYTES)
    stream.seek(0)
    starts_on, dated_on = days_of_name(name) or (None, None)
    is_workbook = is_workbook or head.startswith(b"PK\x03\x04")
    found = kind or _kind_of(name, head, is_workbook=is_workbook)
    return OpenFile(found, name, stream, size, starts_on, dated_on, is_workbook)


def _kind_of(name: str, head: bytes, *, is_workbook: bool) -> ImportKind:
    """Return what a file is: by its content where that is enough, else by its name."""
    if is_workbook or (b"Deactivation Date" in head and b"Entity Type Code" not in head):
        return ImportKind.DEACTIVATION
    days = days_of_name(name)
    if "weekly" in name.lower() or (days and days[1] - days[0] <= _WEEK):
        return ImportKind.WEEKLY
    return ImportKind.FULL
