# ruff: noqa: E501 - tables read best on one line
"""Details that together point at one person are named in plain words; clinical talk is not mistaken for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.deid import RiskLevel, mosaic

LEVELS = list(RiskLevel)
ALL = "A 43-year-old firefighter and twin from a small town in Vermont, on the news after the house fire on 3/4/2024, has a very rare disease."
DETAILS = (
    "A 43-year-old man.", "Seen on 3/4/2024.", "Lives in a small town.", "It was on the local news.", "He is a firefighter.", "She is a twin.", "A very rare disease.",
)  # fmt: skip


def test_all_kinds_together_are_high_with_a_reason_each() -> None:
    risk = mosaic(ALL)
    assert (risk.level, len(risk.reasons)) == (RiskLevel.HIGH, 7)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A 43-year-old man with sepsis", "An exact age is given."), ("67F, febrile", "An exact age is given."), ("aged 51", "An exact age is given."),
        ("came in on 14 March", "A day, a month or a feast is given."), ("since Christmas Eve", "A day, a month or a feast is given."),
        ("from a fishing village", "A small region or community is named or described."), ("the only midwife in our county", "A small region or community is named or described."),
        ("it was in the local paper", "An event is told that others may have heard of."), ("after a bus crash", "An event is told that others may have heard of."),
        ("a retired beekeeper", "An occupation or public office is given."), ("the mayor himself", "An occupation or public office is given."),
        ("an identical twin", "The family is described."), ("mother of five", "The family is described."),
        ("only the second known case", "A rare condition or procedure is named, or the case is called the first or only one."),
    ],
)  # fmt: skip
def test_a_detail_is_named_in_plain_words(text: str, reason: str) -> None:
    assert reason in mosaic(text).reasons


@pytest.mark.parametrize(
    "text",
    [
        "Adult with pneumonia, CURB-65 of 2.", "HIV viral load undetectable, viral panel negative.", "He crashed at 0300, crash cart at the bedside.", "Christmas disease, factor IX 4 %.",
        "Seen by the nurse and the surgeon.", "Rabies prophylaxis was given.", "A pilot study of 40 adults.", "Plane of dissection at the hiatus, islet cells normal.",
        "Strength 5/6, BP 120/80, give 3/12 of rifampicin.", "Plagued by reflux.", "T2-weighted image, a 5 m walk, 6 f/u visits.",
    ],
)  # fmt: skip
def test_clinical_talk_is_no_detail(text: str) -> None:
    assert mosaic(text).reasons == ()


@settings(max_examples=150, deadline=None)
@given(st.permutations(DETAILS), st.integers(0, len(DETAILS)))
def test_the_level_follows_the_number_of_kinds_and_not_their_order(details: list[str], count: int) -> None:
    risk = mosaic(" ".join(details[:count]))
    assert len(risk.reasons) == count
    assert risk.level is (RiskLevel.LOW if count < 2 else RiskLevel.MEDIUM if count < 4 else RiskLevel.HIGH)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(DETAILS))
def test_saying_more_never_makes_a_text_less_telling(text: str, more: str) -> None:
    before, after = mosaic(text), mosaic(f"{text}\n{more}")
    assert set(before.reasons) <= set(after.reasons)
    assert LEVELS.index(before.level) <= LEVELS.index(after.level)


@given(st.sampled_from(DETAILS), st.integers(1, 30))
def test_mentions_do_not_count_only_kinds(detail: str, times: int) -> None:
    assert mosaic(" ".join([detail] * times)) == mosaic(detail)


@pytest.mark.parametrize("reason", mosaic(ALL).reasons)
def test_a_reason_is_a_sentence(reason: str) -> None:
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert not any(char.isdigit() for char in reason)
