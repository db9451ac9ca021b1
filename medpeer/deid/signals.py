"""What the encoder is told of each word beside its letters: form, lists, rules, and how the whole text is written.

A pre-trained encoder reads letters in lower case and knows no word lists; each signal is a short name, and the model
file holds the number of each name it learned from. A name it does not know counts for nothing.
"""

from typing import Final

from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, level
from medpeer.deid.marks import Marked
from medpeer.deid.tokens import Token
from medpeer.deid.words import WORD_CLASS

SLOTS: Final = 16
"""Signals of each word."""

Signals = tuple[str, ...]
"""The ``SLOTS`` signals of one word; an empty one says nothing."""


def signals_of(marked: Marked) -> list[Signals]:
    """Return the signals of each token of a text."""
    tokens, places, hits, heads = marked.tokens, marked.places, marked.hits, marked.heads
    lower = {token.word for token in tokens if token.shape == "x"}
    rows = []
    for at, token in enumerate(tokens):
        around = (places[at] and f"t={places[at]}", hits[at] and f"r={hits[at]}", heads[at] and f"h={heads[at]}")
        whole = (f"case={marked.case}{token.shape}", f"study={marked.study}{token.shape}")
        rows.append((*_signals(token, marked.opens(at), token.word in lower), *around, *whole))
    return rows


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
