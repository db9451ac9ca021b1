"""Licence numbers in boards' files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("205773-1", "205773", "NY"),
        ("NYS 205773/01", "0205773-1", "NY"),
        ("B3659 MD", "B3659", "TX"),
        ("3659 (MD)", "B3659", "TX"),
        ("B3659, TX", "TMB B3659", "TX"),
        ("A12345 MD", "12345", "CA"),
        ("A12345 MD", "MD12345", "CA"),
        ("SYN-20749 MD", "SYN20749", "OR"),
        ("60012345 DO", "OP60012345", "WA"),
        ("12345ME", "License No. ME0012345 FL", "FL"),
    ],
)
def test_spellings_of_one_licence_meet(typed: str, held: str, state: str) -> None:
    assert number_key(typed, state) == number_key(held, state)
    assert may_be_same(typed, held, state)
    assert may_be_same(held, typed, state)


@pytest.mark.parametrize(
    ("typed", "held", "state"),
    [
        ("ME12345", "OS12345", "FL"),
        ("12345 ME", "12345 OS", "FL"),
        ("MD12345", "DO12345", "WA"),
        ("60012345 MD", "OP60012345", "WA"),
        ("MD60012345", "PA60012345", "WA"),
        ("A12345", "G12345", "CA"),
        ("A12345 MD", "G12345 MD", "CA"),
        ("A12345 MD", "A12345 DO", "CA"),
        ("12345", "12354", "TX"),
        ("1234-5", "1234", "NY"),
    ],
)
def test_other_licences_do_not(typed: str, held: str, state: str) -> None:
    assert not may_be_same(typed, held, state)
    assert not may_be_same(held, typed, state)


@given(st.text("ABDEFLMOS01234 -/,", max_size=12), st.text("ABDEFLMOS01234 -/,", max_size=12))
def test_a_key_is_its_own_key_and_two_numbers_that_may_be_one_share_it(one: str, other: str) -> None:
    key = number_key(one, "FL")
    assert number_key(key, "FL") == key
    assert may_be_same(one, one, "FL") is bool(key)
    assert may_be_same(one, other, "FL") is may_be_same(other, one, "FL")
    assert not may_be_same(one, other, "FL") or key == number_key(other, "FL")


@pytest.mark.parametrize("empty", ["", "$$$$$$$$$", "********", "_________", "---"])
def test_a_masked_number_is_none(empty: str) -> None:
    assert number_key(empty, "WA") == ""
    assert not may_be_same(empty, empty, "WA")


@pytest.mark.parametrize(
    ("steps", "given", "wanted"),
    [
        ((NumberStep.UPPER, NumberStep.STRIP_NONALNUM), " md-60.012 ", "MD60012"),
        ((NumberStep.STRIP_NONALNUM,), "205773-01", "205773"),
        ((NumberStep.STRIP_LEADING_ZEROS,), "00120", "120"),
        ((NumberStep.STRIP_LEADING_LETTERS,), "ME00120", "00120"),
        ((NumberStep.DIGITS_ONLY,), "C 604-5123", "6045123"),
        ((NumberStep.DIGITS_ONLY,), "C 604512/3", "604512"),
    ],
)
def test_steps_are_done_in_their_order(steps: tuple[NumberStep, ...], given: str, wanted: str) -> None:
    assert normalise(given, steps) == wanted
