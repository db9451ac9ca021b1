"""Undoes what a scanner misreads: letters for figures in a number, figures for letters in a word."""

from collections.abc import Callable
from typing import Any, Final

import re2

_MISREAD: Final = re2.compile(r"[A-Za-z][015][a-z]|[0-9/-][OlISB|][0-9/-]|[0-9][OlISB]|\b[OlISB][0-9]|\b[OlISB]\s[A-Z]")
_FIGURE_IN_WORD: Final = re2.compile(r"\b(?:[A-Z]?[a-z]{2,}[015][a-z]{2,}|[A-Z][015][a-z]{3,})\b")
_LETTER_IN_NUMBER: Final = re2.compile(r"\b[0-9OlISB](?:[-/.]?[0-9OlISB]){3,}\b")
_MONTH: Final = (
    r"(?i:jan(?:uary)?|f[ec]b(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|s[ec]pt?(?:[ec]mb[ec]r)?|oct(?:ob[ec]r)?|"
    r"nov(?:[ec]mb[ec]r)?|d[ec]c(?:[ec]mb[ec]r)?)"
)
_DAY: Final = r"[0-9OlISB]{1,2}"
_YEAR: Final = r"[12lI][09OB][0-9OlISB]{2}"
_BY_MONTH: Final = (
    re2.compile(rf"\b{_MONTH}\.?[ -]({_DAY}(?:st|nd|rd|th)?[,-]? ?{_YEAR})\b"),
    re2.compile(rf"\b({_DAY})[ -]{_MONTH}[ -]{_YEAR}\b"),
    re2.compile(rf"\b{_MONTH}[ -]({_YEAR})\b"),
)
_TO_LETTERS: Final = str.maketrans("015", "ols")
_TO_FIGURES: Final = str.maketrans("OlISB", "01158")
_CODE_CHARS: Final = 7
"""Fewest characters of a number that may begin with a letter: shorter ones are codes, vertebrae and vitamins."""


def unscanned(text: str) -> str:
    """Undo what a scanner misreads, letter for figure and figure for letter; the length stays the same."""
    if not _MISREAD.search(text):
        return text
    text = _replaced(_FIGURE_IN_WORD, text, lambda word: word.translate(_TO_LETTERS))
    text = _replaced(_LETTER_IN_NUMBER, text, _figures)
    for pattern in _BY_MONTH:
        text = _replaced(pattern, text, lambda word: word.translate(_TO_FIGURES))
    return text


def _figures(word: str) -> str:
    """Give the figures of a number that was misread; unchanged where too few of its characters are figures."""
    figures = sum(char.isdigit() for char in word)
    letters = sum(char.isalpha() for char in word)
    if not letters or figures < 2 * letters:
        return word
    if word[0].isalpha() and ("." in word or figures + letters < _CODE_CHARS - ("/" in word)):
        return word
    return word.translate(_TO_FIGURES)


def _replaced(pattern: Any, text: str, change: Callable[[str], str]) -> str:
    """Change the hits of ``pattern``, or of its group where that took part, to strings of the same length."""
    pieces: list[str] = []
    at = 0
    for hit in pattern.finditer(text):
        start, end = hit.span(hit.lastindex or 0)
        pieces += [text[at:start], change(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])
