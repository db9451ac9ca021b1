"""The encoder reads words by their pieces, in windows, from any thread; what it says is blended with the field."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.deid.encoder import Encoder, encoder, tag_with
from medpeer.deid.lexicon import lexicon
from medpeer.deid.marks import marked
from medpeer.deid.model import tag
from medpeer.deid.pieces import Pieces
from medpeer.deid.signals import SLOTS, signals_of
from medpeer.deid.tagging import Tagging, blended
from medpeer.deid.tokens import tokenise

WORDS = ["[UNK]", "a", "b", "##b", "ab", "##bc", "heart", "##s", "##t"]
SENTENCE = "Spoke with her daughter Lucinda before the scan. "


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    """Give the model that ships with the engine."""
    found = encoder()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("word", "numbers"),
    [("heart", (6,)), ("hearts", (6, 7)), ("abbc", (4, 5)), ("abb", (4, 3)), ("ax", (0,)), ("b", (2,)), ("", ())],
)
def test_a_word_is_cut_into_the_longest_known_pieces(word: str, numbers: tuple[int, ...]) -> None:
    assert Pieces(WORDS).of(word) == numbers


@given(st.text(max_size=60))
def test_any_word_can_be_cut(word: str) -> None:
    assert len(Pieces(WORDS).of(word)) <= 40


def test_every_word_has_all_its_signals() -> None:
    tokens = tokenise("Mrs. Okafor, 58, c/o pain.\nBed 4\n\nα ｘ", lexicon())
    assert {len(told) for told in signals_of(marked(tokens, [], lexicon()))} == {SLOTS}


def test_each_token_is_answered_once(shipped: Encoder) -> None:
    table = lexicon()
    for text in ("", "x", SENTENCE * 60):
        tokens = tokenise(text, table)
        assert len(tag_with(shipped, tokens, signals_of(marked(tokens, [], table)))) == len(tokens)


def test_a_name_is_found_wherever_the_windows_are_cut(shipped: Encoder) -> None:
    table = lexicon()
    tokens = tokenise(SENTENCE * 60, table)
    found = tag_with(shipped, tokens, signals_of(marked(tokens, [], table)))
    assert all(mark.label == "NAME" for token, mark in zip(tokens, found, strict=True) if token.word == "lucinda")


def test_threads_get_the_same_answers() -> None:
    table = lexicon()
    tokens = tokenise(SENTENCE * 5, table)
    alone = tag(tokens, [], table)
    with ThreadPoolExecutor(4) as pool:
        assert all(one == alone for one in pool.map(lambda _: tag(tokens, [], table), range(12)))


def _said(probability: float, label: str = "NAME") -> Tagging:
    return Tagging(label, probability, begins=True)


def test_two_parts_that_agree_are_surer_than_one_that_does_not() -> None:
    both, one, none = blended(
        [_said(0.9), _said(0.9), _said(0.1, "O")],
        [_said(0.9), _said(0.1, "O"), _said(0.1, "O")],
    )
    assert both.probability > one.probability > none.probability


def test_the_surer_part_names_the_kind() -> None:
    (found,) = blended([_said(0.9, "LOCATION")], [_said(0.6, "NAME")])
    assert found.label == "LOCATION"


@given(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_the_blend_rises_with_each_part(fixed: float, rising: list[float]) -> None:
    marks = [_said(share) for share in sorted(rising)]
    still = [_said(fixed)] * len(marks)
    for found in (list(blended(marks, still)), list(blended(still, marks))):
        assert all(one.probability <= other.probability for one, other in pairwise(found))
