# ruff: noqa: E501 - the list of rules reads best on few lines
"""What the rules find, and which of their hits the model weighs against the sentence around them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.model import Tagging
from medpeer.deid.rules import contacts, dates, names, numbers, places, rows
from medpeer.deid.rules.protected import Protected
from medpeer.deid.rules.rule import run
from medpeer.deid.thresholds import TELL_SCORE, Evidence, score_of
from medpeer.deid.tokens import Token
from medpeer.deid.values import Candidate

_RULES: Final = (*contacts.RULES, *numbers.RULES, *dates.RULES, *places.RULES, *names.RULES, *rows.RULES)
_WEIGHED: Final = frozenset(
    "name.mister name.titled name.title_any name.kin name.introduced name.field name.spelt name.comma place.facility place.facility_more place.facility_lower place.street_bare place.led_to place.saint place.bed place.ward "
    "place.spot place.compass place.bed_code date.short date.short_range date.short_likely date.month date.month_part date.month_year date.day date.day_likely date.feast date.dotted "
    "other.labelled other.long_digits other.lettered other.grouped age.be age.noun phone.local phone.local_spaced vehicle.labelled record.likely account.labelled device.labelled "
    "plan.labelled licence.labelled".split()
)
"""Rules whose hits the model weighs against the sentence around them; the others have a shape that speaks for them."""

_EVIDENCE: Final = {
    Category.NAME: Evidence.RULED_NAME,
    Category.LOCATION: Evidence.RULED_PLACE,
    Category.DATE: Evidence.RULED_DATE,
}


def rule_candidates(text: str) -> list[Candidate]:
    """Return every candidate of the rules in the folded text, trimmed of blanks, outside what is protected."""
    return Protected(text).without(trimmed(text))


def trimmed(text: str) -> Iterator[Candidate]:
    """Yield the rules' candidates without blanks at their ends."""
    for found in run(_RULES, text):
        word = text[found.start : found.end]
        start = found.start + len(word) - len(word.lstrip())
        end = found.end - len(word) + len(word.rstrip())
        if start < end:
            fax = found.category is Category.PHONE and contacts.is_fax(text, start)
            category = Category.FAX if fax else found.category
            yield Candidate(start, end, category, found.score, found.rule, found.soft)


def judged(ruled: Sequence[Candidate], tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Candidate]:
    """Yield the rules' hits that stand: those with a shape, and those the model does not overrule."""
    ends = [token.end for token in tokens]
    for found in ruled:
        if not is_weighed(found):
            yield found
            continue
        sure = score_of(evidence_of(found), likelihood(found, tokens, ends, tags))
        if sure >= TELL_SCORE:
            yield replace(found, score=min(found.score, sure))


def is_weighed(found: Candidate) -> bool:
    """Say whether the hit depends on the sentence around it."""
    return found.rule in _WEIGHED


def evidence_of(found: Candidate) -> Evidence:
    """Give the kind of evidence that a weighed hit is."""
    return _EVIDENCE.get(found.category, Evidence.RULED_NUMBER)


def likelihood(found: Candidate, tokens: Sequence[Token], ends: Sequence[int], tags: Sequence[Tagging]) -> float:
    """Give the model's highest probability of any identifier among the tokens of a hit."""
    at = bisect_right(ends, found.start)
    best = 0.0
    while at < len(tokens) and tokens[at].start < found.end:
        best = max(best, tags[at].probability)
        at += 1
    return best
