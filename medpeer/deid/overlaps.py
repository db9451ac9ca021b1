"""Joins what several rules and the model say about one stretch of text into one finding."""

from collections.abc import Iterable

from medpeer.deid.values import Candidate


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Join overlapping candidates into one, which keeps the category of the strongest; ordered by start."""
    settled: list[Candidate] = []
    for found in sorted(candidates, key=lambda one: (one.start, -one.end, -one.score)):
        if settled and found.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], found)
        else:
            settled.append(found)
    return settled


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """Cover both ranges; a rule's word for it goes before the model's, then the higher score."""
    best = max(one, other, key=_strength)
    score = max(one.score, other.score)
    soft = best.soft and all(part.soft or _says_no_more(part, best) for part in (one, other))
    return Candidate(min(one.start, other.start), max(one.end, other.end), best.category, score, best.rule, soft)


def _says_no_more(found: Candidate, best: Candidate) -> bool:
    """Say whether the model found only what a rule knows to be the author's call."""
    return found.rule.startswith("model.") and best.start <= found.start and found.end <= best.end


def _strength(found: Candidate) -> tuple[bool, float, int]:
    """Give what decides which of two candidates names the finding."""
    return not found.rule.startswith("model."), found.score, found.end - found.start
