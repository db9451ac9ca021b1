"""The reviewed list is sound: every name can be found, and an abbreviation means what it most often means."""

import pytest

from medpeer.search.spelling import nearest_words
from medpeer.search.terms import CONCEPTS, by_keys, short_key, suggestions


def test_no_name_belongs_to_two_things() -> None:
    seen: dict[str, str] = {}
    for concept in CONCEPTS:
        for name in concept.names:
            assert seen.setdefault(name.casefold(), concept.name) == concept.name


def test_every_abbreviation_has_a_key() -> None:
    assert all(short_key(short) in by_keys() for concept in CONCEPTS for short in concept.short)


def test_what_is_meant_without_a_hint_is_what_is_most_often_meant() -> None:
    meant = {short: by_keys()[short_key(short)][0].name for short in ("PE", "MI", "MS", "AS", "MR", "DM", "PET", "BP")}
    assert meant == {
        "PE": "pulmonary embolism",
        "MI": "myocardial infarction",
        "MS": "multiple sclerosis",
        "AS": "aortic stenosis",
        "MR": "magnetic resonance imaging",
        "DM": "diabetes mellitus",
        "PET": "positron emission tomography",
        "BP": "blood pressure",
    }


def test_suggestions_are_the_lists_own_names() -> None:
    assert set(suggestions()) == {concept.name for concept in CONCEPTS}


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("pulmonry", "pulmonary"),
        ("tocilizumb", "tocilizumab"),
        ("thrombocytopnia", "thrombocytopenia"),
        ("haemodialisis", "haemodialysis"),
    ],
)
def test_a_slip_finds_the_word(typed: str, near: str) -> None:
    assert near in nearest_words(typed)


@pytest.mark.parametrize("typed", ["pulmonary", "GCA", "", "zzzzzz", '"', "sarcoidosis", "hemodialysis"])
def test_known_and_hopeless_words_offer_nothing(typed: str) -> None:
    assert nearest_words(typed) == ()
