"""Characters that few texts hold: figures that are no numbers, marks over letters, signs that stand for phrases."""

import sys
from collections.abc import Iterator

import pytest

from medpeer.deid import find_identifiers
from medpeer.deid.categories import Category
from medpeer.deid.long_texts import redact
from medpeer.deid.lookalikes import fold
from medpeer.deid.marks import rule_marks
from medpeer.deid.normal import normalise
from medpeer.deid.tokens import Token, tokenise
from medpeer.deid.values import Candidate


def test_figures_that_are_no_numbers_are_read_over() -> None:
    figures = [char for char in map(chr, range(sys.maxunicode)) if char.isdigit() and not char.isdecimal()]
    assert "\u2776" in figures
    find_identifiers("aged " + " ".join(figures))


@pytest.mark.parametrize("mark", ["\u0301", "\u0323\u0301", "\ufe0f"])
def test_a_mark_goes_with_the_letter_it_is_written_over(mark: str) -> None:
    text = f"Mr. Rene{mark} was seen."
    (found,) = find_identifiers(text)
    assert text[found.start : found.end] == f"Mr. Rene{mark}"
    assert mark not in redact(text, [found])


def test_a_mark_behind_a_sign_of_several_letters_goes_with_all_of_them() -> None:
    folded = normalise("\ufb03\u0301x")
    assert folded.text == "ffix"
    assert [folded.original(at, at + 1) for at in range(4)] == [(0, 2), (0, 2), (0, 2), (2, 3)]


def test_a_mark_behind_markup_is_not_the_letters_before_it() -> None:
    folded = normalise("a**\u0301b")
    assert [folded.original(at, at + 1) for at in range(2)] == [(0, 1), (4, 5)]


def test_a_carriage_return_alone_ends_a_line() -> None:
    assert normalise("Pruitt\rMRN\r\nseen").text == "Pruitt\nMRN\nseen"


def test_no_character_makes_a_text_much_longer() -> None:
    assert max(len(fold(chr(code))) for code in range(sys.maxunicode)) <= 4
    assert fold("\ufdfa") == " "


class _Counted(list[Token]):
    """Tokens that count how often one is looked at."""

    looked_at = 0

    def __iter__(self) -> Iterator[Token]:
        for token in super().__iter__():
            self.looked_at += 1
            yield token


def test_hits_that_begin_inside_a_token_cost_no_walk_from_the_start() -> None:
    tokens = _Counted(tokenise("mid'january " * 300, {}))
    hits = [Candidate(token.start + 4, token.end, Category.DATE, 0.9, "date.month") for token in list(tokens)]
    tokens.looked_at = 0
    assert rule_marks(tokens, hits) == ["Bdate.month"] * 300
    assert tokens.looked_at <= 3 * len(tokens)
