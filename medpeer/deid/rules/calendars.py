# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Dates in rarer forms: glued, with Roman months, by other calendars, dictated, at the head of a line of a chart."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import is_calendar_day
from medpeer.deid.rules.months import MONTHS
from medpeer.deid.rules.rule import Rule, after

_PARTS: Final = re2.compile(r"\d+")
_LEAST_OF_EVENT: Final = 7
_LUNAR: Final = (
    r"(?:baisakh|baishakh|jestha|ashadh|asar|shrawan|bhadra|ashwin|ashoj|kartik|mangsir|poush|magh|falgun|phalgun|chaitra|chait|tishrei|cheshvan|kislev|tevet|shevat|nisan|iyar|sivan|tammuz|"
    r"muharram|safar|rabi|jumada|rajab|sha'?ban|ramadan|shawwal|dhu al-hijjah|farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|bahman|esfand|meskerem|tikimt|hidar|tahsas|yekatit|megabit|miyazya|ginbot)"
)


def _is_day(text: str, start: int, end: int) -> bool:
    """Say whether the first two numbers are a day and a month, in either order."""
    one, other = (int(part) for part in _PARTS.findall(text[start:end])[:2])
    return is_calendar_day(one, other) or is_calendar_day(other, one)


def _is_event_day(text: str, start: int, end: int) -> bool:
    """Say the same of m/d behind an event, where a fraction or a count of bottles is as likely: one part is over six."""
    parts = [int(part) for part in _PARTS.findall(text[start:end])[:2]]
    return _is_day(text, start, end) and max(parts) >= _LEAST_OF_EVENT and not _COUNTED.match(after(text, end, 14))


_COUNTED: Final = re2.compile(r"^\s?(?:%|/|mg|ml|bottles|sets|pos|neg|cores|nodes|criteria|points|strength|pain|of\b)")

RULES: Final = (
    Rule("date.glued", Category.DATE, r"\b(?:3[01]|[12]\d|0?[1-9])(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:(?:19|20)\d{2}|\d{2})\b", 0.95),
    Rule("date.roman", Category.DATE, r"\b(?:3[01]|[12]\d|0?[1-9])[./ -](?i:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[./ -](?:19|20)\d{2}\b", 0.93),
    Rule("date.year_month_day", Category.DATE, r"(?i)\b(?:19|20)\d{2}[-/. ]" + MONTHS + r"[-/. ](?:3[01]|[12]\d|0?[1-9])\b", 0.95),
    Rule("date.dictated", Category.DATE, r"(?i)\b(?:dictated|typed|dob|d\.o\.b\.?|date|dated|seen|born|printed|reported|signed)\s?:?\s(\d{1,2} \d{1,2} (?:\d{4}|\d{2}))\b", 0.92, _is_day),
    Rule("date.era", Category.DATE, r"\b(?:Reiwa|Heisei|Showa|Taisho)\s\d{1,2}(?:[./-]\d{1,2}){0,2}\b|\b[RHS]\d{1,2}\.\d{1,2}\.\d{1,2}\b", 0.9),
    Rule("date.hijri", Category.DATE, r"\b1[34]\d{2}[/-]\d{1,2}[/-]\d{1,2}\s?(?:H|AH|h)?\b", 0.85),
    Rule("date.lunar", Category.DATE, r"(?i)\b(?:3[0-2]|[12]\d|[1-9])(?:st|nd|rd|th)?\s(?:of\s)?" + _LUNAR + r"\b(?:,?\s\d{4}\b)?", 0.85),
    Rule("date.line_head", Category.DATE, r"(?m)^(\d{1,2}[-/]\d{1,2})\s{2,}\S", 0.7, _is_event_day, soft=True),
    Rule("date.short_event", Category.DATE, r"(?i)\b(?:cx|cultures?|bx|biopsy|mri|ct|echo|labs|eeg|meeting|coll|collected|due|rounds|clinic|scan|drawn|imaging|admit|surgery|stuck|visit|appt|dx)\s?[:(]{0,2}\s?(\d{1,2}/\d{1,2})(?:[,;:.)\s]|$)", 0.65, _is_event_day, soft=True),
    Rule("date.short_pair", Category.DATE, r"\(\d{1,2}/\d{1,2}, (\d{1,2}/\d{1,2})\)", 0.65, _is_event_day, soft=True),
)  # fmt: skip
