"""The strict readers that prove a file to hold pixels and nothing else; they must not be fooled themselves."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.imaging.bare_jpeg import bare_jpeg_size
from medpeer.imaging.bare_png import NotBareError, bare_png_size
from tests.unit.imaging.files import CANARY, chunk, picture, png, saved, segment, with_metadata

PLAIN_PNG, PLAIN_JPEG = saved(picture(), "PNG"), saved(picture(), "JPEG")


def is_bare(data: bytes) -> bool:
    try:
        return bool(bare_png_size(data) if data.startswith(b"\x89PNG") else bare_jpeg_size(data))
    except NotBareError:
        return False


def test_plain_files_are_bare_and_tell_their_size() -> None:
    assert bare_png_size(PLAIN_PNG) == (64, 48)
    assert bare_jpeg_size(PLAIN_JPEG) == (64, 48)
    assert bare_png_size(saved(picture(mode="L"), "PNG")) == (64, 48)
    assert bare_jpeg_size(saved(picture(mode="L"), "JPEG")) == (64, 48)


@pytest.mark.parametrize("name", [name for name in with_metadata() if name.endswith(("png", "jpg"))])
def test_a_file_with_metadata_is_not_bare(name: str) -> None:
    assert not is_bare(with_metadata()[name])


@pytest.mark.parametrize(
    "data",
    [
        png(4, 2, zlib.compress(b"\0" * 10) + CANARY),
        png(4, 2, zlib.compress(b"\0" * 11)),
        png(4, 2, zlib.compress(b"\0" * 9)),
        png(4, 2, zlib.compress(b"\0" * 10)[:-2]),
        png(4, 2, b"no stream at all"),
        png(0, 2, zlib.compress(b"")),
        png(4, 2, zlib.compress(b"\0" * 10), chunk(b"tEXt", b"k\0v")),
        png(4, 2, zlib.compress(b"\0" * 10))[:-1],
        png(4, 2, zlib.compress(b"\0" * 10)).replace(b"IDAT", b"IDAX"),
        saved(picture(mode="P"), "PNG"),
        saved(picture(mode="RGBA"), "PNG"),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_png_with_a_byte_too_many_or_too_few_is_not_bare(data: bytes) -> None:
    assert not is_bare(data)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN_JPEG[:-2],
        PLAIN_JPEG + b"\0",
        PLAIN_JPEG[:2] + segment(0xFE, b"") + PLAIN_JPEG[2:],
        PLAIN_JPEG[:2] + segment(0xE1, b"Exif\0\0") + PLAIN_JPEG[2:],
        PLAIN_JPEG[:20] + segment(0xE0, b"JFXX\0" + CANARY) + PLAIN_JPEG[20:],
        PLAIN_JPEG.replace(b"JFIF\0\x01\x01", b"JFIF\0\x01\x02"),
        saved(picture(), "JPEG", progressive=True),
        saved(picture(), "JPEG", dpi=(300, 300)),
        b"\xff\xd8\xff",
        b"\xff\xd8",
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_jpeg_with_a_segment_too_many_is_not_bare(data: bytes) -> None:
    assert not is_bare(data)


@given(at=st.integers(0, len(PLAIN_PNG)), extra=st.binary(min_size=1, max_size=40))
def test_nothing_can_be_slipped_into_a_png(at: int, extra: bytes) -> None:
    assert not is_bare(PLAIN_PNG[:at] + extra + PLAIN_PNG[at:]) or at == 0


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_another_error(data: bytes) -> None:
    is_bare(b"\x89PNG\r\n\x1a\n" + data)
    is_bare(b"\xff\xd8" + data)
