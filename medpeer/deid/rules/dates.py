# ruff: noqa: E501, PLR2004, ARG001, ARG005 - patterns read best on one line; every check takes text, start and end
"""Dates as people write them, against the fractions, scores and doses that look like them; ages over 89."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import is_calendar_day
from medpeer.deid.rules.rule import Rule, after, before

MONTHS: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|febr|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_CERTAIN_MONTHS: Final = r"(?:january|february|april|june|july|august|september|october|november|december|febr|sept|jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_YEAR: Final = r"(?:(?:19|20)\d{2}|'\d{2})"
_TIME: Final = r"(?:(?:,?\s?(?:at\s)?|T)\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?|Z)?)?"
_ORDINAL_WORD: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first)"
)
_FEAST: Final = (
    r"(?:christmas(?: eve| day|time)?|xmas(?: eve| day)?|boxing day|thanksgiving(?: day| weekend)?|(?:the )?(?:4th|fourth) of july|july (?:4th|fourth)|independence day|new year'?s?(?:'s)?(?: eve| day)?|nye|hogmanay|"
    r"easter(?: sunday| monday| weekend)?|good friday|palm sunday|ash wednesday|halloween|labou?r day(?: weekend)?|memorial day(?: weekend)?|veterans day|armistice day|remembrance day|anzac day|australia day|canada day|"
    r"columbus day|presidents'? day|martin luther king(?: jr\.?)? day|mlk day|juneteenth|valentine'?s(?: day)?|st\.? patrick'?s day|st\.? paddy'?s day|mother'?s day|father'?s day|groundhog day|cinco de mayo|mardi gras|super bowl sunday|"
    r"diwali|deepavali|holi|navratri|dussehra|durga puja|ganesh chaturthi|onam|pongal|raksha bandhan|vesak|songkran|eid(?: al[- ](?:fitr|adha))?|ramadan|ashura|mawlid|nowruz|hanukkah|chanukah|passover|pesach|yom kippur|rosh hashanah|purim|sukkot|"
    r"(?:lunar|chinese) new year|tet|mid-autumn festival|chuseok|guy fawkes(?: night)?|bonfire night|burns night|bank holiday(?: monday)?|whit monday|pentecost|michaelmas|st\.? stephen'?s day|kwanzaa|orthodox christmas|epiphany|all saints'? day|day of the dead|dia de los muertos)"
)
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
    return _is_day(parts[0], parts[1]) and not _NOT_DATE_AFTER.match(after(text, end, 20))


def _is_short_date(text: str, start: int, end: int) -> bool:
    """Say whether m/d stands where a date stands and not a strength, a score or a fraction."""
    parts = _numbers(text, start, end)
    if not _alone(text, start, end) or not _is_day(parts[0], parts[1]):
        return False
    if _NOT_DATE.search(before(text, start)) or _NOT_DATE_AFTER.match(after(text, end, 20)):
        return False
    return bool(_DATE_LEAD.search(before(text, start, 24)))


_SHORT_LEAD: Final = re2.compile(
    r"\b(?:dod|mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|ebus|on|since|until|till|dated|dob|dos|adm|admit|admitted|disch|discharged|d/c'd|dc'd|seen|born|died|operated|started|as of|appt|readmitted|intubated|extubated|from|scheduled|surgery|presented|transferred|edd|lmp|last|by|through|thru|before|after|before|back|came in|ct|mri|echo|labs|bx|biopsy)\s(?:the\s|~|about\s|around\s)?$"
)


def _is_plain_short_date(text: str, start: int, end: int) -> bool:
    """Say whether the context of m/d is one that only dates have."""
    parts = _numbers(text, start, end)
    if parts[1] in {5, 10} and parts[0] <= parts[1]:
        return _is_short_date(text, start, end) and bool(
            re2.search(
                r"\b(?:on|since|until|dated|dob|dos|admitted|discharged|seen|born|died|operated|adm|started)\s$",
                before(text, start, 14),
            )
        )
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


_MODAL_BEFORE: Final = re2.compile(
    r"(?:\b(?:you|we|they|he|she|it|i|this|that|which|who|patients?|one|also|there|symptoms|these|those)\s)$"
)


def _is_month_day(text: str, start: int, end: int) -> bool:
    """Say whether a month beside a number is a date: not a modal verb, not a publication or approval."""
    word = text[start:end]
    if word[:3] in {"may", "mar"} and word[:5] == "march" and not any(char.isdigit() for char in word):
        return False
    if word[:4] == "may " and _MODAL_BEFORE.search(before(text, start, 14)):
        return False
    return not _follows_measure(text, end)


def _follows_measure(text: str, end: int) -> bool:
    """Say whether the number that ended at ``end`` goes on as a measurement."""
    return bool(_MEASURE_AFTER.match(after(text, end, 14)))


_MEASURE_AFTER: Final = re2.compile(
    r"^(?:\s?(?:%|mg|mcg|ml|g\b|kg|patients|pts\b|weeks|months|days|hours|cases|units)|[.,]\d|\d)"
)
_PUBLISHED: Final = re2.compile(
    r"(?:approv\w*|published?|publication|guidelines?|update|updated|label|recall|epub|retrieved|accessed|released?|conference|congress|meeting|webinar|issue|issued|edition|trial|enrol\w*|recruit\w*|between|cohort|registry|study|fda|ema|mhra|database|medline|embase|pubmed|searched|search|inception|cutoff|cut-off|version|policy|statement|final rule|rule|effective|deadline|covid|pandemic|vol|n engl|jama|lancet|bmj|annual)\b[^.\n]{0,50}$"
)


def _is_bare_month(text: str, start: int, end: int) -> bool:
    """Say whether a month without a day dates an event of the patient and not a paper, a rule or a study."""
    return not _PUBLISHED.search(before(text, start, 60)) and not _STUDY_AFTER.match(after(text, end, 40))


_STUDY_AFTER: Final = re2.compile(
    r"^(?:\s(?:\d{4}\s)?(?:and|to|through|until|-)\s[a-z]+\s\d{4}|\s?(?:guideline|update|issue|edition|deadline|journal club|meeting))"
)


def _is_day_alone(text: str, start: int, end: int) -> bool:
    """Say whether "the 14th" is a day of the month: nothing that can be counted follows it."""
    return bool(_DAY_FOLLOWS.match(after(text, end, 20)))


_DAY_FOLLOWS: Final = re2.compile(
    r"^(?:[.,;:)!?\n]|$|\s(?:of (?:last|this|next|the) month|and\b|at\b|for\b|with\b|to\b|when\b|after\b|before\b|because\b|but\b|she\b|he\b|they\b|we\b|i\b|it\b|by\b|through\b|so\b|-))"
)


def _is_high_age(text: str, start: int, end: int) -> bool:
    """Say whether an age is over 89, the highest the Safe Harbor rule lets stand."""
    digits = text[start:end]
    return not digits.isdigit() or 90 <= int(digits) <= 122


_TENS: Final = r"(?:nonagenarian|centenarian|supercentenarian|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a) hundred(?: and)?(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
_AGE: Final = r"(9\d|1[01]\d|12[0-2])"
_YEARS_OLD: Final = r"(?:\+)?\s?-?\s?(?:y\b|yo\b|y/o|y\.o|yr|years?|yrs|yof\b|yom\b|jahre)"
_FEAST_RULE: Final = r"(?i)\b" + _FEAST + r"\b(?:,?\s(?:19|20)\d{2}\b)?"


def _is_feast(text: str, start: int, end: int) -> bool:
    """Say whether a feast dates something: not the tree, not a disease or sign named after it."""
    word = text[start:end].lower()
    if word in {"easter", "holi", "tet", "purim", "eid", "epiphany", "nye"} and not text[start].isupper():
        return False
    if word == "tet" and text[start:end] != "Tet":
        return False
    return not re2.match(
        r"^\s?(?:tree|disease|factor|island|seal|party|light|cactus|bumpus|lyte|spot|offensive|fasting|fast\b)",
        after(text, end, 16),
    )


RULES: Final = (
    Rule("date.iso", Category.DATE, r"\b((?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])" + _TIME + r")\b", 0.98),
    Rule("date.numeric", Category.DATE, r"\b\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\n?(?:(?:19|20)\d{2}|\d{2})\b", 0.97, _is_full_date),
    Rule("date.dotted", Category.DATE, r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:(?:19|20)\d{2}|\d{2})\b", 0.9, _is_full_date),
    Rule("date.year_short", Category.DATE, r"\b(?:1[0-2]|0?[1-9])[/-](?:19|20)\d{2}\b", 0.85, _alone),
    Rule("date.compact", Category.DATE, r"\b(?:19[2-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d{2})?)?\b", 0.9, _is_compact),
    Rule("date.day_month", Category.DATE, r"(?i)\b(?:the\s)?" + _DAY + r"(?:\s(?:day )?of\s|[\s./-]{0,2})\n?" + MONTHS + r"\b\.?(?:[\s,./-]{0,2}(?:" + _YEAR + r"|\d{2}\b))?", 0.95, _is_month_day),
    Rule("date.month_day", Category.DATE, r"(?i)\b" + MONTHS + r"\b\.?[\s-]{1,2}(?:the\s)?" + _DAY + r"\b(?:\s?(?:-|to|through|and|&)\s?" + _DAY + r"\b)?(?:,?\s{0,2}\n?(?:" + _YEAR + r"))?", 0.95, _is_month_day),
    Rule("date.month_day_words", Category.DATE, r"(?i)\b(?:" + MONTHS + r"\s(?:the\s)?" + _ORDINAL_WORD + r"|(?:the\s)?" + _ORDINAL_WORD + r"\sof\s" + MONTHS + r")\b(?:,?\s" + _YEAR + r")?", 0.95),
    Rule("date.month_year", Category.DATE, r"(?i)\b(?:(?:early|mid|late|end of|start of|beginning of)[\s-])?(" + MONTHS + r"\.?(?:,?\s(?:of\s)?|-|/)" + _YEAR + r")\b", 0.85, _is_bare_month),
    Rule("date.month", Category.DATE, r"\b(?:in|since|last|this past|past|next|early|late|mid|mid-|until|till|by|from|during|before|after|around|back in|of|through|end of|start of|beginning of)[ -](" + r"(?i:" + _CERTAIN_MONTHS + r")|March|May)\b", 0.7, _is_bare_month, soft=True),
    Rule("date.short", Category.DATE, r"\b\d{1,2}/\d{1,2}\b", 0.85, _is_plain_short_date),
    Rule("date.short_range", Category.DATE, r"\b\d{1,2}/\d{1,2}\s?(?:-|to|through|thru|until)\s?\d{1,2}/\d{1,2}\b", 0.85, _is_range),
    Rule("date.short_likely", Category.DATE, r"\b\d{1,2}/\d{1,2}\b", 0.45, _is_short_date),
    Rule("date.day", Category.DATE, r"(?i)\b(?:on|since|until|by|from|before|after|till|of)\sthe\s((?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b", 0.7, _is_day_alone, soft=True),
    Rule("date.day_likely", Category.DATE, r"(?i)\bthe\s((?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b", 0.4, soft=True),
    Rule("date.feast", Category.DATE, _FEAST_RULE, 0.8, _is_feast, soft=True),
    Rule("age.number", Category.DATE, r"(?i)\b" + _AGE + _YEARS_OLD, 0.95, _is_high_age),
    Rule("age.sex", Category.DATE, r"\b" + _AGE + r"\s?(?:[MF]\b|[mf]\b|(?:male|female|man|woman|lady|gentleman)\b)", 0.9, lambda text, start, end: text[max(0, start - 1) : start] != "-" and _is_high_age(text, start, end)),
    Rule("age.said", Category.DATE, r"(?i)\b(?:age|aged|ages|turned|turning|turns|is now|age of|at age|aet\.?)\s{0,2}:?\s?" + _AGE + r"\b", 0.92, lambda text, start, end: not _follows_measure(text, end) and _is_high_age(text, start, end)),
    Rule("age.be", Category.DATE, r"(?i)\b(?:he|she|mother|father|grandmother|grandfather|gran|mum|mom|dad|nan|who|patient|pt)(?:'s|\sis|\swas|'ll be|\swill be)\s(?:only\s|nearly\s|almost\s|about\s|now\s)?" + _AGE + r"(?:[.,;)\s]|$)", 0.9, lambda text, start, end: not _follows_measure(text, end) and _is_high_age(text, start, end)),
    Rule("age.words", Category.DATE, r"(?i)\b(" + _TENS + r")[\s-]{1,2}years?[\s-]old\b", 0.95),
    Rule("age.said_words", Category.DATE, r"(?i)\b(?:age|aged|turned|is|was|at)\s(ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)))\b", 0.8, lambda text, start, end: not _follows_measure(text, end)),
    Rule("age.noun", Category.DATE, r"(?i)\b(nonagenarian|centenarian|supercentenarian)\b", 0.6, soft=True),
)  # fmt: skip
