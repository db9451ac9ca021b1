# ruff: noqa: E501 - tables read best on one line
"""A replacement keeps what medicine needs: who is who, and how many days lay between."""

import pytest

from medpeer.deid import RiskLevel, find_identifiers, mosaic, suggest
from medpeer.deid.suggest import read_date


def _replacements(text: str) -> list[tuple[str, str]]:
    spans = find_identifiers(text)
    return [(text[s.start : s.end], g.replacement) for s, g in zip(spans, suggest(text, spans), strict=True)]


def test_the_same_person_keeps_the_same_placeholder() -> None:
    found = dict(_replacements("Mr. Delroy Pruitt came with his wife Rosa Diaz. Mr. Pruitt was pale."))
    assert found["Delroy Pruitt"] == found["Pruitt"] == "[person A]"
    assert found["Rosa Diaz"] == "[person B]"


def test_dates_keep_their_intervals() -> None:
    found = _replacements("Admitted on 14 March 2024, operated on 3/17/2024, first seen on 29 February 2024.")
    assert [replacement for _, replacement in found] == ["D0", "D+3", "D\u221214"]


def test_a_high_age_becomes_a_band() -> None:
    assert _replacements("A 94-year-old woman fell.") == [("94", "over 89")]


def test_the_button_names_what_it_does() -> None:
    text = "A 94-year-old man, MRN 00381-7742."
    labels = [instead.label for instead in suggest(text, find_identifiers(text))]
    assert labels == ["Use \u201cover 89\u201d", "Remove it"]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("14 March 2024", (2024, 3, 14)), ("March 14th, 2024", (2024, 3, 14)), ("2024-03-14", (2024, 3, 14)), ("3/14/24", (2024, 3, 14)),
        ("14/3/2024", (2024, 3, 14)), ("14 Mar", (None, 3, 14)), ("3/14", (None, 3, 14)), ("20240314", (2024, 3, 14)), ("March", None), ("the 14th", None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_forms_people_use(words: str, read: tuple[int | None, int, int] | None) -> None:
    assert read_date(words) == read


def test_details_that_together_point_at_one_person_are_named() -> None:
    risk = mosaic(
        "A 43-year-old firefighter and twin from a small town in Vermont, on the news after the house fire on 3/4/2024."
    )
    assert risk.level is RiskLevel.HIGH
    assert len(risk.reasons) >= 4
    assert mosaic("Adult with pneumonia, CURB-65 of 2.").level is RiskLevel.LOW
