"""Pixels: every encoding that can be read gives what the file holds, and values come out as they are meant."""

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import convert_color_space
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian, RLELossless

from medpeer.imaging.dicom.assembly import assembled, cut, scaled
from medpeer.imaging.dicom.intake import Intake
from medpeer.imaging.dicom.layout import layout
from medpeer.imaging.dicom.pixels import decode
from medpeer.imaging.dicom.reading import parse
from medpeer.imaging.dicom.scaling import Line, averaged, common_scale
from medpeer.imaging.dicom.slices import Slice
from medpeer.imaging.errors import ImagingError
from medpeer.imaging.values import Box
from tests.factories.dicom import file_of, image, phantom

SAMPLES = Path(pydicom.__file__).parent / "data/test_files"


def slices(*files: bytes) -> list[Slice]:
    """Return the slices of some files."""
    intake = Intake(crop_is_given=True)
    for file in files:
        intake.read(file)
    return intake.slices


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_expb.dcm",
        "MR_small_implicit.dcm",
        "MR_small_jp2klossless.dcm",
        "693_J2KI.dcm",
        "JPEG2000.dcm",
        "image_dfl.dcm",
        "SC_rgb_dcmtk_+eb+cr.dcm",
        "SC_rgb_small_odd.dcm",
        "SC_rgb_small_odd_big_endian.dcm",
        "SC_rgb_rle_2frame.dcm",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_pixels_are_those_of_the_library(name: str) -> None:
    dataset = parse((SAMPLES / name).read_bytes())
    said = layout(dataset)
    expected = pydicom.dcmread(SAMPLES / name).pixel_array
    frames = list(decode(dataset, said))
    assert len(frames) == said.frames
    assert (np.squeeze(np.stack(frames)) == expected).all()


@pytest.mark.parametrize(
    "name", ["examples_ybr_color.dcm", "SC_ybr_full_422_uncompressed.dcm", "SC_rgb_dcmtk_+eb+cy+np.dcm"]
)
@pytest.mark.filterwarnings("ignore")
def test_luminance_and_chrominance_become_red_green_and_blue(name: str) -> None:
    dataset = parse((SAMPLES / name).read_bytes())
    frame = next(decode(dataset, layout(dataset)))
    raw, properties = get_decoder(dataset.file_meta.TransferSyntaxUID).as_array(
        pydicom.dcmread(SAMPLES / name), index=0, raw=True
    )
    expected = convert_color_space(raw, str(properties["photometric_interpretation"]).removesuffix("_422"), "RGB")
    assert np.abs(frame.astype(int) - expected).max() <= 2


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian, RLELossless])
@pytest.mark.parametrize("signed", [False, True])
def test_encodings_give_the_same_pixels(syntax: Any, signed: bool) -> None:
    pixels = phantom().astype(np.int16 if signed else np.uint16) - (700 if signed else 0)
    dataset = image("MR", pixels)
    if syntax == RLELossless:
        dataset.file_meta = pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
        dataset.compress(RLELossless, generate_instance_uid=False)
    elif syntax == ExplicitVRBigEndian:
        dataset.add_new("PixelData", "OW", pixels.astype(pixels.dtype.newbyteorder(">")).tobytes())
    (one,) = slices(file_of(dataset, syntax=syntax))
    assert (one.pixels == pixels).all()


def test_hounsfield_units_come_out_as_whole_numbers() -> None:
    stored = phantom().astype(np.uint16)
    stack = slices(file_of(image("CT", stored, RescaleIntercept=-1024)))
    said, (deflated,) = assembled(stack)
    values = np.frombuffer(zlib.decompress(deflated), "<i2").reshape(said["size"])
    assert said["scale"] == (1.0, 0.0)
    assert said["unit"] == "HU"
    assert (values == stored.astype(int) - 1024).all()


def test_signed_numbers_of_few_bits_keep_their_sign() -> None:
    stored = np.array([[-2048, -1, 0, 2047]], np.int16)
    dataset = image("CT", stored & 0x0FFF, BitsStored=12, HighBit=11, RescaleIntercept=0)
    dataset.PixelRepresentation = 1
    frames, scale = scaled(slices(file_of(dataset)))
    assert (frames[0] * scale.slope + scale.intercept).tolist() == stored.tolist()


def test_sixteen_unsigned_bits_keep_every_step() -> None:
    stored = np.array([[0, 1, 32768, 65535]], np.uint16)
    frames, scale = scaled(slices(file_of(image("MR", stored))))
    assert (frames[0].astype(int) * scale.slope + scale.intercept).tolist() == stored.tolist()


