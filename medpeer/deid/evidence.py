"""What the model finds by itself: runs of tokens with one label, and the kind of evidence each of them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.jargon import BUILT, is_jargon, is_measured, is_other_word, listed
from medpeer.deid.lexicon import FIRST, LAST
from medpeer.deid.marks import opens_sentence
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
_PLAIN_LABELS: Final = {"DATE": Evidence.DATE, "AGE": Evidence.AGE, "ID": Evidence.NUMBER}
_LEAD_WORDS: Final = 2
_CITED_WITHIN: Final = 4
_YEAR: Final = re.compile(r"(?:19[6-9]|20[0-3])\d")
_NAME_LEADS: Final = frozenset({"title", "kin", "intro", "patient", "clinician"})
_PLACE_LEADS: Final = frozenset({"place_in", "transfer"})
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
            yield Run(start, stop, label, probability, _evidence(tokens, start, stop, label))
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


def _evidence(tokens: Sequence[Token], start: int, end: int, label: str) -> Evidence:
    """Give the kind of evidence that a run is."""
    if label == "NAME":
        return _name_evidence(tokens, start, end)
    if label == "LOCATION":
        return _place_evidence(tokens, start, end)
    return _PLAIN_LABELS[label]


def _name_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a name: in full, led to by a word for a person, cited, listed, unknown, or mostly met as something else."""
    if _is_cited(tokens, start, end):
        return Evidence.CITED
    words = [token for token in tokens[start:end] if token.word[0].isalpha()]
    if sum(not is_other_word(token) for token in words) > 1:
        return Evidence.NAME_FULL
    if _is_led(tokens, start, _NAME_LEADS):
        return Evidence.NAME_LED
    if not words or all(is_other_word(token) for token in words):
        return Evidence.NAME_DOUBTFUL
    if not any(listed(token, FIRST, LAST) for token in words):
        return Evidence.NAME_UNKNOWN
    opens = len(words) == 1 and opens_sentence(tokens, start)
    return Evidence.NAME_OPENING if opens else Evidence.NAME_LISTED


def _place_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a place: with a word for a building, street or ward, led to by a word, bare, or mostly something else."""
    if _is_cited(tokens, start, end):
        return Evidence.CITED
    if any(WORD_CLASS.get(token.word) in BUILT for token in tokens[start:end]):
        return Evidence.PLACE_BUILT
    if _is_led(tokens, start, _PLACE_LEADS):
        return Evidence.PLACE_LED
    words = [token for token in tokens[start:end] if token.word[0].isalpha()]
    return Evidence.PLACE_DOUBTFUL if all(is_other_word(token) for token in words) else Evidence.PLACE_BARE


def _is_cited(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Say whether a year, a journal or a study stands beside a run: then it is an author or a cohort."""
    after = [token for token in tokens[end : end + _CITED_WITHIN] if token.word[0].isalnum()][:_LEAD_WORDS]
    if any(_YEAR.fullmatch(token.word) for token in after[:1]):
        return True
    if any(WORD_CLASS.get(token.word) == "cite" for token in after):
        return True
    before = tokens[start - 1 : start] if start else []
    return any(WORD_CLASS.get(token.word) == "cite" or token.word in {"vs", "per"} for token in before)


def _is_led(tokens: Sequence[Token], start: int, classes: frozenset[str]) -> bool:
    """Say whether one of the two tokens before a run, in its sentence, leads to it."""
    for token in reversed(tokens[max(0, start - _LEAD_WORDS) : start]):
        if token.word in {".", ";", "?", "!"}:
            return False
        if WORD_CLASS.get(token.word) in classes:
            return True
    return False


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
