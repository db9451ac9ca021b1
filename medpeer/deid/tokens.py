# ruff: noqa: PLR2004 - tables read best on one line, and their numbers explain themselves
"""Cuts folded text into words, numbers and signs, with what the word lists know about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.lexicon import PLACE, PLACE_WORDS, WORD, Lexicon, level

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]{2,})?|\d+|[^\w\s]|_")
"""One character class a branch: no backtracking, so linear."""

LINE_BREAK: Final = 2
"""Least value of ``Token.breaks`` at which a line begins."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign: where it stands, its lower case, its shape, its packed lexicon value."""

    start: int
    end: int
    word: str
    shape: str
    value: int
    breaks: int
    """0 follows a blank, 1 is glued to the token before, 2 begins a line, 3 a paragraph or the text."""


def tokenise(text: str, table: Lexicon) -> list[Token]:
    """Cut ``text`` into tokens, in order."""
    tokens: list[Token] = []
    last = 0
    for hit in _TOKEN.finditer(text):
        start, end = hit.span()
        raw = hit.group()
        word = raw.lower()
        tokens.append(Token(start, end, word, _shape(raw), table.get(word, 0), _breaks(text, last, start)))
        last = end
    return tokens


def line_starts(tokens: Sequence[Token]) -> list[bool]:
    """Say of each token whether a line begins with it."""
    return [token.breaks >= LINE_BREAK for token in tokens]


def _breaks(text: str, last: int, start: int) -> int:
    """Say what parts a token from the one before."""
    if start == last:
        return 1 if start else 3
    lines = text.count("\n", last, start)
    return 0 if lines == 0 else 2 if lines == 1 else 3


def _shape(raw: str) -> str:
    """Give the form of a token: Xx, XX, X, x, xX, d1 to d9, or the sign itself."""
    if raw[0].isdigit():
        return f"d{min(len(raw), 9)}"
    return _letter_shape(raw) if raw[0].isalpha() else raw


def _letter_shape(raw: str) -> str:
    """Give the form of a word: o where its script has no letter case."""
    if raw.islower():
        return "x"
    if raw.isupper():
        return "XX" if len(raw) > 1 else "X"
    if raw[0].isupper():
        return "Xx" if raw[1:].islower() else "XxX"
    return "xX" if raw.lower() != raw else "o"


def place_levels(tokens: Sequence[Token], table: Lexicon) -> list[str]:
    """Mark the tokens of towns with names of two to four words: B or I and the level, else empty."""
    marks = [""] * len(tokens)
    at = 0
    while at < len(tokens):
        size = _place_size(tokens, at, table)
        if size:
            found = level(table[" ".join(token.word for token in tokens[at : at + size])], PLACE)
            marks[at : at + size] = [f"B{found}"] + [f"I{found}"] * (size - 1)
        at += max(size, 1)
    return marks


def _place_size(tokens: Sequence[Token], at: int, table: Lexicon) -> int:
    """Count the tokens of the longest town name of several words that begins at ``at``; 0 for none."""
    first = tokens[at]
    if not first.word[0].isalpha() or (
        level(first.value, WORD) >= 5 and first.shape == "x" and first.word not in {"new", "great"}
    ):
        return 0
    for size in range(min(PLACE_WORDS, len(tokens) - at), 1, -1):
        piece = tokens[at : at + size]
        if all(token.word[0].isalpha() and token.breaks == 0 for token in piece[1:]):
            value = table.get(" ".join(token.word for token in piece), 0)
            if level(value, PLACE):
                return size
    return 0
