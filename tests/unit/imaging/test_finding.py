"""What the finders see, and that nothing passes where they fail."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from medpeer.imaging import (
    Box,
    ImageFault,
    ImagingError,
    Picture,
    Region,
    RegionKind,
    find_regions,
    finish,
    inspect,
    reads_text,
    transcribe,
)
from medpeer.imaging import finding as finding_module
from medpeer.imaging.finding import View, WarmWorker
from medpeer.imaging.looks import likely_text
from medpeer.imaging.message import Message
from tests.unit.imaging.files import printed, saved

needs_reader = pytest.mark.skipif(not reads_text(), reason="the optional reader is not installed")


def turned(data: bytes, degrees: int) -> bytes:
    return saved(Image.open(io.BytesIO(data)).rotate(degrees, expand=True), "PNG")


@needs_reader
@pytest.mark.parametrize("degrees", [0, 90, 180, 25])
def test_print_is_read_whichever_way_it_is_turned(degrees: int) -> None:
    found = inspect(turned(printed("HALLORAN, JANE"), degrees))
    assert found.reads_text
    assert "HALLORAN" in transcribe(found.regions).text


@needs_reader
def test_covered_print_cannot_be_read_any_more() -> None:
    found = inspect(printed("MRN 00482913"))
    done = finish(found.picture, [region.box for region in found.regions])
    assert find_regions(done.full) == ()


@needs_reader
def test_a_box_holds_the_print_it_was_proposed_for() -> None:
    found = inspect(printed("DOB 03/14/1957"))
    image = np.array(Image.open(io.BytesIO(found.picture.data)).convert("L"))
    for region in found.regions:
        box = region.box
        image[box.top : box.top + box.height, box.left : box.left + box.width] = 0
    assert image.max() < 60


@needs_reader
def test_a_picture_without_print_has_no_regions() -> None:
    grain = np.random.default_rng(3).normal(90, 6, (300, 400)).clip(0, 255).astype(np.uint8)
    assert inspect(saved(Image.fromarray(grain), "PNG")).regions == ()


def test_print_is_found_by_its_looks_alone() -> None:
    pixels = np.asarray(Image.open(io.BytesIO(printed("MRN 00482913"))).convert("RGB"))
    (first, *others) = likely_text(pixels)
    assert not others
    assert first["text"] is None
    assert first["left"] <= 22
    assert first["right"] >= 150
    assert likely_text(np.zeros((200, 300, 3), np.uint8)) == []


def test_view_must_have_the_size_its_sender_says() -> None:
    assert View.of([2, 1], b"123456").width == 2
    for size in ([2, 2], [0, 0], [-2, -1], [4096, 1], ["2", 1], None, [2], [2, 1, 1]):
        with pytest.raises(ImagingError):
            View.of(size, b"123456")


def test_a_finder_that_fails_lets_no_picture_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_module, "_WORKER", "tests.unit.imaging.workers")
    worker = WarmWorker()
    with pytest.raises(ImagingError):
        worker.ask(Message({"do": "crash"}))
    assert worker.ask(Message({"do": "print"})).facts["said"]
    worker.close()


def test_too_many_for_one_finder_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_module, "_QUEUE_S", 0.01)
    worker = WarmWorker()
    with worker._lock, pytest.raises(ImagingError) as caught:
        worker.ask(Message({}))
    assert caught.value.fault is ImageFault.BUSY


def test_a_transcript_stands_in_reading_order() -> None:
    def region(text: str | None, left: int, top: int, kind: RegionKind = RegionKind.TEXT) -> Region:
        return Region(kind, Box(left, top, 60, 20), text, 0.9)

    value, label, below = region("Halloran", 90, 12), region("Name:", 10, 10), region("DOB 1957", 10, 40)
    transcript = transcribe([below, value, label, region(None, 0, 0), region(None, 5, 5, RegionKind.FACE)])
    assert transcript.text == "Name: Halloran\nDOB 1957\n"
    assert transcript.regions_in(6, 14) == (value,)
    assert transcript.regions_in(0, 20) == (label, value, below)
    assert transcript.regions_in(5, 6) == ()


def test_a_picture_does_not_show_in_a_traceback() -> None:
    assert "secret" not in repr(Picture(b"secret", 1, 1, "image/png"))
    assert "secret" not in repr(transcribe([Region(RegionKind.TEXT, Box(0, 0, 9, 9), "secret", 1.0)]))


def drawn_face() -> bytes:
    """Return a face as a child draws it: no patient, and no face to a finder that is any good."""
    image = Image.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((80, 60, 320, 360), outline="black", width=4)
    pen.text((150, 180), "o   o", font=ImageFont.load_default(40), fill="black")
    return saved(image, "PNG")


@needs_reader
def test_a_manikin_is_no_face() -> None:
    assert not [one for one in inspect(drawn_face()).regions if one.kind is RegionKind.FACE]
