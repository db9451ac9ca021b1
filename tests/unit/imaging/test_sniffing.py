"""What a file is, by its own bytes."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.imaging import FileKind, sniff
from tests.unit.imaging.files import picture, saved


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (saved(picture(), "PNG"), FileKind.PNG),
        (saved(picture(), "JPEG"), FileKind.JPEG),
        (saved(picture(), "WEBP"), FileKind.WEBP),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), FileKind.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(50), FileKind.HEIC),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(50), FileKind.UNKNOWN),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp41avc1" + bytes(50), FileKind.VIDEO),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(50), FileKind.VIDEO),
        (b"RIFF\x10\0\0\0AVI LIST", FileKind.VIDEO),
        (b"\x1a\x45\xdf\xa3" + bytes(50), FileKind.VIDEO),
        (saved(picture(), "GIF"), FileKind.GIF),
        (saved(picture(), "TIFF"), FileKind.TIFF),
        (bytes(128) + b"DICM" + bytes(50), FileKind.DICOM),
        ((b"\x7fELF" + bytes(124)) + b"DICM" + bytes(50), FileKind.DICOM),
        (b"<script>alert(1)</script>".ljust(128) + b"DICM" + bytes(50), FileKind.DICOM),
        (b"\x08\0\x05\0CS\x0a\0ISO_IR 100", FileKind.DICOM),
        (archive("a.dcm", "b.dcm"), FileKind.ZIP),
        (archive("[Content_Types].xml", "word/document.xml"), FileKind.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), FileKind.OFFICE),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\n" * 100 + b"%PDF-1.4\n", FileKind.PDF),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', FileKind.SVG),
        ('<svg xmlns="x"/>'.encode("utf-16"), FileKind.SVG),
        (b"<HTML><body>", FileKind.HTML),
        (b"  <!DOCTYPE html>", FileKind.HTML),
        (gzip.compress(b"<svg/>"), FileKind.UNKNOWN),
        (b"BM" + bytes(60), FileKind.UNKNOWN),
        (b"X5O!P%@AP", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
    ],
    ids=lambda value: value.value if isinstance(value, FileKind) else f"{len(value)} bytes",
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: FileKind) -> None:
    assert sniff(data) is kind


@given(st.binary(max_size=300))
def test_any_bytes_are_something(data: bytes) -> None:
    assert sniff(data) in FileKind
