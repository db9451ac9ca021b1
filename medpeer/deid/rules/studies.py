# ruff: noqa: E501 - patterns read best on one line
"""Tells prose about many patients, an abstract or a methods section, from a post about one."""

import re
from typing import Final

import re2

_MANY: Final = frozenset(
    "patients participants subjects cohort retrospective retrospectively prospective prospectively consecutive enrolled enroled randomized randomised study trial included analyzed analysed reviewed median mean controls data incidence "
    "prevalence outcome outcomes method methods results hospitals practices significant significantly regression odds hazard ci associated compared group groups women men children newborns infants births cases records years aged database "
    "registry survey sample n".split()
)
_ONE: Final = frozenset("he she his her him mr mrs ms pt my mum mom dob mrn i".split())
_WORD: Final = re.compile(r"[a-z]+")
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
    near = text[max(0, start - _WIDTH) : end + _WIDTH].lower()
    words = set(_WORD.findall(near))
    return words.isdisjoint(_ONE) and len(words & _MANY) >= _LEAST
