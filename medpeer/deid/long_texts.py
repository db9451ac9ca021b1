"""Texts of any length: read in stretches that the engine takes, and written again without their identifiers."""

from collections.abc import Sequence
from dataclasses import replace

from medpeer.deid.engine import find_identifiers
from medpeer.deid.local_words import LocalWords
from medpeer.deid.suggest import suggest
from medpeer.deid.thresholds import TELL_SCORE
from medpeer.deid.values import MAX_TEXT_CHARS, Span


def find_in_long(text: str, *, threshold: float = TELL_SCORE, words: LocalWords | None = None) -> list[Span]:
    """Find identifiers in a text of any length, in stretches cut at line or word ends."""
    found: list[Span] = []
    at = 0
    while at < len(text):
        end = _cut(text, at)
        found.extend(
            replace(span, start=span.start + at, end=span.end + at)
            for span in find_identifiers(text[at:end], threshold=threshold, words=words)
        )
        at = end
    return found


def _cut(text: str, at: int) -> int:
    """Give the end of the stretch that starts at ``at``: after a line or a blank where there is one near."""
    end = at + MAX_TEXT_CHARS
    if end >= len(text):
        return len(text)
    for mark in ("\n", " "):
        near = text.rfind(mark, end - 2000, end)
        if near > at:
            return near + 1
    return end


def redact(text: str, spans: Sequence[Span]) -> str:
    """Give ``text`` with each of ``spans`` replaced by its suggestion."""
    pieces: list[str] = []
    at = 0
    for instead in suggest(text, spans):
        pieces += [text[at : instead.start], instead.replacement]
        at = instead.end
    return "".join([*pieces, text[at:]])
