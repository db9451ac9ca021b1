"""JPEG lossless: exact against another maker's file and against our own writer, and calm with rubbish."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGLossless, JPEGLosslessSV1

from medpeer.imaging.dicom import lossless
from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal
from medpeer.imaging.dicom.layout import layout
from medpeer.imaging.dicom.lossless import decode_lossless
from medpeer.imaging.dicom.pixels import decode
from medpeer.imaging.dicom.reading import parse
from tests.factories.dicom import file_of, image, phantom
from tests.factories.lossless import coded

SAMPLES = Path(pydicom.__file__).parent / "data/test_files"
NOISE = np.random.default_rng(4).integers(0, 65536, (40, 50), np.uint16)


def reason(data: bytes, rows: int = 40, columns: int = 50) -> DicomFault:
    """Return why coded bytes are refused."""
    with pytest.raises(Refusal) as caught:
        decode_lossless(data, rows=rows, columns=columns)
    return caught.value.reason


@pytest.mark.filterwarnings("ignore")
def test_a_coloured_file_of_another_maker_is_exact() -> None:
    dataset = parse((SAMPLES / "SC_rgb_jpeg_gdcm.dcm").read_bytes())
    (frame,) = decode(dataset, layout(dataset))
    assert (frame == pydicom.dcmread(SAMPLES / "SC_rgb_rle.dcm").pixel_array).all()


@pytest.mark.parametrize("pixels", [NOISE, phantom(40, 50), np.zeros((40, 50), np.uint16), NOISE & 1])
def test_sixteen_bits_are_exact(pixels: NDArray[Any]) -> None:
    assert (decode_lossless(coded(pixels), rows=40, columns=50) == pixels).all()


@pytest.mark.parametrize("precision", [2, 8, 12, 15])
def test_fewer_bits_are_exact(precision: int) -> None:
    pixels = NOISE >> 16 - precision
    assert (decode_lossless(coded(pixels, precision=precision), rows=40, columns=50) == pixels).all()


def test_numbers_shifted_down_are_shifted_up() -> None:
    found = decode_lossless(coded(NOISE, shift=3), rows=40, columns=50)
    assert (found == NOISE >> 3 << 3).all()


@pytest.mark.parametrize("chunk_bytes", [1, 7, 64, 1000])
def test_codes_that_reach_into_the_next_chunk_are_read(monkeypatch: pytest.MonkeyPatch, chunk_bytes: int) -> None:
    monkeypatch.setattr(lossless, "_CHUNK_BYTES", chunk_bytes)
    assert (decode_lossless(coded(NOISE), rows=40, columns=50) == NOISE).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_any_small_picture_is_exact(rows: int, columns: int, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, 65535), min_size=rows * columns, max_size=rows * columns))
    pixels = np.array(numbers, np.uint16).reshape(rows, columns)
    assert (decode_lossless(coded(pixels), rows=rows, columns=columns) == pixels).all()


@pytest.mark.parametrize("syntax", [JPEGLossless, JPEGLosslessSV1])
def test_a_file_of_signed_numbers_keeps_their_sign(syntax: Any) -> None:
    values = phantom().astype(np.int16) - 1000
    dataset = image("CT", values)
    dataset.BitsStored, dataset.HighBit = 12, 11
    dataset.PixelData = encapsulate([coded(values.view(np.uint16) & 0x0FFF, precision=12)])
    dataset["PixelData"].is_undefined_length = True
    read = parse(file_of(dataset, syntax=syntax))
    (frame,) = decode(read, layout(read))
    assert frame.dtype == np.int16
    assert (frame == values).all()


def test_other_kinds_of_jpeg_are_refused_as_such() -> None:
    data = coded(NOISE)
    scan = data.index(b"\xff\xda")
    assert reason(data[: scan + 7] + b"\x06" + data[scan + 8 :]) is DicomFault.COMPRESSION
    assert reason(data.replace(b"\xff\xc3", b"\xff\xc0")) is DicomFault.COMPRESSION
    assert reason(data[:2] + b"\xff\xdd\0\x04\0\x09" + data[2:]) is DicomFault.COMPRESSION


def test_a_frame_of_another_size_is_refused() -> None:
    assert reason(coded(NOISE), rows=41) is DicomFault.DAMAGED
    assert reason(coded(NOISE), columns=10_000) is DicomFault.DAMAGED


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.98])
def test_a_frame_cut_off_is_refused(share: float) -> None:
    data = coded(NOISE)
    assert reason(data[: int(len(data) * share)]) is DicomFault.DAMAGED


def test_random_damage_is_read_or_refused() -> None:
    dice, data = random.Random(7), coded(phantom(40, 50))  # noqa: S311 - dice for a test
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 5)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            assert decode_lossless(bytes(broken), rows=40, columns=50).shape[:2] == (40, 50)
        except (Refusal, *BROKEN):
            continue
