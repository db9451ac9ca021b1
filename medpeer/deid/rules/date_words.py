# ruff: noqa: E501, ARG001 - patterns read best on one line; every check takes text, start and end
"""Dates in words: days with their month, months and days alone, against papers, rules and study periods."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.months import (
    CERTAIN_MONTHS,
    DAY,
    MONTHS,
    ORDINAL_WORD,
    OTHER_MONTHS,
    OTHER_MONTHS_IN_DATES,
    WEEKDAY,
    YEAR,
    is_misspelt_month,
    is_misspelt_weekday,
    is_surely_misspelt_month,
)
from medpeer.deid.rules.rule import Rule, after, before

_MODAL_BEFORE: Final = re2.compile(
    r"(?:\b(?:you|we|they|he|she|it|i|this|that|which|who|patients?|one|also|there|symptoms|these|those)\s)$"
)
_MEASURE_AFTER: Final = re2.compile(
    r"^(?:\s?(?:%|mg|mcg|ml|g\b|kg|patients|pts\b|weeks|months|days|hours|cases|units)|\.\d|,\d{3}(?:\D|$)|\d)"
)
_PUBLISHED: Final = re2.compile(
    r"(?:approv\w*|published?|publication|guidelines?|update|updated|label|recall|epub|retrieved|accessed|released?|conference|congress|meeting|webinar|issue|issued|edition|trial|enrol\w*|recruit\w*|between|cohort|registry|study|fda|ema|mhra|database|medline|embase|pubmed|searched|search|inception|cutoff|cut-off|version|policy|statement|final rule|rule|effective|deadline|covid|pandemic|vol|n engl|jama|lancet|bmj|annual)\b[^.\n]{0,50}$"
)
_IN_PRINT: Final = re2.compile(
    r"\b(?:published(?: online)?|publication date|epub(?: ahead of print)?|approved(?: by the (?:fda|ema|mhra))?|accessed|retrieved|last updated|first posted|released|issued|searched|inception to|cut-?off(?: date)?|deadline(?: is)?|in force from|version(?: of)?)(?:\s(?:on|in|of|:))?\s$"
)
_STUDY_AFTER: Final = re2.compile(
    r"^(?:\s(?:\d{4}\s)?(?:and|to|through|until|-)\s[a-z]+\s\d{4}|\s?(?:guideline|update|issue|edition|deadline|journal club|meeting))"
)
_STUDY_BEFORE: Final = re2.compile(
    r"\b(?:from|between|in|\()?\s?[a-z]{3,9}\.? \d{4} (?:to|through|and|until|-) $|\benrol\w+ [a-z]{3,9}\.? \d{4}[^.]{0,8}$"
)
_DAY_FOLLOWS: Final = re2.compile(
    r"^(?:[.,;:)!?\n]|$|\s(?:of (?:last|this|next|the) month|and\b|at\b|for\b|with\b|to\b|when\b|after\b|before\b|because\b|but\b|she\b|he\b|they\b|we\b|i\b|it\b|by\b|through\b|so\b|-))"
)


def _is_month_day(text: str, start: int, end: int) -> bool:
    """Say whether a month beside a number is a date: not a modal verb, not a publication or approval."""
    word = text[start:end]
    if word[:3] in {"may", "mar"} and word[:5] == "march" and not any(char.isdigit() for char in word):
        return False
    if word[:4] == "may " and _MODAL_BEFORE.search(before(text, start, 14)):
        return False
    # A four-figure year ends every date; what follows it is another field.
    goes_on = not word[-4:].isdigit() and _MEASURE_AFTER.match(after(text, end, 14))
    return not goes_on and not _IN_PRINT.search(before(text, start, 45))


def _is_bare_month(text: str, start: int, end: int) -> bool:
    """Say whether a month without a day dates an event of the patient and not a paper, a rule or a study."""
    lead = before(text, start, 60)
    return not (_PUBLISHED.search(lead) or _STUDY_BEFORE.search(lead) or _STUDY_AFTER.match(after(text, end, 40)))


def _is_day_alone(text: str, start: int, end: int) -> bool:
    """Say whether "the 14th" is a day of the month: nothing that can be counted follows it."""
    return bool(_DAY_FOLLOWS.match(after(text, end, 20)))


def _is_slip(text: str, start: int, end: int) -> bool:
    """Say whether the word in a day with its year is a misspelt month."""
    return any(is_misspelt_month(word) for word in _WORD.findall(text[start:end]))


def _is_sure_slip(text: str, start: int, end: int) -> bool:
    """Say whether the word beside a day is surely a misspelt month."""
    return any(is_surely_misspelt_month(word) for word in _WORD.findall(text[start:end])) and not _MEASURE_AFTER.match(
        after(text, end, 14)
    )


def _opens_with_weekday(text: str, start: int, end: int) -> bool:
    """Say whether the first word is a weekday, with one slip at most."""
    word = _WORD.search(text[start:end])
    return bool(word) and is_misspelt_weekday(word.group())


_WORD: Final = re2.compile(r"[A-Za-z]{3,}")
_LED: Final = r"(?:in|since|last|this past|this|past|next|early|late|mid|mid-|until|till|by|from|during|before|after|around|about|back in|of|over|through|into|every|each|as of|end of|start of|beginning of|middle of|come|circa|ca|starting|began|born)"
_PART: Final = r"(?:(?:early|mid|late|end of|start of|beginning of|middle of)[\s-])"
_NTH: Final = r"(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"

RULES: Final = (
    Rule("date.day_month", Category.DATE, r"(?i)\b(?:the\s)?" + DAY + r"(?:\s(?:day )?(?:of|f|o|fo)\s|[\s./-]{0,2})\n?" + MONTHS + r"\b\.?(?:[\s,./-]{0,2}(?:" + YEAR + r"|\d{2}\b))?", 0.95, _is_month_day),
    Rule("date.month_day", Category.DATE, r"(?i)\b" + MONTHS + r"\b\.?[\s-]{1,2}(?:the\s)?" + DAY + r"\b(?:\s?(?:-|to|through|and|&)\s?" + DAY + r"\b)?(?:[,-]?\s{0,2}\n?(?:" + YEAR + r"))?", 0.95, _is_month_day),
    Rule("date.month_day_short", Category.DATE, r"(?i)\b" + MONTHS + r"[-/]" + DAY + r"[-/]\d{2}\b", 0.95),
    Rule("date.month_day_words", Category.DATE, r"(?i)\b(?:" + MONTHS + r"\s(?:the\s)?" + ORDINAL_WORD + r"|(?:the\s)?" + ORDINAL_WORD + r"\sof\s" + MONTHS + r")\b(?:,?\s" + YEAR + r")?", 0.95),
    Rule("date.slip_year", Category.DATE, r"\b(?:[A-Za-z]{4,10}\.? \d{1,2}(?:st|nd|rd|th)?,? |\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{4,10},?[ -])(?:19|20)\d{2}\b", 0.9, _is_slip),
    Rule("date.slip", Category.DATE, r"\b(?:[A-Za-z]{6,10}\.? (?:the )?(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?|(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?: of)? [A-Za-z]{6,10}|[A-Z][A-Za-z]{5,9} (?:19|20)\d{2})\b", 0.8, _is_sure_slip),
    Rule("date.hyphened", Category.DATE, r"\b\d{1,2}-[A-Z][a-z]{1,3}-(?:19|20)\d{2}\b", 0.9),
    Rule("date.foreign", Category.DATE, r"(?i)\b\d{1,2}(?:\.|er|o)?(?:\s(?:de|di|d'))?\s(?:" + OTHER_MONTHS + r"\b(?:,?\s(?:de\s|del\s)?(?:19|20)\d{2})?|" + OTHER_MONTHS_IN_DATES + r"\s(?:de\s|del\s)?(?:19|20)\d{2})\b|\b(?:" + OTHER_MONTHS + "|" + OTHER_MONTHS_IN_DATES + r")\s(?:de\s)?(?:19|20)\d{2}\b", 0.9),
    Rule("date.foreign_month", Category.DATE, r"(?i)\b(?:im|seit|en|desde|depuis|in|since|em|last|early|late|mid)[ -]" + _PART + r"?(" + OTHER_MONTHS + r")\b", 0.6, soft=True),
    Rule("date.month_year", Category.DATE, r"(?i)\b" + _PART + r"?(" + MONTHS + r"\.?(?:,?\s(?:of\s)?|-|/)" + YEAR + r")\b", 0.85, _is_bare_month),
    Rule("date.month", Category.DATE, r"\b(?i:" + _LED + r")[ -]((?i:" + CERTAIN_MONTHS + r")|March|May)\b", 0.7, _is_bare_month, soft=True),
    Rule("date.month_part", Category.DATE, r"\b((?i:early|mid|late)[ -](?:(?i:" + CERTAIN_MONTHS + r")|March|May))\b", 0.7, _is_bare_month, soft=True),
    Rule("date.month_lower", Category.DATE, r"\b(?:since|last|until|till|next|early|late|mid|end of|start of|back in)[ -](march|may)\b", 0.6, _is_bare_month, soft=True),
    Rule("date.month_range", Category.DATE, r"\b((?i:" + CERTAIN_MONTHS + r")|March|May)\s?(?:-|/|to|through|and|or)\s?((?i:" + CERTAIN_MONTHS + r")|March|May)\b", 0.65, _is_bare_month, soft=True),
    Rule("date.month_of", Category.DATE, r"\b(?:[Tt]he|[Hh]er|[Hh]is|[Tt]heir|[Mm]y|[Oo]ur|that)\s((?i:" + CERTAIN_MONTHS + r")|March|May)\s(?:admission|visit|scan|ct|CT|MRI|echo|biopsy|surgery|appointment|clinic|episode|flare|relapse|bloods|labs|fall|bleed|stay|one|note|letter|delivery|birth)\b", 0.65, soft=True),
    Rule("date.weekday_day", Category.DATE, r"\b([A-Za-z]{3,9},? the " + _NTH + r")\b", 0.85, _opens_with_weekday),
    Rule("date.weekday_nth", Category.DATE, r"(?i)\b" + WEEKDAY + r"\.?,? " + _NTH + r"(?:[.,;:!?)\n]|$)", 0.7, soft=True),
    Rule("date.day", Category.DATE, r"(?i)\b(?:on|since|until|by|from|before|after|till|of)\s(the\s" + _NTH + r")\b", 0.7, _is_day_alone, soft=True),
    Rule("date.day_after", Category.DATE, r"(?i)\b(?:clinic|news|seen|done|back|ed|er|visit|visited|admitted|discharged|d/c'd|dc'd|operated|surgery|theatre|died|born|came in|presented|fell|delivered|readmitted|transferred|extubated|intubated|appointment|appt|scheduled|due)\s(?:on\s)?(the\s" + _NTH + r")\b", 0.7, soft=True),
    Rule("date.day_likely", Category.DATE, r"(?i)\b(the\s" + _NTH + r")\b", 0.4, soft=True),
)  # fmt: skip
