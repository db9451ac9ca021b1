# ruff: noqa: E501, PLR2004 - tables read best on one line, and their numbers explain themselves
"""Quasi-identifiers together: what no single rule forbids can still point at one person."""

from typing import Final

import re2

from medpeer.deid.values import Risk, RiskLevel

_SIGNS: Final = (
    ("an exact age is given", re2.compile(r"(?i)\b\d{1,3}\s?-?\s?(?:y/?o\b|yr|years?[ -]old|yo[mf]?\b|[MF]\b)")),
    ("an exact date or feast is given", re2.compile(r"(?i)\b(?:\d{1,2}/\d{1,2}/\d{2,4}|(?:19|20)\d\d-\d\d-\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|christmas|thanksgiving|easter|diwali|ramadan)")),
    ("a state, region or kind of place is given", re2.compile(r"(?i)\b(?:from (?:rural|a small|northern|southern|eastern|western)|small town|village|island|county|reservation|the only [a-z]+ in (?:the|our|this)|alaska|wyoming|montana|vermont|dakota|hawaii|maine|nebraska|idaho)")),
    ("an event that others heard of is told", re2.compile(r"(?i)\b(?:on the news|in the news|newspaper|made headlines|local paper|viral|crash(?:ed)?|shooting|stabbed|drown(?:ed|ing)|house fire|lightning|avalanche|plane|helicopter|earthquake|flood|hurricane|tornado|first (?:reported|case)|world record|only (?:case|one|patient) in)")),
    ("an occupation is given", re2.compile(r"(?i)\b(?:teacher|farmer|pastor|priest|imam|rabbi|judge|mayor|senator|politician|celebrity|athlete|player|firefighter|police|officer|soldier|veteran|pilot|nurse|physician|surgeon|miner|fisherman|driver|musician|actor|actress|chef|lawyer|engineer|professor|ranger|principal|coach|welder|carpenter|butcher|beekeeper|veterinarian|astronaut|diver|jockey)\b")),
    ("the family is described", re2.compile(r"(?i)\b(?:twins?|triplets?|quadruplets?|adopted|foster|consanguin\w*|(?:mother|father|parents?) of (?:three|four|five|six|seven|eight|nine|ten|\d+)|(?:\d+|two|three|four|five|six) (?:siblings|brothers|sisters|children)|widow(?:er)?|surrogate)\b")),
    ("a rare condition or procedure is named", re2.compile(r"(?i)\b(?:rare|ultra-rare|never (?:seen|been reported)|case report|n of 1|first in|transplant(?:ed)?|conjoined|rabies|anthrax|plague|botulism|creutzfeldt|progeria|ebola|marburg|leprosy|novel (?:mutation|variant))\b")),
)  # fmt: skip


def mosaic(text: str) -> Risk:
    """Return how easily the case as a whole could be recognised, with one reason for each kind of detail.

    Counts kinds of quasi-identifier (age, date, place, event, occupation, family, rarity), not their mentions: up to one
    is low, two or three medium, more high. A rule of thumb that names its reasons, not a measured probability.
    """
    reasons = tuple(reason for reason, sign in _SIGNS if sign.search(text.encode("utf-8", "replace").decode("utf-8")))
    level = RiskLevel.LOW if len(reasons) < 2 else RiskLevel.MEDIUM if len(reasons) < 4 else RiskLevel.HIGH
    return Risk(level, tuple(f"{reason[0].upper()}{reason[1:]}." for reason in reasons))