def test_slices_of_different_slopes_share_one_scale() -> None:
    stored = np.array([[0, 100, 32767]], np.uint16)
    files = [file_of(image("PT", stored, RescaleSlope=slope)) for slope in (0.125, 3.5)]
    frames, scale = scaled(slices(*files))
    for frame, slope in zip(frames, (0.125, 3.5), strict=True):
        values = frame.astype(float) * scale.slope + scale.intercept
        assert np.abs(values - stored * slope).max() <= scale.slope / 2 + 1e-6


def test_where_larger_is_darker_pixels_and_windows_are_mirrored() -> None:
    stored = np.array([[0, 1000, 4095]], np.uint16)
    header = {"PhotometricInterpretation": "MONOCHROME1", "BitsStored": 12, "HighBit": 11}
    stack = slices(file_of(image("CR", stored, WindowCenter=1000, WindowWidth=500, **header)))
    said, _ = assembled(stack)
    frames, scale = scaled(stack)
    assert (frames[0] * scale.slope + scale.intercept).tolist() == [[4095, 3095, 0]]
    assert said["windows"] == [(3095.0, 500.0)]


def test_frames_of_one_file_become_slices_with_their_own_place() -> None:
    dataset = image("MR", np.stack([phantom(), phantom() + 1]))
    groups = []
    for depth in (5.0, 9.0):
        position, scale, group = pydicom.Dataset(), pydicom.Dataset(), pydicom.Dataset()
        position.ImagePositionPatient, scale.RescaleSlope, scale.RescaleIntercept = [0, 0, depth], 2, depth
        group.PlanePositionSequence, group.PixelValueTransformationSequence = [position], [scale]
        groups.append(group)
    shared, orientation = pydicom.Dataset(), pydicom.Dataset()
    orientation.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    shared.PlaneOrientationSequence = [orientation]
    dataset.PerFrameFunctionalGroupsSequence, dataset.SharedFunctionalGroupsSequence = groups, [shared]
    found = slices(file_of(dataset))
    assert [one.depth for one in found] == [5.0, 9.0]
    assert [one.line for one in found] == [Line(2, 5), Line(2, 9)]


def test_large_frames_are_averaged_and_their_spacing_grows() -> None:
    (one,) = slices(file_of(image("DX", np.full((2500, 2100), 900, np.uint16))))
    assert one.pixels.shape == (1250, 1050)
    said, _ = assembled([one])
    assert said["spacing"] == [0.28, 0.28]
    assert said["spacing_kind"] == "detector"


def test_averaging_takes_the_mean_of_squares() -> None:
    assert averaged(np.array([[0, 2, 9], [4, 6, 9]], np.uint16), 2).tolist() == [[3]]
    assert averaged(np.zeros((4, 4, 3), np.uint8), 2).shape == (2, 2, 3)


def test_whole_values_are_not_spread() -> None:
    frames = [np.array([[0, 4095]]), np.array([[5, 9]])]
    assert common_scale(frames, [Line(1, -1024), Line(1, -1000)]) == Line()


def test_a_flat_frame_has_a_scale() -> None:
    frames = [np.full((2, 2), 70000)]
    scale = common_scale(frames, [Line()])
    assert scale.slope > 0


def test_covered_boxes_are_black_and_the_crop_is_what_is_left() -> None:
    (one,) = slices(file_of(image("CT", np.full((20, 30), 500, np.int16) + np.arange(30, dtype=np.int16))))
    left = cut(one, Box(5, 5, 10, 10), [Box(8, 6, 3, 2)])
    assert left.pixels.shape == (10, 10)
    assert left.pixels[1:3, 3:6].tolist() == [[500] * 3] * 2
    assert left.pixels[0, 0] == 505


def test_covering_where_larger_is_darker_is_black_too() -> None:
    stored = np.array([[0, 1000], [4095, 7]], np.uint16)
    header = {"PhotometricInterpretation": "MONOCHROME1", "BitsStored": 12, "HighBit": 11}
    (one,) = slices(file_of(image("CR", stored, **header)))
    frames, _ = scaled([cut(one, None, [Box(0, 0, 1, 1)])])
    assert frames[0][0, 0] == 0


@pytest.mark.parametrize(
    "box", [Box(-5, 0, 5, 5), Box(30, 0, 5, 5), Box(0, 20, 5, 5), Box(0, 0, 0, 5), Box(5, 5, -2, 3)]
)
def test_a_crop_outside_is_refused(box: Box) -> None:
    (one,) = slices(file_of(image("CT", np.zeros((20, 30), np.int16))))
    with pytest.raises(ImagingError):
        cut(one, box, [])
