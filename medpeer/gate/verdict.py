"""The gate's judgement of a text on a surface: pure, stores and logs nothing."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from medpeer.core.db import is_writing
from medpeer.deid import (
    Risk,
    RiskLevel,
    Severity,
    Span,
    Topic,
    find_identifiers,
    mosaic,
    sensitive_topics,
    suggest,
)
from medpeer.gate.errors import UnusableTextError
from medpeer.gate.findings import Finding, Verdict
from medpeer.gate.house import local_words
from medpeer.gate.raw import RawText
from medpeer.gate.severity import least_score, severity_of
from medpeer.gate.surfaces import POLICIES, Surface
from medpeer.gate.terms import USUAL_TERMS, Terms

# Marks that reorder what follows: a text could read otherwise than it is stored and checked.
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_usable(raw: RawText, surface: Surface) -> None:
    """Refuse a text that is empty, too long or hides what it says.

    Raises:
        UnusableTextError: with a sentence that says what to do.
    """
    policy, typed = POLICIES[surface], raw.open_for_check()
    if raw.is_blank() and not policy.blank_allowed:
        message = f"{policy.label} is empty. Write something first."
        raise UnusableTextError(message)
    if len(typed) > policy.max_chars:
        over = len(typed) - policy.max_chars
        message = (
            f"{policy.label} is {over:,} characters over the limit of {policy.max_chars:,}. Shorten it, or split it."
        )
        raise UnusableTextError(message)
    if any(char in _REORDERING for char in typed):
        message = f"{policy.label} holds hidden marks that reverse the reading direction. Paste it again as plain text."
        raise UnusableTextError(message)
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in typed):
        message = f"{policy.label} holds control characters. Paste it again as plain text."
        raise UnusableTextError(message)


def topics_of(raw: RawText, surface: Surface) -> frozenset[Topic]:
    """Return the sensitive topics that a text touches on; none where the surface does not speak of patients."""
    return sensitive_topics(raw.open_for_check()) if POLICIES[surface].clinical else frozenset()


def judge(raw: RawText, surface: Surface, terms: Terms = USUAL_TERMS) -> Verdict:
    """Return the verdict on the whole of ``raw``, with the house's own words in use.

    Stores nothing. ``check_usable`` comes first, for time grows with length.

    Raises:
        RuntimeError: a write transaction is open, and all other writing would wait for the engine.
    """
    if is_writing():
        message = "a text is judged before its transaction, not in it"
        raise RuntimeError(message)
    text, known = raw.open_for_check(), _with_topics(raw, surface, terms)
    spans = find_identifiers(text, threshold=least_score(known), words=local_words())
    kept = [(span, severity) for span in spans if (severity := severity_of(span, surface, known))]
    findings, whole = tuple(_findings(text, kept)), mosaic(text)
    return Verdict(
        findings,
        _risk(whole, findings, known.topics),
        known.topics,
        recognisable=bool(known.topics) and whole.level is not RiskLevel.LOW,
    )


def _with_topics(raw: RawText, surface: Surface, terms: Terms) -> Terms:
    """Return the terms with every topic that counts: the text's own and its place's."""
    topics = terms.topics | topics_of(raw, surface) if POLICIES[surface].clinical else frozenset[Topic]()
    return replace(terms, topics=topics)


def _findings(text: str, kept: Sequence[tuple[Span, Severity]]) -> Iterator[Finding]:
    texts = suggest(text, [span for span, _ in kept])
    for (span, severity), better in zip(kept, texts, strict=True):
        yield Finding(
            # With the title before a name: the suggestion stands for both.
            start=better.start,
            end=better.end,
            category=span.category,
            severity=severity,
            label=span.category.label,
            why=span.category.why,
            replacement=better.replacement,
            button=better.label,
        )


def judge_start(raw: RawText, surface: Surface, terms: Terms = USUAL_TERMS) -> Verdict:
    """Return the verdict on as much of ``raw`` as the surface takes: for showing it to its author, not for storing."""
    return judge(RawText(raw.open_for_check()[: POLICIES[surface].max_chars]), surface, terms)


def _risk(rest: Risk, findings: tuple[Finding, ...], topics: frozenset[Topic]) -> Risk:
    """Return how identifying the text is as it stands: a name alone makes it high, whatever the rest is like."""
    reasons = (*_why_stricter(topics), *rest.reasons)
    if not any(found.severity is Severity.MUST_GO for found in findings):
        return Risk(rest.level, reasons)
    reason = f"What must go identifies by itself. Without it this would be {rest.level.value}."
    return Risk(RiskLevel.HIGH, (reason, *reasons))


def _why_stricter(topics: frozenset[Topic]) -> Iterator[str]:
    if topics:
        about = " and ".join(topic.label for topic in Topic if topic in topics)
        yield f"It touches on {about}, where being recognised does more harm: places must go and more is asked about."
