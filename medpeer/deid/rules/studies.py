# ruff: noqa: E501 - patterns read best on one line
"""Tells prose about many patients, an abstract or a methods section, from a post about one."""

from typing import Final

import re2

_WORDS: Final = re2.compile(
    r"(?i)\b(?:patients|participants|subjects|cohort|retrospective(?:ly)?|prospective(?:ly)?|consecutive|enrol(?:l)?ed|randomi[sz]ed|study|trial|included|analy[sz]ed|reviewed|median|mean|controls|data|incidence|prevalence|outcomes?|methods|"
    r"results|hospitals|practices|significant(?:ly)?|regression|odds|hazard|ci|associated|compared|group|groups|women|men|children|newborns|infants|births|cases|records|years|aged|database|registry|survey|sample|n)\b"
)
_PERSON: Final = re2.compile(r"(?i)\b(?:he|she|his|her|him|mr|mrs|ms|pt|my|mum|mom|dob|mrn|i|we saw)\b")
_DAY: Final = r"(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s(?:19|20)\d{2})?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
PERIOD: Final = re2.compile(
    r"(?i)\b(?:between|from|during)\s(?:the\s)?(?:"
    + _DAY
    + r"),?\s?(?:and|to|through|until|till|-)\s?(?:"
    + _DAY
    + r")\b"
)
"""A stretch of time with both its ends."""
_WIDTH: Final = 250
_LEAST: Final = 4


def is_study(text: str, start: int, end: int) -> bool:
    """Say whether the prose around a hit speaks of many patients and of no single one.

    Looks at a bounded stretch to both sides, so the work stays linear in the hits.
    """
    near = text[max(0, start - _WIDTH) : end + _WIDTH]
    if _PERSON.search(near):
        return False
    return len({word.lower() for word in _WORDS.findall(near)}) >= _LEAST
