# ruff: noqa: E501 - tables read best on one line
"""Quasi-identifiers together: what no single rule forbids can still point at one person."""

from dataclasses import dataclass
from typing import Any, Final

import re2

from medpeer.deid.normal import matchable
from medpeer.deid.values import Risk, RiskLevel


@dataclass(frozen=True, slots=True)
class _Sign:
    """One kind of detail: the reason as people read it, and what it looks like; ``spared`` is taken away before."""

    reason: str
    pattern: Any
    spared: Any = None


def _any(*patterns: str) -> Any:
    """Compile alternatives that begin and end with a word; letter case does not matter."""
    return re2.compile(rf"(?i)(?:^|[^a-z0-9])(?:{'|'.join(patterns)})(?:$|[^a-z0-9])")


_PERSON: Final = r"(?:man|woman|lady|gentleman|male|female|boy|girl|patient|pt|husband|wife|father|mother|son|daughter)"
_SMALL: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_MONTHS: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"

_SIGNS: Final = (
    _Sign(
        "An exact age is given",
        _any(
            r"\d{1,3}[ -]?(?:y/?o|yr|yrs|years?[ -]old|yo[mf])|\d{1,2} ?(?-i:[MF])",
            rf"aged? \d{{1,3}}|\d{{1,3}} years? old {_PERSON}",
        ),
    ),
    _Sign(
        "A day, a month or a feast is given",
        _any(
            r"\d{1,2}/\d{1,2}/(?:\d\d|\d{4})|(?:19|20)\d\d-\d\d-\d\d",
            rf"{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}",
            r"christmas(?: eve| day)?|thanksgiving|easter|diwali|ramadan|passover|halloween|labor day|memorial day",
        ),
        re2.compile(r"(?i)christmas (?:disease|factor)|easter egg"),
    ),
    _Sign(
        "A small region or community is named or described",
        _any(
            r"small (?:town|village|island|community)|(?:fishing|mountain|mining|farming) (?:town|village|community)",
            r"(?:rural|northern|southern|eastern|western|coastal) [a-z]+ (?:town|village|county|state|province)",
            r"from (?:rural|a small|an island)|reservation|remote (?:village|community|island)|the only [a-z]+ in (?:the|our|this) "
            r"(?:town|village|county|region|state)|alaska|wyoming|montana|vermont|dakota|hawaii|maine|nebraska|idaho",
        ),
    ),
    _Sign(
        "An event is told that others may have heard of",
        _any(
            r"(?:on|in) the (?:local |evening |national )?news|newspapers?|made (?:the )?headlines|local paper|went viral|press (?:release|report)s?",
            r"(?:car|bus|train|plane|helicopter|motorcycle|truck|tram) (?:crash|accident|collision)|plane crash|shooting|stabb(?:ed|ing)|drown(?:ed|ing)",
            r"house fire|struck by lightning|lightning strike|avalanche|earthquake|hurricane|tornado|flash flood|world record|explosion at",
        ),
    ),
    _Sign(
        "An occupation or public office is given",
        _any(
            r"(?:school ?)?teacher|farmer|pastor|priest|imam|rabbi|judge|mayor|senator|politician|celebrity|(?:professional )?athlete|firefighter|fireman",
            r"police officer|soldier|veteran|airline pilot|pilot|miner|fisherman|(?:bus|truck|taxi|tram|lorry) driver|musician|violinist|actor|actress|chef|lawyer",
            r"engineer|professor|park ranger|ranger|school principal|football coach|welder|carpenter|butcher|beekeeper|veterinarian|vet tech|astronaut|jockey|lighthouse",
            rf"{_PERSON},? (?:who )?(?:works|worked|working) (?:as|at|in|for)|retired (?:[a-z]+ )?[a-z]+(?:er|or|is[t]|man|ian)",
        ),
        re2.compile(
            r"(?i)(?:seen|referred|reviewed) by (?:the )?[a-z]+|ranger[- ]|priest[' ]?s? (?:rash|sign)|pilot (?:study|trial|project|data)"
        ),
    ),
    _Sign(
        "The family is described",
        _any(
            r"(?:identical |conjoined )?(?:twins?|triplets?|quadruplets?)|adopted|foster (?:child|son|daughter|parents?)|consanguin[a-z]+|surrogate mother",
            rf"(?:mother|father|parents?) of {_SMALL}|(?:one of )?{_SMALL} (?:siblings|brothers|sisters|children|kids)|widow(?:er)?|recently (?:widowed|divorced)",
        ),
    ),
    _Sign(
        "A rare condition or procedure is named, or the case is called the first or only one",
        _any(
            r"ultra-rare|(?:very|extremely|exceedingly) rare|rare (?:disease|condition|disorder|variant|mutation|case)|never (?:been )?(?:seen|reported|described)",
            r"n of 1|first (?:reported |described |known )?case|only the (?:second|third)(?: known| reported)? (?:case|patient)|only (?:known|reported) (?:case|patient)|(?:novel|de novo) (?:mutation|variant)",
            r"(?:heart|lung|liver|face|hand|uterus|bowel|kidney|renal|bone marrow) transplant|conjoined|rabies|anthrax|plague|botulism|creutzfeldt|progeria|ebola|marburg|leprosy",
        ),
        re2.compile(r"(?i)rabies (?:vaccin|prophyl|immun)[a-z]*|plague[sd] "),
    ),
)
"""One row for each kind of detail that a neighbour, a reader of the local paper or a colleague could match."""


def mosaic(text: str) -> Risk:
    """Return how easily the case as a whole could be recognised, with one plain sentence for each kind of detail.

    Counts kinds of quasi-identifier (age, date, place, event, occupation, family, rarity), not their mentions: up to
    one is low, two or three medium, more high. A rule of thumb that names its reasons, not a measured probability.
    """
    safe = matchable(text)
    reasons = tuple(f"{sign.reason}." for sign in _SIGNS if _shows(sign, safe))
    return Risk(_level(len(reasons)), reasons)


def _shows(sign: _Sign, text: str) -> bool:
    """Say whether a kind of detail is in a text, apart from what only looks like it."""
    if not sign.pattern.search(text):
        return False
    return sign.spared is None or bool(sign.pattern.search(sign.spared.sub(" ", text)))


def _level(kinds: int) -> RiskLevel:
    """Give the level for a number of kinds of detail."""
    match kinds:
        case 0 | 1:
            return RiskLevel.LOW
        case 2 | 3:
            return RiskLevel.MEDIUM
        case _:
            return RiskLevel.HIGH
