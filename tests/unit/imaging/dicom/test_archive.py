"""Archives: bounded, never nested, and read by what is in them."""

import io
import struct
import zipfile

import pytest

from medpeer.imaging.dicom.archive import dicom_members, is_archive
from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import Refusal
from medpeer.imaging.dicom.limits import MAX_INFLATED_BYTES, MAX_MEMBERS
from tests.factories.dicom import file_of, image, zipped

FILE = file_of(image("CT"))


def reason(data: bytes) -> DicomFault:
    """Return why an archive is refused."""
    with pytest.raises(Refusal) as caught:
        list(dicom_members(data))
    return caught.value.reason


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "C:\\x.dcm", "a\u202egnp.exe", "Jane Doe.dcm", "x" * 300, ".dcm"]
)
def test_names_of_members_do_not_matter(name: str) -> None:
    assert list(dicom_members(zipped({name: FILE}))) == [FILE]


def test_other_files_are_passed_over() -> None:
    members = {
        "autorun.inf": b"[autorun]",
        "viewer.exe": b"MZ" * 90,
        "IMG1": FILE,
        "index.html": b"<html>",
        "empty": b"",
    }
    assert list(dicom_members(zipped(members))) == [FILE]


@pytest.mark.parametrize("inner", [zipped([FILE]), b"\x1f\x8b\x08" + b"\0" * 200, b"7z\xbc\xaf\x27\x1c" + b"\0" * 200])
def test_an_archive_in_an_archive_is_refused(inner: bytes) -> None:
    assert reason(zipped([FILE, inner])) is DicomFault.NESTED_ARCHIVE


def test_a_dicom_file_with_an_archive_as_preamble_is_a_dicom_file() -> None:
    file = file_of(image("CT"), preamble=b"PK\x03\x04".ljust(128, b"\0"))
    assert list(dicom_members(zipped([file]))) == [file]


def test_a_bomb_is_refused_by_what_it_says() -> None:
    assert reason(zipped([FILE[:132] + b"\0" * (MAX_INFLATED_BYTES // 3)] * 4)) is DicomFault.TOO_MANY_BYTES


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped([FILE[:132] + b"\0" * 9_000_000]))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 200)
    assert reason(bytes(data)) is DicomFault.DAMAGED_ARCHIVE


def test_too_many_members_are_refused() -> None:
    assert reason(zipped([b"x"] * (MAX_MEMBERS + 1))) is DicomFault.TOO_MANY_FILES


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(zipped([FILE]))
    data[6] |= 1
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    assert reason(bytes(data)) is DicomFault.LOCKED_ARCHIVE


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_packings_are_refused(compression: int) -> None:
    assert reason(zipped([FILE], compression=compression)) is DicomFault.DAMAGED_ARCHIVE


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_off_archive_is_refused(share: float) -> None:
    data = zipped([FILE, FILE])
    assert reason(data[: int(len(data) * share)]) is DicomFault.DAMAGED_ARCHIVE


def test_wrong_checksums_are_refused() -> None:
    data = bytearray(zipped([FILE], compression=zipfile.ZIP_STORED))
    data[600] ^= 0xFF
    assert reason(bytes(data)) is DicomFault.DAMAGED_ARCHIVE


def test_members_that_share_their_bytes_count_each() -> None:
    """Many entries over one body are how a small archive becomes a large one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", FILE[:132] + b"\0" * (100 << 20))
        archive.filelist += archive.filelist * 9
    assert reason(out.getvalue()) is DicomFault.TOO_MANY_BYTES


def test_archives_are_known_by_their_first_bytes() -> None:
    assert is_archive(zipped([FILE]))
    assert not is_archive(FILE)
