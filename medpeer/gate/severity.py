"""What a finding asks of its author: the engine's word, the surface's rule, and what the topic and the author add."""

from typing import Final

from medpeer.deid import TELL_SCORE, Category, Severity, Span, engine_status
from medpeer.gate.surfaces import POLICIES, SENSITIVE_MUST_GO, SENSITIVE_TELL_SCORE, TIGHTENED_MUST_GO, Rule, Surface
from medpeer.gate.terms import Strictness, Terms

_NOTHING: Final[frozenset[Category]] = frozenset()


def least_score(terms: Terms) -> float:
    """Return from which score on an author is asked; ``terms`` hold the topics that count."""
    return SENSITIVE_TELL_SCORE if terms.topics else TELL_SCORE


def severity_of(span: Span, surface: Surface, terms: Terms) -> Severity | None:
    """Return what a finding asks for on ``surface``, or ``None`` where the surface allows it."""
    rule = POLICIES[surface].rules.get(span.category)
    if rule is Rule.ALLOW:
        return None
    if rule is Rule.MUST_GO or (span.category in _stricter(terms) and _is_usual(span)):
        return Severity.MUST_GO
    return Severity.TELL_AUTHOR if rule is Rule.TELL_AUTHOR else span.severity


def _is_usual(span: Span) -> bool:
    # What is asked about only because of the topic can be anything: its author must be able to say so.
    return span.score >= TELL_SCORE * engine_status().threshold_factor


def _stricter(terms: Terms) -> frozenset[Category]:
    tightened = TIGHTENED_MUST_GO if terms.strictness is Strictness.TIGHTENED else _NOTHING
    return tightened | (SENSITIVE_MUST_GO if terms.topics else _NOTHING)
