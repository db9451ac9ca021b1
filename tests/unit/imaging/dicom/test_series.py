"""Series: in order, with windows to look through and facts that say nothing of the patient."""

import io
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset

from medpeer.imaging.dicom import Caution, Fact, Frame, Series, SpacingKind, Study, Window, looking, render
from medpeer.imaging.dicom.assembly import assembled
from medpeer.imaging.dicom.facts import spacing
from medpeer.imaging.dicom.intake import Intake
from medpeer.imaging.dicom.ordering import stacks
from medpeer.imaging.dicom.slices import Slice
from medpeer.imaging.dicom.windows import CT_PRESETS, measured, windows_for
from medpeer.imaging.finding import View
from medpeer.imaging.values import Box, Picture, Region, RegionKind
from tests.factories.dicom import file_of, image, stack, zipped


def read(datasets: list[Dataset]) -> list[list[Slice]]:
    """Return the stacks of an archive of datasets."""
    intake = Intake(crop_is_given=True)
    intake.read(zipped([file_of(dataset) for dataset in datasets]))
    return stacks(intake.slices)


def brightness(found: list[Slice]) -> list[int]:
    """Return how far each slice is from the first of its factory."""
    return [int(one.pixels.max()) for one in found]


@pytest.mark.parametrize("seed", range(4))
def test_slices_are_ordered_by_place_whatever_the_order_of_the_files(seed: int) -> None:
    datasets = stack(9)
    np.random.default_rng(seed).shuffle(datasets)
    (found,) = read(datasets)
    assert brightness(found) == sorted(brightness(found))


def test_numbers_say_at_which_end_reading_starts() -> None:
    datasets = stack(5)
    for number, dataset in enumerate(reversed(datasets), 1):
        dataset.InstanceNumber = number
    (found,) = read(datasets)
    assert brightness(found) == sorted(brightness(found), reverse=True)


def test_without_places_the_numbers_order() -> None:
    datasets = stack(5)
    for dataset in datasets:
        del dataset.ImagePositionPatient
    (found,) = read(datasets[::-1])
    assert [one.number for one in found] == [1, 2, 3, 4, 5]


def test_where_places_repeat_the_numbers_order() -> None:
    datasets = stack(6)
    for n, dataset in enumerate(datasets):
        dataset.ImagePositionPatient = [0, 0, float(n % 3)]
    (found,) = read(datasets[::-1])
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]


def test_series_sizes_and_directions_are_kept_apart() -> None:
    localiser = image("CT", ImageOrientationPatient=[1, 0, 0, 0, 0, -1])
    small = image("CT", np.zeros((9, 9), np.uint16))
    localiser.SeriesInstanceUID = small.SeriesInstanceUID
    datasets = [*stack(2), *stack(3), localiser, small]
    assert [len(found) for found in read(datasets)] == [2, 3, 1, 1]


def test_a_ct_opens_with_its_own_window_and_offers_the_usual_ones() -> None:
    windows = windows_for([(40, 80), (600, 2800), (40, 80)], (0, 1), "HU")
    assert [window.label for window in windows[:3]] == ["As recorded", "Second recorded", "Brain"]
    assert {"Subdural", "Stroke", "Bone", "Lung", "Mediastinum", "Abdomen", "Liver"} < {w.label for w in windows}
    assert len(windows) == 2 + len(CT_PRESETS)


def test_without_a_recorded_window_one_is_measured() -> None:
    values = np.concatenate([[0], np.linspace(100, 200, 998), [30_000]])
    window = measured(values)
    assert (round(window.centre), round(window.width)) == (150, 99)
    assert windows_for([], (window.centre, window.width), None) == (window,)
    assert windows_for([(40, 0)], (1, 2), None)[0].label == "Automatic"


def test_facts_are_numbers_and_listed_words() -> None:
    (found,) = read(
        [image("MR", BodyPartExamined="BRAIN", ScanningSequence=["SE", "IR"], ProtocolName="Dr X", FlipAngle=90)]
    )
    said, _ = assembled(found)
    assert said["facts"] == {
        Fact.BODY_PART: "BRAIN",
        Fact.SEQUENCE: "SE IR",
        Fact.REPETITION_TIME_MS: "4000",
        Fact.ECHO_TIME_MS: "90",
        Fact.FLIP_ANGLE_DEG: "90",
    }


def test_the_distance_of_slices_follows_from_their_places() -> None:
    (found,) = read(stack(4, SpacingBetweenSlices=9))
    assert assembled(found)[0]["facts"][Fact.SLICE_SPACING_MM] == "5"


def test_a_modality_that_is_not_listed_is_another() -> None:
    (found,) = read([image("CT", Modality="ZZ")])
    assert assembled(found)[0]["modality"] == "OT"


@pytest.mark.parametrize(
    ("cosines", "plane"),
    [
        ([1, 0, 0, 0, 1, 0], "axial"),
        ([1, 0, 0, 0, 0, -1], "coronal"),
        ([0, 1, 0, 0, 0, -1], "sagittal"),
        ([0.7, 0.714, 0, 0, 0, -1], "oblique"),
    ],
)
def test_the_plane_follows_from_the_direction(cosines: list[float], plane: str) -> None:
    (found,) = read([image("CT", ImageOrientationPatient=cosines)])
    assert assembled(found)[0]["facts"][Fact.PLANE] == plane


