"""What the model finds by itself: runs of tokens with one label, and the kind of evidence each of them is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.jargon import is_jargon, is_measured
from medpeer.deid.sorting import evidence_of
from medpeer.deid.tagging import Tagging
from medpeer.deid.thresholds import Evidence, score_of
from medpeer.deid.tokens import Token
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

LEAST: Final = 0.05
"""Probability under which the model is not heard at all."""

_CATEGORIES: Final = {
    "NAME": Category.NAME,
    "LOCATION": Category.LOCATION,
    "DATE": Category.DATE,
    "AGE": Category.DATE,
    "ID": Category.OTHER,
}
_KEPT_TITLES: Final = frozenset({"sr", "father", "sister"})


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens ``[start, end)`` with one label, their highest probability, and what else speaks for them."""

    start: int
    end: int
    label: str
    probability: float
    evidence: Evidence


def modelled(tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Candidate]:
    """Yield what the model found by itself."""
    for one in runs(tokens, tags):
        name = "age.model" if one.label == "AGE" else f"model.{one.evidence}"
        yield Candidate(
            tokens[one.start].start,
            tokens[one.end - 1].end,
            _CATEGORIES[one.label],
            score_of(one.evidence, one.probability),
            name,
            one.label == "AGE",
        )


def runs(tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Run]:
    """Yield the runs of one label that are not jargon, in order."""
    at = 0
    while at < len(tokens):
        label = tags[at].label
        if label == "O" or tags[at].probability < LEAST:
            at += 1
            continue
        end = _run_end(tags, at)
        start, stop = _trimmed(tokens, tags, at, end)
        if start < stop and not is_jargon(tokens[start:stop], label) and not is_measured(tokens, stop, label):
            probability = max(one.probability for one in tags[at:end])
            yield Run(start, stop, label, probability, evidence_of(tokens, start, stop, label))
        at = end


def _run_end(tags: Sequence[Tagging], at: int) -> int:
    """Give the end of the run that begins at ``at``."""
    end = at + 1
    while (
        end < len(tags)
        and tags[end].label == tags[at].label
        and tags[end].probability >= LEAST
        and not tags[end].begins
    ):
        end += 1
    return end


def _trimmed(tokens: Sequence[Token], tags: Sequence[Tagging], start: int, end: int) -> tuple[int, int]:
    """Cut titles, signs and words of much lower probability from both ends of a run."""
    least = 0.3 * max(mark.probability for mark in tags[start:end])
    while start < end and _is_edge(tokens[start], tags[start], least):
        start += 1
    while start < end and _is_edge(tokens[end - 1], tags[end - 1], least):
        end -= 1
    return _with_article(tokens, tags[start].label if start < end else "", start), end


def _with_article(tokens: Sequence[Token], label: str, start: int) -> int:
    """Take the article of a day into the run: "the 9th" is one date."""
    led = label == "DATE" and start > 0 and tokens[start].word[0].isdigit() and tokens[start].breaks == 0
    return start - 1 if led and tokens[start - 1].word == "the" else start


def _is_edge(token: Token, mark: Tagging, least: float) -> bool:
    """Say whether a token at the end of a run does not belong to it."""
    if mark.probability < least or not (token.word[0].isalnum() or token.word in "+(@#*"):
        return True
    return mark.label == "NAME" and WORD_CLASS.get(token.word) == "title" and token.word not in _KEPT_TITLES
