"""A strict reader of JPEG: it proves that a file holds what decodes to pixels and nothing else (ITU-T T.81)."""

from collections.abc import Iterator
from typing import Final

from medpeer.imaging.bare_png import NotBareError

_SOS, _SOF0 = 0xDA, 0xC0
# The one header every writer puts: JFIF 1.01, no density, no thumbnail.
_JFIF: Final = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
_TABLE_BYTES: Final = 64
_CODE_LENGTHS: Final = 16


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker and its segment's body; for the scan the body is header and coded data together.

    Raises:
        NotBareError: The file is not SOI, whole segments, one scan and EOI, with no byte behind.
    """
    if data[:2] != b"\xff\xd8":
        raise NotBareError
    at = 2
    while True:
        marker, length = data[at + 1 : at + 2], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if data[at : at + 1] != b"\xff" or not marker or length < 2 or len(body) != length - 2:  # noqa: PLR2004 - itself
            raise NotBareError
        if marker[0] == _SOS:
            yield _SOS, body + _scan(data, at + 2 + length)
            return
        yield marker[0], body
        at += 2 + length


def bare_jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a baseline JPEG of the fixed JFIF header, tables, frame and one scan alone.

    Raises:
        NotBareError: There is anything else: EXIF, XMP, IPTC, ICC, a comment, a trailer, padding in a table.
    """
    size = None
    for place, (marker, body) in enumerate(jpeg_segments(data)):
        if not _is_expected(marker, body, place):
            raise NotBareError
        if marker == _SOF0:
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
    if not size or not all(size):
        raise NotBareError
    return size


def _is_expected(marker: int, body: bytes, place: int) -> bool:
    match marker:
        case 0xE0:
            return place == 0 and body == _JFIF
        case 0xDB:
            return len(body) == 1 + _TABLE_BYTES and body[0] >> 4 == 0
        case 0xC4:
            return len(body) == 1 + _CODE_LENGTHS + sum(body[1 : 1 + _CODE_LENGTHS])
        case 0xC0:
            return len(body) == 6 + 3 * body[5]
        case _:
            return marker == _SOS


def _scan(data: bytes, start: int) -> bytes:
    """Return the coded data from ``start``: stuffed bytes only, up to an EOI that ends the file."""
    end = len(data) - 2
    if data[end:] != b"\xff\xd9" or end < start:
        raise NotBareError
    at = data.find(b"\xff", start, end)
    while at != -1:
        if data[at + 1] != 0:
            raise NotBareError
        at = data.find(b"\xff", at + 1, end)
    return data[start:end]
