"""Files made to break the reader: each is read or refused, and nothing else happens."""

import random
import struct
import time
import zlib
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    MPEG4HP41,
    DeflatedExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import Refusal
from medpeer.imaging.dicom.intake import Intake
from medpeer.imaging.dicom.limits import MAX_INFLATED_BYTES
from tests.factories.dicom import KINDS, file_of, image, stack, zipped


def outcome(data: bytes, *, crop_is_given: bool = True) -> DicomFault | None:
    """Return why bytes are refused, or None where they are read."""
    try:
        Intake(crop_is_given=crop_is_given).read(data)
    except Refusal as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize("modality", ["CT", "US"])
def test_a_file_cut_off_anywhere_is_refused(modality: str) -> None:
    data = file_of(image(modality))
    found = {outcome(data[:end]) for end in range(0, len(data), 13)}
    assert found <= {DicomFault.NOT_DICOM, DicomFault.DAMAGED, DicomFault.NO_PICTURE}
    assert outcome(data) is None


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"Rows": 65535, "Columns": 65535}, DicomFault.TOO_MANY_PIXELS),
        ({"Rows": 6000, "Columns": 6000}, DicomFault.DAMAGED),
        ({"Rows": 25}, DicomFault.DAMAGED),
        ({"Rows": 0}, DicomFault.DAMAGED),
        ({"NumberOfFrames": 2}, DicomFault.DAMAGED),
        ({"NumberOfFrames": 2_000_000_000}, DicomFault.TOO_MANY_FRAMES),
        ({"NumberOfFrames": -1}, DicomFault.DAMAGED),
        ({"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0}, DicomFault.UNUSUAL_PIXELS),
        ({"BitsAllocated": 64}, DicomFault.UNUSUAL_PIXELS),
        ({"BitsStored": 99, "HighBit": 98}, DicomFault.UNUSUAL_PIXELS),
        ({"BitsStored": 0, "HighBit": 0}, DicomFault.UNUSUAL_PIXELS),
        ({"HighBit": 3}, DicomFault.UNUSUAL_PIXELS),
        ({"SamplesPerPixel": 3}, DicomFault.UNUSUAL_PIXELS),
        ({"SamplesPerPixel": 65535}, DicomFault.UNUSUAL_PIXELS),
        ({"PhotometricInterpretation": "../../x"}, DicomFault.UNUSUAL_PIXELS),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, DicomFault.DAMAGED),
        ({"Rows": None}, DicomFault.DAMAGED),
        ({"PixelData": None}, DicomFault.NO_PICTURE),
        ({"PixelData": b""}, DicomFault.DAMAGED),
    ],
)
def test_a_header_that_lies_about_its_pixels_is_refused(lie: dict[str, Any], why: DicomFault) -> None:
    assert outcome(file_of(image("CT", **lie))) is why


def test_a_deflated_file_is_read() -> None:
    assert outcome(file_of(image("CT"), syntax=DeflatedExplicitVRLittleEndian)) is None


def test_a_deflated_bomb_is_refused_without_being_unpacked() -> None:
    data = file_of(image("CT"), syntax=DeflatedExplicitVRLittleEndian)
    start = data.index(DeflatedExplicitVRLittleEndian.encode()) + len(DeflatedExplicitVRLittleEndian)
    meta_end = 132 + 12 + struct.unpack("<I", data[140:144])[0]
    assert start <= meta_end
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    chunks = [b"\x09\0\x01\x10UN\0\0\xff\xff\xff\x7f", *[bytes(1 << 20)] * 300]
    body = b"".join(deflater.compress(chunk) for chunk in chunks)
    bomb = data[:meta_end] + body + deflater.flush()
    assert len(bomb) < 2 << 20
    assert len(chunks) << 20 > MAX_INFLATED_BYTES
    assert outcome(bomb) is DicomFault.TOO_MANY_BYTES


@pytest.mark.parametrize("preamble", [b"\x7fELF", b"MZ\x90", b"#!/bin/sh\n", b"<script>alert(1)</script>", b"%PDF-1.7"])
def test_what_stands_in_the_preamble_is_never_looked_at(preamble: bytes) -> None:
    assert outcome(file_of(image("CT"), preamble=preamble.ljust(128, b"\0"))) is None


@pytest.mark.parametrize("data", [b"", b"DICM", b"\0" * 132, b"\x7fELF" * 99, b"<html>" * 99, b"\0" * 128 + b"DICM"])
def test_what_is_no_dicom_is_refused(data: bytes) -> None:
    assert outcome(data) in {DicomFault.NOT_DICOM, DicomFault.DAMAGED}


def test_sequences_a_thousand_deep_are_refused_or_passed_over() -> None:
    opening = b"\x11\0\x01\x10SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    data = file_of(image("CT", PixelData=None)) + opening * 5000
    assert outcome(data) in {DicomFault.DAMAGED, DicomFault.NO_PICTURE}


def test_lengths_of_gigabytes_are_refused() -> None:
    data = file_of(image("CT", PixelData=None))
    for vr in (b"OB", b"UN", b"UT"):
        assert outcome(data + b"\xe0\x7f\x10\x00" + vr + b"\0\0\xf0\xff\xff\x7f") is DicomFault.DAMAGED


