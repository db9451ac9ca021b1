# ruff: noqa: E501 - patterns read best on one line
"""Clock times as machines stamp them: to the odd minute or second, they match a record as a date does."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, after, before

_ROUND: Final = 5
_HOURS: Final = 24
_MINUTES: Final = 60
_LASTS: Final = re2.compile(
    r"(?:\b(?:duration|lasting|lasted|took|takes|run ?time|time|total|clamp|bypass|pump|ischa?emic|ischa?emia|video|minute|"
    r"pace|finished|marathon|ran|in|for|timer|elapsed|over|ratio)\b[^\n.;]{0,12}|[\d:/.-])$"
)
_GOES_ON: Final = re2.compile(r"^(?::\d|\.\d{4}|[/%]|\s?(?:hours|hrs|h\b|min|ratio|dilution))")


def _is_stamp(text: str, start: int, end: int) -> bool:
    """Say whether a time of day has seconds or an odd minute, and is no length of time."""
    hours, minutes, *seconds = (int(part) for part in _PARTS.findall(text[start:end])[:3])
    if hours >= _HOURS or minutes >= _MINUTES or (not seconds and minutes % _ROUND == 0):
        return False
    return not _LASTS.search(before(text, start, 30)) and not _GOES_ON.match(after(text, end, 12))


def _is_noon_stamp(text: str, start: int, end: int) -> bool:
    """Say the same of times that carry "am" or "pm": those are no length of time."""
    minutes = int(_PARTS.findall(text[start:end])[1])
    return minutes < _MINUTES and minutes % _ROUND != 0


_PARTS: Final = re2.compile(r"\d+")

RULES: Final = (
    Rule("date.clock", Category.DATE, r"\b(?:0\d|1[0-2]):\d{2}(?::\d{2})?\s?[AP]M\b|\b0\d:\d{2}(?::\d{2})?\s?(?:[ap]m|[ap]\.m\.)", 0.7, _is_noon_stamp, soft=True),
    Rule("date.clock", Category.DATE, r"\b\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|\s?(?:UTC|GMT|hrs?))?", 0.7, _is_stamp, soft=True),
)  # fmt: skip
"""Ordinary clock times ("6 am", "14:30") name no one and are left alone."""