def test_spacing_says_where_it_was_measured() -> None:
    (ct,), (dx,), (us,) = (read([image(modality)])[0] for modality in ("CT", "DX", "US"))
    assert spacing(ct.frame_header) == ((0.5, 0.5), SpacingKind.PATIENT)
    assert spacing(dx.frame_header) == ((0.14, 0.14), SpacingKind.DETECTOR)
    assert spacing(us.frame_header) is None


def test_ultrasound_is_measured_by_its_region() -> None:
    region = Dataset()
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
    region.PhysicalDeltaX = region.PhysicalDeltaY = 0.05
    (found,) = read([image("US", SequenceOfUltrasoundRegions=[region])])
    assert assembled(found)[0]["spacing"] == [0.5, 0.5]


def frame(values: list[list[int]], slope: float = 1.0, intercept: float = 0.0) -> Frame:
    """Return a frame of some numbers."""
    pixels = np.array(values, "<i2")
    rows, columns = pixels.shape
    return Frame(rows, columns, 1, zlib.compress(pixels.tobytes()), slope, intercept)


def test_a_frame_is_drawn_through_a_window() -> None:
    picture = render(frame([[-100, 0, 40, 80, 900]]), Window("Brain", 40, 80))
    assert picture.media_type == "image/png"
    with Image.open(io.BytesIO(picture.data)) as drawn:
        assert drawn.mode == "L"
        assert np.asarray(drawn).tolist() == [[0, 0, 128, 255, 255]]
        assert drawn.info == {}


def test_a_frame_is_drawn_in_its_units() -> None:
    picture = render(frame([[0, 10]], slope=0.5, intercept=-5), Window("", -2.5, 5))
    assert np.asarray(Image.open(io.BytesIO(picture.data))).tolist() == [[0, 255]]


def test_a_coloured_frame_is_drawn_as_it_is() -> None:
    colours = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    picture = render(Frame(2, 3, 3, zlib.compress(colours.tobytes())), Window("", 0, 1))
    assert np.asarray(Image.open(io.BytesIO(picture.data))).tolist() == colours.tolist()


HEAD = Series(
    "CT", (frame([[0]]),) * 40, "HU", (Window("", 0, 1),), (1, 1), SpacingKind.PATIENT, {Fact.SLICE_THICKNESS_MM: "1"}
)


@pytest.mark.parametrize(
    ("series", "shows"),
    [
        (HEAD, True),
        (replace(HEAD, kept={**HEAD.kept, Fact.BODY_PART: "HEAD"}), True),
        (replace(HEAD, kept={**HEAD.kept, Fact.BODY_PART: "CHEST"}), False),
        (replace(HEAD, kept={Fact.SLICE_THICKNESS_MM: "5"}), False),
        (replace(HEAD, frames=HEAD.frames[:12]), False),
        (replace(HEAD, modality="CR"), False),
        (replace(HEAD, spacing_mm=(400, 400)), False),
        (replace(HEAD, spacing_mm=None), True),
    ],
)
def test_a_thin_sliced_head_may_show_a_face(series: Series, shows: bool) -> None:
    assert looking.may_show_face(series) is shows


def test_a_few_frames_are_searched_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[View] = []
    text = Region(RegionKind.FACE, Box(0, 0, 1, 1), None, 0.9)

    def find(view: View, _picture: Picture) -> tuple[Region, ...]:
        seen.append(view)
        return (text,)

    monkeypatch.setattr(looking, "find", find)
    study = looking.looked_at(Study((HEAD, replace(HEAD, frames=HEAD.frames[:1])), {}, frozenset()))
    assert len(seen) == 4
    assert {(view.width, view.height, len(view.pixels)) for view in seen} == {(1, 1, 3)}
    assert [one.regions for one in study.series] == [(text,)] * 2
    assert study.cautions == {Caution.TEXT_SEEN, Caution.FACE}


@pytest.mark.parametrize(
    ("width", "text", "score", "is_print"),
    [
        (100, "DOE^JANE", 0.97, True),
        (100, "Im: 3", 0.6, True),
        (100, "6", 0.99, False),
        (500, "A1", 0.6, False),
        (500, "DOE^JANE", 0.97, True),
        (100, None, 0.5, True),
        (100, None, 0.1, False),
        (500, None, 0.5, False),
    ],
)
def test_print_is_told_from_anatomy(width: int, text: str | None, score: float, *, is_print: bool) -> None:
    region = Region(RegionKind.TEXT, Box(0, 0, width, width // 2), text, score)
    assert looking.is_print(region, Frame(512, 512, 1, b"")) is is_print


def test_a_region_seen_in_three_frames_is_proposed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter(range(3))

    def find(_view: View, _picture: Picture) -> tuple[Region, ...]:
        shift = next(looks)
        name = Region(RegionKind.TEXT, Box(shift, 0, 20, 5), "DOE", 0.9)
        return (name, Region(RegionKind.TEXT, Box(40, 0, 20, 5), f"Im {shift}", 0.9))

    monkeypatch.setattr(looking, "find", find)
    large = Frame(100, 100, 1, zlib.compress(bytes(20_000)))
    (series,) = looking.looked_at(Study((replace(HEAD, frames=(large,) * 3),), {}, frozenset())).series
    assert sorted(region.text or "" for region in series.regions) == ["DOE", "Im 0", "Im 1", "Im 2"]


def test_frames_and_previews_do_not_print_their_pixels() -> None:
    assert "deflated" not in repr(HEAD)
