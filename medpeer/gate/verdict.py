"""The gate's judgement of a text on a surface: pure, stores and logs nothing."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from medpeer.core.db import is_writing
from medpeer.deid import Risk, RiskLevel, Severity, Span, find_identifiers, mosaic, suggest
from medpeer.gate.errors import UnusableTextError
from medpeer.gate.findings import Attestation, Finding
from medpeer.gate.house import local_words
from medpeer.gate.raw import RawText
from medpeer.gate.surfaces import POLICIES, Rule, Surface

# Marks that reorder what follows: a text could read otherwise than it is stored and checked.
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one text in order, and how identifying the whole is."""

    findings: tuple[Finding, ...]
    risk: Risk

    def open_findings(self, attestations: Iterable[Attestation]) -> tuple[Finding, ...]:
        """Return the findings that still stand in the way of storing."""
        given = tuple(attestations)
        return tuple(found for found in self.findings if not any(word.covers(found) for word in given))


def check_usable(raw: RawText, surface: Surface) -> None:
    """Refuse a text that is empty, too long or hides what it says.

    Raises:
        UnusableTextError: with a sentence that says what to do.
    """
    policy, typed = POLICIES[surface], raw.open_for_check()
    if raw.is_blank() and not policy.blank_allowed:
        message = f"{policy.label} is empty. Write something before posting."
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


def judge(raw: RawText, surface: Surface) -> Verdict:
    """Return the verdict on the whole of ``raw``, with the house's own words in use.

    Stores nothing. ``check_usable`` comes first, for time grows with length.

    Raises:
        RuntimeError: a write transaction is open, and all other writing would wait for the engine.
    """
    if is_writing():
        message = "a text is judged before its transaction, not in it"
        raise RuntimeError(message)
    text = raw.open_for_check()
    spans = find_identifiers(text, words=local_words())
    kept = tuple((span, severity) for span in spans if (severity := _severity(span, surface)))
    texts = suggest(text, [span for span, _ in kept])
    found = (
        Finding(
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
        for (span, severity), better in zip(kept, texts, strict=True)
    )
    findings = tuple(found)
    return Verdict(findings, _whole(mosaic(text), findings))


def judge_start(raw: RawText, surface: Surface) -> Verdict:
    """Return the verdict on as much of ``raw`` as the surface takes: for showing it to its author, not for storing."""
    return judge(RawText(raw.open_for_check()[: POLICIES[surface].max_chars]), surface)


def _whole(rest: Risk, findings: tuple[Finding, ...]) -> Risk:
    """Return how identifying the text is as it stands: a name alone makes it high, whatever the rest is like."""
    if not any(found.severity is Severity.MUST_GO for found in findings):
        return rest
    reason = f"What must go identifies by itself. Without it this would be {rest.level.value}."
    return Risk(RiskLevel.HIGH, (reason, *rest.reasons))


def _severity(span: Span, surface: Surface) -> Severity | None:
    match POLICIES[surface].rules.get(span.category):
        case Rule.ALLOW:
            return None
        case Rule.MUST_GO:
            return Severity.MUST_GO
        case Rule.TELL_AUTHOR:
            return Severity.TELL_AUTHOR
        case None:
            return span.severity
