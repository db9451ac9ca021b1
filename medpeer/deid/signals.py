# ruff: noqa: PLR2004 - counts are cut where the signals were tuned
"""What the encoder is told of each word beside its letters: form, lists, rules, and how the whole text is written.

A pre-trained encoder reads letters in lower case and knows no word lists; each signal is a short name, and the model
file holds the number of each name it learned from. A name it does not know counts for nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.features import case_of, line_heads, opens_sentence, rule_marks, study_of
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, Lexicon, level
from medpeer.deid.tokens import Token, place_levels
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

SLOTS: Final = 16
"""Signals of each word."""

Signals = tuple[str, ...]
"""The ``SLOTS`` signals of one word; an empty one says nothing."""


def signals_of(tokens: Sequence[Token], candidates: Iterable[Candidate], table: Lexicon) -> list[Signals]:
    """Return the signals of each token of a text."""
    places = place_levels(tokens, table)
    hits = rule_marks(tokens, candidates)
    case, study = case_of(tokens), study_of(tokens)
    heads = line_heads(tokens)
    lower = {token.word for token in tokens if token.shape == "x"}
    return [
        _signals(token, opens_sentence(tokens, at), token.word in lower)
        + (
            f"t={places[at]}" if places[at] else "",
            f"r={hits[at]}" if hits[at] else "",
            f"case={case}{token.shape}",
            f"study={study}{token.shape}",
            f"h={heads[at]}" if heads[at] else "",
        )
        for at, token in enumerate(tokens)
    ]


def _signals(token: Token, opens: bool, met_in_lower: bool) -> Signals:  # noqa: FBT001 - two facts of one word
    """Give the signals of a word by itself."""
    value = token.value
    if not token.word[0].isalpha():
        return (f"s={token.shape}", f"b={token.breaks}", *("",) * 9)
    return (
        f"s={token.shape}",
        f"b={token.breaks}",
        f"f={level(value, FIRST)}",
        f"l={level(value, LAST)}",
        f"w={level(value, WORD)}",
        f"m={level(value, MEDICAL)}",
        f"p={level(value, PLACE)}{'r' if level(value, REGION) else ''}",
        f"c={WORD_CLASS[token.word]}" if token.word in WORD_CLASS else "",
        "ep" if token.word in EPONYMS else "",
        f"open{token.shape}" if opens else "",
        f"lower{token.shape}" if met_in_lower and token.shape != "x" else "",
    )
