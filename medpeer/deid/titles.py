"""The title before a name is part of the finding: "Dr. Chen" is taken out whole, "Dr." alone would stay as a stump."""

from dataclasses import replace
from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.normal import matchable
from medpeer.deid.values import Candidate, Span

_TITLE: Final = r"(?:drs?|mrs?|ms|miss|mx|prof|professor|doctor)\b\.?[ \t]{1,2}"
_BEFORE: Final = re2.compile(rf"(?i)(?:^|[^\w'])((?:{_TITLE})+)$")
_AT_START: Final = re2.compile(rf"(?i)^(?:{_TITLE})+")
_MOST_CHARS: Final = 24


def with_title(text: str, found: Candidate, floor: int) -> Candidate:
    """Return a name with the titles right before it, as far as ``floor``; anything else as it is."""
    if found.category is not Category.NAME:
        return found
    led = _BEFORE.search(matchable(text[max(floor, found.start - _MOST_CHARS) : found.start]))
    return replace(found, start=found.start - len(led.group(1))) if led else found


def without_title(text: str, span: Span) -> Span:
    """Return a name without the titles it begins with; anything else as it is."""
    if span.category is not Category.NAME:
        return span
    title = _AT_START.search(matchable(text[span.start : span.end]))
    if not title or title.end() >= span.end - span.start:
        return span
    return replace(span, start=span.start + title.end())
