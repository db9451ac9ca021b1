"""A worker's answer is believed only where it is a number in bounds, a listed word or a frame of its size."""

import zlib
from typing import Any

import pytest

from medpeer.imaging.dicom import DicomError, DicomFault, Fact, upload
from medpeer.imaging.dicom.upload import read_upload
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message

GOOD: dict[str, Any] = {
    "modality": "CT",
    "size": [2, 3],
    "scale": [1.0, 0.0],
    "unit": "HU",
    "windows": [[40, 80]],
    "measured": [0, 1],
    "spacing": [0.5, 0.5],
    "spacing_kind": "patient",
    "facts": {"kvp": "120", "body_part": "HEAD"},
    "frames": 1,
}
FRAME = zlib.compress(bytes(12))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that reads an upload to which the worker answers as told."""

    def given(facts: dict[str, Any], parts: tuple[bytes, ...] = (FRAME,), **more: Any) -> Any:
        said = {"series": [{**GOOD, **facts}], "left_out": {}, "overlays": False, **more}
        monkeypatch.setattr(upload, "run_job", lambda *_: Message(said, parts))
        monkeypatch.setattr(upload, "looked_at", lambda study: study)
        return read_upload(b"x")

    return given


def test_a_good_answer_is_read(answer: Any) -> None:
    study = answer({}, left_out={"report": 2})
    (series,) = study.series
    assert (series.modality, series.unit, series.spacing_mm) == ("CT", "HU", (0.5, 0.5))
    assert series.kept == {Fact.KVP: "120", Fact.BODY_PART: "HEAD"}
    assert series.windows[0] == ("As recorded", 40, 80)
    assert series.frames[0].pixels == bytes(12)
    assert study.left_out == {DicomFault.REPORT: 2}


@pytest.mark.parametrize(
    "facts",
    [
        {"modality": "Jane Doe"},
        {"unit": "Jane Doe"},
        {"unit": ["HU"]},
        {"facts": {"body_part": "Jane Doe"}},
        {"facts": {"kvp": "Jane Doe"}},
        {"facts": {"kvp": "nan"}},
        {"facts": {"patient_name": "1"}},
        {"facts": []},
        {"size": [2, 4]},
        {"size": [2]},
        {"size": [-2, -3]},
        {"size": [2, 3, 2]},
        {"size": [10**6, 10**6]},
        {"scale": [0, 0]},
        {"scale": ["1", "0"]},
        {"windows": [[1]]},
        {"windows": [["Jane", "Doe"]]},
        {"windows": None},
        {"spacing": ["Jane", "Doe"]},
        {"spacing_kind": "Jane Doe"},
        {"frames": 0},
        {"frames": 2},
        {"frames": 10**9},
    ],
)
def test_an_odd_series_is_refused(answer: Any, facts: dict[str, Any]) -> None:
    with pytest.raises(ImagingError) as caught:
        answer(facts)
    assert caught.value.fault is ImageFault.UNREADABLE
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"x",),
        (FRAME, FRAME),
        (FRAME + b"x",),
        (FRAME[:-2],),
        (zlib.compress(bytes(11)),),
        (zlib.compress(bytes(1 << 24)),),
    ],
)
def test_odd_frames_are_refused(answer: Any, parts: tuple[bytes, ...]) -> None:
    with pytest.raises(ImagingError):
        answer({}, parts)


@pytest.mark.parametrize("more", [{"series": []}, {"series": None}, {"left_out": {"Jane Doe": 1}}, {"left_out": 3}])
def test_an_odd_answer_is_refused(answer: Any, more: dict[str, Any]) -> None:
    with pytest.raises(ImagingError):
        answer({}, **more)


def test_a_refusal_is_a_word_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, reason in (("needs_crop", DicomFault.NEEDS_CROP), ("Jane Doe", DicomFault.DAMAGED)):
        monkeypatch.setattr(upload, "run_job", lambda *_, word=said: Message({"refused": word}))
        with pytest.raises(DicomError) as caught:
            read_upload(b"x")
        assert caught.value.reason is reason
        assert caught.value.fault is ImageFault.DICOM
        assert caught.value.advice.endswith(".")
