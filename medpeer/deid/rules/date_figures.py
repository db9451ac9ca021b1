# ruff: noqa: E501, PLR2004 - patterns read best on one line; numbers are those of the calendar
"""Dates in figures, against the fractions, scores, strengths and doses that look like them."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import is_calendar_day
from medpeer.deid.rules.months import TIME
from medpeer.deid.rules.rule import Rule, after, before

_DATE_LEAD: Final = re2.compile(
    r"(?:\b(?:on|since|until|till|til|from|before|after|by|dated|date|dob|d\.o\.b\.?|dos|adm|admit|admitted|admission|disch|discharged|discharge|dod|mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|ebus|appt|clinic|or|biopsied|d/c|d/c'd|dc'd|dc|dced|seen|born|died|death|expired|operated|surgery|"
    r"started|starting|start|began|onset|scheduled|appt|appointment|visit|visited|back|through|thru|to|last|next|as of|around|circa|ca|effective|eff|exp|due|edd|lmp|edc|collected|received|signed|sent|was|labs|mri|ct|echo|cxr|"
    r"ekg|ecg|biopsy|bx|path|cath|scan|imaging|u/s|us|xray|x-ray|film|films|tx|rx|transfer|transferred|arrived|presented|readmitted|intubated|extubated|and|between|each|f/u|fu|follow-up|follow up|note|date of|up|done|came|called|given|placed|culture|cultures|cx|bcx|day|of|the)|[(\[:;,=>@-]|^|\n)\s{0,2}(?:the\s|~|about\s|is\s|:\s?)?$"
)
_NOT_DATE: Final = re2.compile(
    r"(?:strength|power|motor|grade|graded|pain|murmur|score|scored|scale|sem|reflex|reflexes|visual|vision|acuity|va|bp|gcs|apgar|apgars|ratio|rated|nihss|mrc|mmse|moca|asa|ecog|strengths|delts?|biceps|quads?|deltoids?|grip|flexion|extension|iliopsoas|tone|"
    r"pulses?|edema|oedema|phq|sirs|qsofa|centor|criteria|mmt|fraction|dose|doses|ketones|odds|position|station|presence|over|stage|tib ant|ehl|dorsiflexion|plantarflexion|abduction|patellar|hip|knee|elbow|wrist|ankle|uppers|lowers|shoulder|hamstrings?|psoas|dorsi|plantar|effort|wells|perc|curb|sofa|meld|hunt|hess|points?|nodes?|margins?|cores?|quadrants?)\b[^\n.;]{0,14}$"
)
_NOT_DATE_AFTER: Final = re2.compile(
    r"^\s?(?:th\b|ths\b|strength|power|motor|murmur|sem\b|systolic|diastolic|pain|months?\b|weeks?\b|wks?\b|mo\b|years?\b|days?\b|hrs?\b|hours?\b|cores?|of\b|mg|mcg|ml|g\b|kg|cm|mm|%|units?|tabs?|patients|pts\b|criteria|positive|pos\b|negative|nodes?|joints?|"
    r"points?|score|strips?|teaspoon|cup|inch|in\b|mile|dose|doses|people|cases|times|visits|lobes?|bottles|sets|cultures|eyes?|ns\b|normal saline|saline|dextrose|split|on the|nominal|x\b|reps|oz|mmol|meq|lymph|ln\b|biopsies|samples|stars?|fte|ratio|call\b|in (?:all|both|the))"
)


def _numbers(text: str, start: int, end: int) -> list[int]:
    """Give the numbers in a numeric date."""
    return [int(part) for part in _NUMBER.findall(text[start:end])]


_NUMBER: Final = re2.compile(r"\d+")


def _is_day(first: int, second: int) -> bool:
    """Say whether two numbers make a month and day in either order."""
    return is_calendar_day(first, second) or is_calendar_day(second, first)


def _alone(text: str, start: int, end: int) -> bool:
    """Say whether a number is not part of a longer one."""
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    return (
        not (left.isalnum() or left in {"/", ".", "$"})
        and not (right.isalnum() or right in {"/", "%"})
        and not (right in {".", "-"} and text[end + 1 : end + 2].isdigit())
    )


def _is_full_date(text: str, start: int, end: int) -> bool:
    """Say whether day, month and year all exist and no measurement surrounds them."""
    parts = _numbers(text, start, end)
    if len(parts) < 3 or not _alone(text, start, end):
        return False
    if parts[0] > 31:
        return is_calendar_day(parts[1], parts[2]) or is_calendar_day(parts[2], parts[1])
    return _is_day(parts[0], parts[1]) and not _MEASURED.match(after(text, end, 12))


_MEASURED: Final = re2.compile(
    r"^\s?(?:%|mg|mcg|ml|kg|cm|mm|mmol|units?\b|minutes|min\b|seconds|rule\b|program|protocol|reps|scheme|regimen)"
)


def _is_short_date(text: str, start: int, end: int) -> bool:
    """Say whether m/d stands where a date stands and not a strength, a score or a fraction."""
    parts = _numbers(text, start, end)
    if not _alone(text, start, end) or not _is_day(parts[0], parts[1]):
        return False
    if _NOT_DATE.search(before(text, start)) or _NOT_DATE_AFTER.match(after(text, end, 20)):
        return False
    return bool(_DATE_LEAD.search(before(text, start, 24)))


def _is_short(text: str, start: int, end: int) -> bool:
    """Say whether m/d behind a name is a day and no measurement."""
    parts = _numbers(text, start, end)
    return _alone(text, start, end) and _is_day(parts[0], parts[1]) and not _NOT_DATE_AFTER.match(after(text, end, 20))


_SHORT_LEAD: Final = re2.compile(
    r"\b(?:dod|mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|ebus|on|since|until|till|dated|dob|dos|adm|admit|admitted|disch|discharged|d/c'd|dc'd|seen|born|died|operated|started|as of|appt|readmitted|intubated|extubated|from|scheduled|surgery|presented|transferred|edd|lmp|last|by|through|thru|before|after|before|back|came in|ct|mri|echo|labs|bx|biopsy)\s(?:the\s|~|about\s|around\s)?$"
)


_SURE_LEAD: Final = re2.compile(
    r"\b(?:on|since|until|dated|dob|dos|admitted|discharged|seen|born|died|operated|adm|started)\s$"
)


def _is_plain_short_date(text: str, start: int, end: int) -> bool:
    """Say whether the context of m/d is one that only dates have."""
    parts = _numbers(text, start, end)
    if parts[1] in {5, 10} and parts[0] <= parts[1]:
        return _is_short_date(text, start, end) and bool(_SURE_LEAD.search(before(text, start, 14)))
    return _is_short_date(text, start, end) and bool(_SHORT_LEAD.search(before(text, start, 24)))


def _is_range(text: str, start: int, end: int) -> bool:
    """Say whether two m/d are a stretch of days and not two pressures, strengths or scores."""
    parts = _numbers(text, start, end)
    if not (_is_day(parts[0], parts[1]) and _is_day(parts[2], parts[3])) or _NOT_DATE.search(before(text, start)):
        return False
    return _alone(text, start, end) and not (parts[1] == parts[3] and parts[1] in {3, 4, 5, 6, 10})


def _is_compact(text: str, start: int, end: int) -> bool:
    """Say whether eight digits are a year, a month and a day."""
    word = text[start:end]
    return is_calendar_day(int(word[4:6]), int(word[6:8]))


RULES: Final = (
    Rule("date.iso", Category.DATE, r"\b((?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])" + TIME + r")\b", 0.98),
    Rule("date.numeric", Category.DATE, r"\b\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\n?(?:(?:19|20)\d{2}|\d{2})\b", 0.97, _is_full_date),
    Rule("date.dotted", Category.DATE, r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:(?:19|20)\d{2}|\d{2})\b", 0.9, _is_full_date),
    Rule("date.dotted_led", Category.DATE, r"(?i)\b(?:on|since|until|dated|dob|dos|seen|admitted|discharged|born|died|operated|done|news|back|in clinic|visit|d/c'd|from|by)\s(\d{1,2}\.\d{1,2}\.\d{2})\b", 0.9, _is_full_date),
    Rule("date.year_short", Category.DATE, r"\b(?:1[0-2]|0?[1-9])[/-](?:19|20)\d{2}\b", 0.85, _alone),
    Rule("date.compact", Category.DATE, r"\b(?:19[2-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d{2})?)?\b", 0.9, _is_compact),
    Rule("date.short", Category.DATE, r"\b\d{1,2}/\d{1,2}\b", 0.85, _is_plain_short_date),
    Rule("date.short_range", Category.DATE, r"\b\d{1,2}/\d{1,2}\s?(?:-|to|through|thru|until)\s?\d{1,2}/\d{1,2}\b", 0.85, _is_range),
    Rule("date.short_likely", Category.DATE, r"\b\d{1,2}/\d{1,2}\b", 0.45, _is_short_date),
    Rule("date.after_name", Category.DATE, r"\b[A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+)?, ?[A-Z][a-z'-]+(?:\s[A-Z]\.?)?[ ,]\s?(\d{1,2}/\d{1,2})\b", 0.8, _is_short),
)  # fmt: skip
