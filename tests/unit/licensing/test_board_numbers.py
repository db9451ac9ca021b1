"""Licence numbers in boards' files."""

import pytest

from medpeer.licensing.boards.manifest import NumberStep
from medpeer.licensing.boards.numbers import may_be_same, normalise, number_key


@pytest.mark.parametrize(
    ("typed", "held", "state"),
    [
        ("60012345", "MD60012345", "WA"),
        ("MD-6001 2345", "MD60012345", "WA"),
        ("WA MD60012345", "MD60012345", "WA"),
        ("12345", "ME0012345", "FL"),
        ("ME 12345", "ME12345", "FL"),
        ("ME12345", "12345", "FL"),
        ("0012345", "12345", "TX"),
        ("6045123", "6045123", "GB"),
    ],
)
def test_spellings_of_one_licence_meet(typed: str, held: str, state: str) -> None:
    assert number_key(typed, state) == number_key(held, state)
    assert may_be_same(typed, held, state)


@pytest.mark.parametrize(
    ("typed", "held", "state"),
    [("ME12345", "OS12345", "FL"), ("MD12345", "DO12345", "WA"), ("A12345", "G12345", "CA"), ("12345", "12354", "TX")],
)
def test_other_licences_do_not(typed: str, held: str, state: str) -> None:
    assert not may_be_same(typed, held, state)


@pytest.mark.parametrize("empty", ["", "$$$$$$$$$", "********", "_________", "---"])
def test_a_masked_number_is_none(empty: str) -> None:
    assert number_key(empty, "WA") == ""
    assert not may_be_same(empty, empty, "WA")


@pytest.mark.parametrize(
    ("steps", "given", "wanted"),
    [
        ((NumberStep.UPPER, NumberStep.STRIP_NONALNUM), " md-60.012 ", "MD60012"),
        ((NumberStep.STRIP_LEADING_ZEROS,), "00120", "120"),
        ((NumberStep.STRIP_LEADING_LETTERS,), "ME00120", "00120"),
        ((NumberStep.DIGITS_ONLY,), "C 604-5123", "6045123"),
    ],
)
def test_steps_are_done_in_their_order(steps: tuple[NumberStep, ...], given: str, wanted: str) -> None:
    assert normalise(given, steps) == wanted
