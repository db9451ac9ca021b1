"""The door, with its sandbox: an upload in, frames and plain facts out, and of the patient nothing."""

import dataclasses
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset

from medpeer.imaging import finding, reads_text
from medpeer.imaging.dicom import Caution, DicomError, DicomFault, Study, looking, preview, read_upload, render
from medpeer.imaging.dicom.limits import MAX_UPLOAD_BYTES
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.values import Box
from tests.factories.canaries import MARK, fill
from tests.factories.dicom import file_of, image, phantom, put, stack, zipped


@pytest.fixture(autouse=True)
def _blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare these tests the finders, which have their own."""
    monkeypatch.setattr(looking, "find", lambda *_: ())


def everything(value: Any) -> bytes:
    """Return all that a study holds, in bytes, with frames inflated and drawn."""
    study: Study = value
    drawn = [
        part
        for series in study.series
        for frame in series.frames
        for part in (frame.pixels, render(frame, series.windows[0]).data if series.windows else b"")
    ]
    return repr(dataclasses.asdict(study)).encode() + b"".join(drawn)


def test_a_series_full_of_canaries_leaves_none() -> None:
    datasets = stack(3, PatientID="TC-0001")
    for dataset in datasets:
        uids = dataset.SeriesInstanceUID, dataset.StudyInstanceUID
        fill(dataset)
        dataset.SeriesInstanceUID, dataset.StudyInstanceUID = uids
    names = {f"{MARK} Jane Doe/{n}.dcm": file_of(one, preamble=b"ZQ" * 64) for n, one in enumerate(datasets)}
    study = read_upload(zipped(names))
    assert [len(series.frames) for series in study.series] == [3]
    left = everything(study)
    assert MARK.encode() not in left
    assert b"Jane" not in left
    assert b"TC-0001" not in left


def test_an_ultrasound_image_needs_a_crop() -> None:
    region = Dataset()
    for corner, place in zip(("MinX0", "MinY0", "MaxX1", "MaxY1"), (4, 6, 18, 20), strict=True):
        setattr(region, f"RegionLocation{corner}", place)
    data = file_of(image("US", SequenceOfUltrasoundRegions=[region]))
    with pytest.raises(DicomError) as caught:
        read_upload(data)
    assert caught.value.reason is DicomFault.NEEDS_CROP
    shown = preview(data)
    assert (shown.picture.width, shown.picture.height) == (20, 24)
    assert shown.suggested == Box(4, 6, 14, 14)
    (series,) = read_upload(data, crop=shown.suggested).series
    assert (series.frames[0].rows, series.frames[0].columns) == (14, 14)
    expected = phantom(bits=8)[6:20, 4:18]
    assert (np.frombuffer(series.frames[0].pixels, "<i2").reshape(14, 14) == expected).all()


def test_a_preview_is_the_whole_frame_and_says_nothing_else() -> None:
    dataset = image("CT")
    fill(dataset)
    shown = preview(file_of(dataset))
    with Image.open(io.BytesIO(shown.picture.data)) as drawn:
        assert drawn.size == (20, 24)
        assert drawn.info == {}
    assert MARK.encode() not in shown.picture.data
    assert shown.suggested is None


def test_boxes_are_covered_in_every_frame() -> None:
    study = read_upload(zipped([file_of(one) for one in stack(2)]), cover=[Box(0, 0, 20, 12)])
    for frame in study.series[0].frames:
        pixels = np.frombuffer(frame.pixels, "<i2").reshape(24, 20)
        assert len(np.unique(pixels[:12])) == 1
        assert len(np.unique(pixels[12:])) > 1


@pytest.mark.skipif(not reads_text(), reason="the optional reader is not installed")
def test_a_name_burnt_into_a_stack_is_read_and_can_be_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "find", finding.find)
    canvas = Image.new("L", (400, 300))
    ImageDraw.Draw(canvas).text((10, 8), "TESTCASE^PAULA  02/01/1950", fill=255, font=ImageFont.load_default(16))
    pixels = np.where(np.asarray(canvas) > 100, 3000, phantom(300, 400)).astype(np.int16)
    datasets = stack(1)
    for dataset in datasets:
        put(dataset, pixels)
    data = zipped([file_of(one) for one in datasets])
    study = read_upload(data)
    regions = study.series[0].regions
    assert study.cautions == {Caution.TEXT_SEEN}
    assert "PAULA" in "".join(region.text or "" for region in regions)
    assert read_upload(data, cover=[region.box for region in regions]).cautions == frozenset()


def test_a_crop_outside_is_refused() -> None:
    with pytest.raises(ImagingError) as caught:
        read_upload(file_of(image("CT")), crop=Box(100, 0, 5, 5))
    assert caught.value.fault is ImageFault.OUTSIDE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not dicom at all", DicomFault.NOT_DICOM),
        (b"PK\x03\x04 but no archive", DicomFault.DAMAGED_ARCHIVE),
        (bytes(MAX_UPLOAD_BYTES + 1), DicomFault.TOO_MANY_BYTES),
    ],
)
def test_a_refusal_leaves_the_sandbox_as_a_reason(data: bytes, reason: DicomFault) -> None:
    with pytest.raises(DicomError) as caught:
        read_upload(data)
    assert caught.value.reason is reason
    assert caught.value.advice


def test_nothing_is_refused_as_empty() -> None:
    with pytest.raises(ImagingError) as caught:
        read_upload(b"")
    assert caught.value.fault is ImageFault.EMPTY


def test_every_reason_has_its_advice() -> None:
    said = {reason: DicomError(reason).advice for reason in DicomFault}
    assert len(set(said.values())) == len(DicomFault)
    assert all(sentence.count(".") == 1 and len(sentence) < 140 for sentence in said.values())
