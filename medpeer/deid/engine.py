"""The one question the engine answers: where in this text is something that could identify a patient."""

from collections.abc import Iterable, Iterator
from typing import Final

from medpeer.deid.categories import Category, Severity
from medpeer.deid.normal import Normalised, normalise
from medpeer.deid.rules import contacts, dates, names, numbers, places
from medpeer.deid.rules.rule import run
from medpeer.deid.values import MAX_TEXT_CHARS, Candidate, Span, TextTooLongError

_CERTAIN: Final = 0.75
"""At this score a finding must go; below it the author is told and may decide."""

_RULES: Final = (*contacts.RULES, *numbers.RULES, *dates.RULES, *places.RULES, *names.RULES)


def find_identifiers(text: str, *, threshold: float = 0.5) -> tuple[Span, ...]:
    """Return the identifier spans of ``text``, ordered by start and never overlapping.

    Offsets are half-open ``[start, end)`` in Unicode code points of ``text`` as given (not normalised).
    ``threshold`` is the least score in 0..1 that counts; lower finds more and is wrong more often.
    Categories follow 45 CFR 164.514(b)(2)(i)(A)-(R). Pure: no I/O but the engine's own lists, safe from any thread.

    Raises:
        TextTooLongError: ``text`` has more than ``MAX_TEXT_CHARS`` code points.
    """
    if len(text) > MAX_TEXT_CHARS:
        raise TextTooLongError(len(text))
    folded = normalise(text)
    likely = [found for found in _candidates(folded.text) if found.score >= threshold]
    return tuple(_spans(folded, _settle(likely)))


def _candidates(text: str) -> Iterator[Candidate]:
    """Yield every candidate in the folded text, trimmed of blanks at its ends."""
    for found in run(_RULES, text):
        word = text[found.start : found.end]
        start = found.start + len(word) - len(word.lstrip())
        end = found.end - len(word) + len(word.rstrip())
        if start < end:
            fax = found.category is Category.PHONE and contacts.is_fax(text, start)
            category = Category.FAX if fax else found.category
            yield Candidate(start, end, category, found.score, found.rule, found.soft)


def _settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Join overlapping candidates into one, which keeps the category of the strongest; ordered by start."""
    settled: list[Candidate] = []
    for found in sorted(candidates, key=lambda one: (one.start, -one.end, -one.score)):
        if settled and found.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], found)
        else:
            settled.append(found)
    return settled


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """Cover both ranges; the higher score decides what it is, the longer range at equal scores."""
    best = max(one, other, key=lambda found: (found.score, found.end - found.start))
    return Candidate(
        min(one.start, other.start), max(one.end, other.end), best.category, best.score, best.rule, one.soft and other.soft
    )


def _spans(folded: Normalised, settled: Iterable[Candidate]) -> Iterator[Span]:
    """Carry the findings back to the text as given."""
    last = 0
    for found in settled:
        start, end = folded.original(found.start, found.end)
        start = max(start, last)
        if start < end:
            yield Span(start, end, found.category, round(found.score, 3), _severity(found), found.rule)
            last = end


def _severity(found: Candidate) -> Severity:
    """Decide whether a finding must go or is the author's call."""
    return Severity.MUST_GO if found.score >= _CERTAIN and not found.soft else Severity.TELL_AUTHOR