@pytest.mark.parametrize(
    ("syntax", "why"),
    [
        (MPEG4HP41, DicomFault.VIDEO),
        (JPEGLosslessSV1, DicomFault.DAMAGED),
        (JPEGLSLossless, DicomFault.COMPRESSION),
        (RLELossless, DicomFault.DAMAGED),
        (JPEGBaseline8Bit, DicomFault.DAMAGED),
        (JPEG2000Lossless, DicomFault.DAMAGED),
    ],
)
def test_compressed_rubbish_is_refused(syntax: Any, why: DicomFault) -> None:
    dataset = image("CT")
    dataset.PixelData = encapsulate([b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4])
    dataset["PixelData"].is_undefined_length = True
    assert outcome(file_of(dataset, syntax=syntax)) is why


@pytest.mark.parametrize(
    ("sop_class", "why"),
    [
        ("104.1", DicomFault.DOCUMENT),
        ("104.2", DicomFault.DOCUMENT),
        ("88.33", DicomFault.REPORT),
        ("88.59", DicomFault.REPORT),
        ("11.1", DicomFault.REPORT),
        ("77.1.1.1", DicomFault.VIDEO),
        ("9.1.1", DicomFault.NO_PICTURE),
        ("481.5", DicomFault.NO_PICTURE),
        ("999.999", DicomFault.NO_PICTURE),
    ],
)
def test_what_is_no_image_is_refused_for_what_it_is(sop_class: str, why: DicomFault) -> None:
    assert outcome(file_of(image("CT", SOPClassUID=f"1.2.840.10008.5.1.4.1.1.{sop_class}"))) is why


def test_a_capture_that_calls_itself_ct_in_one_place_needs_a_crop() -> None:
    dataset = image("OT", ConversionType=None, Modality="CT")
    data = file_of(dataset)
    first, second = (at for at in range(len(data)) if data.startswith(b"1.2.840.10008.5.1.4.1.1.7\0", at))
    for at in (first, second):
        forged = data[: at + 24] + b"2" + data[at + 25 :]
        assert outcome(forged, crop_is_given=False) is DicomFault.NEEDS_CROP


@pytest.mark.parametrize("tag", [b"\x28\0\x10\0", b"\x28\0\0\x01", b"\x28\0\x02\0"])
def test_a_number_of_three_bytes_is_damage(tag: bytes) -> None:
    data = file_of(image("CT"))
    place = data.index(tag + b"US\x02\0") + len(tag)
    assert outcome(data[:place] + b"US\x03\0\0" + data[place + 4 :]) is DicomFault.DAMAGED


@pytest.mark.parametrize("modality", sorted(KINDS))
def test_random_damage_is_read_or_refused(modality: str) -> None:
    dice = random.Random(modality)  # noqa: S311 - dice for a test
    data = file_of(image(modality), syntax=dice.choice([ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian]))
    plain = file_of(image(modality))
    for source in (data, plain):
        for _ in range(60):
            broken = bytearray(source)
            for _ in range(dice.randint(1, 8)):
                broken[dice.randrange(132, min(len(broken), 1200))] = dice.randrange(256)
            outcome(bytes(broken))


def test_an_archive_is_held_to_the_limits_together() -> None:
    large = image("CR", np.zeros((2000, 2000), np.uint16))
    began = time.process_time()
    assert outcome(zipped([file_of(large)] * 12)) is DicomFault.TOO_MANY_PIXELS
    small = file_of(image("CT"))
    assert outcome(zipped([small] * 151)) is DicomFault.TOO_MANY_FRAMES
    assert time.process_time() - began < 30


def test_an_archive_of_two_patients_is_refused() -> None:
    files = [file_of(image("CT", PatientID=number)) for number in ("A1", "B2")]
    assert outcome(zipped(files)) is DicomFault.SEVERAL_PATIENTS
    assert outcome(zipped([file_of(one) for one in stack(3)])) is None


def test_an_archive_keeps_what_can_be_shown_and_counts_the_rest() -> None:
    report = image("CT", SOPClassUID="1.2.840.10008.5.1.4.1.1.88.33")
    cut_off = file_of(image("CT"))[:-9]
    files = [
        file_of(image("CT")),
        file_of(image("US")),
        file_of(report),
        file_of(image("OT")),
        cut_off,
    ]
    intake = Intake(crop_is_given=False)
    intake.read(zipped(files))
    assert len(intake.slices) == 1
    assert intake.left_out == {DicomFault.NEEDS_CROP: 2, DicomFault.REPORT: 1, DicomFault.DAMAGED: 1}


def test_an_archive_with_nothing_to_show_says_why() -> None:
    assert outcome(zipped([b"text"])) is DicomFault.NOTHING_FOUND
    assert outcome(zipped([file_of(image("US"))] * 2), crop_is_given=False) is DicomFault.NEEDS_CROP


def test_a_dataset_of_the_wrong_kind_in_a_sequence_is_no_trouble() -> None:
    item = Dataset()
    item.PixelMeasuresSequence = [Dataset()]
    assert outcome(file_of(image("CT", PerFrameFunctionalGroupsSequence=[item, Dataset()]))) is None
