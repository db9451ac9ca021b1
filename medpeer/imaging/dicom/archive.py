"""Takes the DICOM files out of a ZIP archive. Members are known by their content; their names are never read."""

import lzma
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal
from medpeer.imaging.dicom.limits import MAX_INFLATED_BYTES, MAX_MEMBERS
from medpeer.imaging.dicom.reading import is_dicom

_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ARCHIVE_MAGIC: Final = (
    *_ZIP_MAGIC,
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\xfd7zXZ\x00",
    b"(\xb5/\xfd",
)
_HEAD_BYTES: Final = 132
_ENCRYPTED: Final = 0x1
_BROKEN_ARCHIVE: Final = (*BROKEN, BadZipFile, lzma.LZMAError)


def is_archive(data: bytes) -> bool:
    """Say whether an upload is a ZIP archive by its first bytes."""
    return data.startswith(_ZIP_MAGIC)


def dicom_members(data: bytes) -> Iterator[bytes]:
    """Yield each DICOM file of an archive, one at a time; viewers, indexes and pictures beside them are passed over.

    Raises:
        Refusal: Too many members, too many bytes when unpacked, locked, damaged, or an archive inside.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = _checked(archive)
            yield from (whole for member in members if (whole := _read(archive, member)) is not None)
    except _BROKEN_ARCHIVE as error:
        raise Refusal(DicomFault.DAMAGED_ARCHIVE) from error


def _checked(archive: ZipFile) -> list[ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise Refusal(DicomFault.TOO_MANY_FILES)
    # The sizes are the archive's own word; `_read` holds each member to it.
    if sum(member.file_size for member in members) > MAX_INFLATED_BYTES:
        raise Refusal(DicomFault.TOO_MANY_BYTES)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refusal(DicomFault.LOCKED_ARCHIVE)
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise Refusal(DicomFault.DAMAGED_ARCHIVE)
    return members


def _read(archive: ZipFile, member: ZipInfo) -> bytes | None:
    with archive.open(member) as stream:
        head = stream.read(_HEAD_BYTES)
        if head.startswith(_ARCHIVE_MAGIC) and not is_dicom(head):
            raise Refusal(DicomFault.NESTED_ARCHIVE)
        if not is_dicom(head):
            return None
        rest = stream.read(member.file_size)
    if len(head) + len(rest) > member.file_size:
        raise Refusal(DicomFault.DAMAGED_ARCHIVE)
    return head + rest
