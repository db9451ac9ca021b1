"""Names are sorted by what speaks for them: a common pair, a title before them, the sentence."""

import pytest

from medpeer.deid import find_identifiers
from medpeer.deid.lexicon import lexicon
from medpeer.deid.sorting import evidence_of
from medpeer.deid.thresholds import Evidence
from medpeer.deid.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "start", "end", "evidence"),
    [
        ("in John Smith today", 1, 3, Evidence.NAME_PAIR),
        ("in John S. today", 1, 3, Evidence.NAME_PAIR),
        ("in Red Book advice", 1, 3, Evidence.NAME_DOUBTFUL),
        ("under Dr. Barnes today", 3, 4, Evidence.NAME_LED),
        ("said so. Barnes agreed", 3, 4, Evidence.NAME_OPENING),
        ("as Barnes 2019 showed", 1, 2, Evidence.CITED),
    ],
)
def test_a_name_is_sorted_by_what_speaks_for_it(text: str, start: int, end: int, evidence: Evidence) -> None:
    assert evidence_of(tokenise(text, lexicon()), start, end, "NAME") is evidence


@pytest.mark.parametrize("name", ["John Smith", "Mary Jones", "David Wilson", "Robert Johnson", "Mohammed Khan"])
@pytest.mark.parametrize(
    "text",
    [
        "Would you give a statin to {}, a 58-year-old who had a stent last year?",
        "{} is a 44-year-old teacher with new psoriasis.",
        "I reviewed {} this morning with the team.",
    ],
)
def test_the_commonest_names_are_found_though_medicine_uses_their_words(name: str, text: str) -> None:
    post = text.format(name)
    assert [post[span.start : span.end] for span in find_identifiers(post)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "an Austin Flint murmur",
        "the MD Anderson protocol",
        "on X-Ray Knee views",
        "Mary Jones et al 2019",
        "Left Eye 20/40",
    ],
)
def test_what_only_looks_like_a_name_in_full_is_left(text: str) -> None:
    assert not find_identifiers(text)
