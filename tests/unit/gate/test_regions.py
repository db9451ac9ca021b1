"""What the gate makes of places in a picture, and which word of an author settles which."""

import pytest

from medpeer.deid import Category, Severity
from medpeer.gate import RegionAnswer, RegionReason, judge_regions
from medpeer.gate.regions import share_within
from medpeer.imaging import Box, Region, RegionKind


def text(words: str | None, top: int = 0) -> Region:
    return Region(RegionKind.TEXT, Box(0, top, 100, 20), words, 0.9)


def test_lines_are_judged_together_and_answered_one_by_one() -> None:
    name, number, mark = judge_regions([text("MRN 4471902", 40), text("DOE, JANE", 10), text("R", 80)])
    assert (name.text, name.severity, name.category) == ("DOE, JANE", Severity.MUST_GO, Category.NAME)
    assert (number.text, number.severity) == ("MRN 4471902", Severity.MUST_GO)
    assert (mark.text, mark.severity) == ("R", None)


def test_a_label_tells_what_stands_beside_it() -> None:
    # Sorted by their tops alone the value would come first, on a line of its own.
    label, value = (
        Region(RegionKind.TEXT, Box(0, 12, 90, 20), "Acc no:", 0.9),
        Region(RegionKind.TEXT, Box(400, 9, 90, 22), "553 118", 0.9),
    )
    found = {one.text: one.severity for one in judge_regions([label, value])}
    assert found["553 118"] is Severity.MUST_GO
    assert found["Acc no:"] is None


@pytest.mark.parametrize("mark", ["L", "R", "left", "PA", "ERECT", "Supine.", "cm"])
def test_the_markers_of_a_radiograph_are_no_names(mark: str) -> None:
    (found,) = judge_regions([text(mark)])
    assert found.severity is None


def test_what_nobody_read_and_faces_are_the_authors_call() -> None:
    face = Region(RegionKind.FACE, Box(0, 50, 80, 90), None, 0.8)
    unread, seen = judge_regions([text(None), face])
    assert (unread.severity, seen.severity) == (Severity.TELL_AUTHOR, Severity.TELL_AUTHOR)
    assert "JANE" not in repr(judge_regions([text("DOE, JANE")]))


def test_a_reason_is_for_one_kind_of_place_that_lies_where_it_says() -> None:
    (unread,) = judge_regions([text(None)])
    assert RegionAnswer(Box(0, 0, 100, 20), RegionReason.MARKER).covers(unread)
    assert RegionAnswer(Box(5, 2, 100, 20), RegionReason.MARKER).covers(unread)
    assert not RegionAnswer(Box(60, 0, 100, 20), RegionReason.MARKER).covers(unread)
    assert not RegionAnswer(Box(0, 0, 100, 20), RegionReason.NO_FACE).covers(unread)
    (name,) = judge_regions([text("MRN 4471902")])
    assert not RegionAnswer(Box(0, 0, 100, 20), RegionReason.MARKER).covers(name)


def test_the_share_of_a_box_in_another() -> None:
    whole = Box(0, 0, 10, 10)
    assert share_within(whole, whole) == 1
    assert share_within(Box(5, 0, 10, 10), whole) == 0.5
    assert share_within(Box(20, 20, 5, 5), whole) == 0
    assert share_within(Box(0, 0, 0, 0), whole) == 0
