"""Tells what a file is by its own bytes, never by the name or the type it came with."""

from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What a file seems to be."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    HEIC = "heic"
    DICOM = "dicom"
    ZIP = "zip"
    PDF = "pdf"
    VIDEO = "video"
    SVG = "svg"
    GIF = "gif"
    TIFF = "tiff"
    HTML = "html"
    OFFICE = "office"
    UNKNOWN = "unknown"


# How much of a file is looked at for words.
_HEAD: Final = 4096
_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (b"{\\rtf", FileKind.OFFICE),
    (b"\x1a\x45\xdf\xa3", FileKind.VIDEO),
    (b"\0\0\x01\xba", FileKind.VIDEO),
    (b"\0\0\x01\xb3", FileKind.VIDEO),
    (b"FLV\x01", FileKind.VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", FileKind.VIDEO),
)
# Brands of ISO 23008-12; a file of these may also be a sequence, which decoding finds out.
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
# Without a preamble a file starts with group 2 or with group 8 in little-endian order.
_BARE_DICOM: Final = (b"\x02\0\0\0UL", b"\x02\0\x01\0OB", b"\x08\0\x05\0", b"\x08\0\x08\0", b"\x08\0\x16\0")
_OFFICE_PARTS: Final = (b"[Content_Types].xml", b"word/", b"ppt/", b"xl/", b"application/vnd.oasis", b"docProps/")
_WEB_WORDS: Final = (b"<html", b"<!doctype html", b"<script", b"<body", b"<head", b"<iframe")


def sniff(data: bytes) -> FileKind:
    """Return what ``data`` seems to be. Where a file is two things at once, what a decoder would read counts."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return _riff(data[8:12])
    if data[4:8] == b"ftyp":
        return _boxed(data)
    if data[128:132] == b"DICM" or data.startswith(_BARE_DICOM):
        return FileKind.DICOM
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return FileKind.OFFICE if any(part in data[:_HEAD] for part in _OFFICE_PARTS) else FileKind.ZIP
    return _worded(data[:_HEAD])


def _riff(form: bytes) -> FileKind:
    return {b"WEBP": FileKind.WEBP, b"AVI ": FileKind.VIDEO}.get(form, FileKind.UNKNOWN)


def _boxed(data: bytes) -> FileKind:
    """Tell the pictures from the films among what is made of boxes: the brands of the first box say."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, size, 4)}
    if brands & _HEIC_BRANDS:
        return FileKind.HEIC
    return FileKind.UNKNOWN if brands & {b"avif", b"avis", b"mif1", b"crx "} else FileKind.VIDEO


def _worded(head: bytes) -> FileKind:
    if data_starts_pdf(head):
        return FileKind.PDF
    words = head.replace(b"\0", b"").lower()
    if b"<svg" in words:
        return FileKind.SVG
    return FileKind.HTML if any(word in words for word in _WEB_WORDS) else FileKind.UNKNOWN


def data_starts_pdf(head: bytes) -> bool:
    """Tell whether a PDF's mark stands in the first kilobyte, where readers look for it."""
    return b"%PDF-" in head[:1024]
