# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Ages over 89, in figures and in words, against the percentages, temperatures and weights that look like them."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, after, before

_LEAST: Final = 90
_MOST: Final = 122
_ONES: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS: Final = rf"(?:nonagenarian|centenarian|supercentenarian|ninety(?:[- ]?{_ONES})?|(?:one|a) hundred(?: and)?(?:[- ](?:{_ONES}|ten))?)"
_AGE: Final = r"(9\d|1[01]\d|12[0-2])"
_YEARS_OLD: Final = r"(?:\+)?\s?-?\s?(?:y\b|yo\b|y/o|y\.o|yr|years?|yrs|yof\b|yom\b|jahre|ans\b|anos\b|anni\b|jaar\b)"
_KIN: Final = r"(?:mother|father|grandmother|grandfather|gran|nan|nana|granny|grandma|grandpa|mum|mom|dad|aunt|uncle|wife|husband|widow|widower|sister|brother|lady|gentleman|man|woman|patient|pt|gentleman|male|female|resident|nun|priest|veteran|farmer)"
_MEASURE_AFTER: Final = re2.compile(
    r"^(?:\s?(?:%|percent|per cent|th\b|mg|mcg|ml|g\b|kg|kilos?|lbs?\b|pounds|cm|mm|bpm|beats|degrees|deg|f\b|c\b|patients|pts\b|weeks|months|days|hours|minutes|min\b|cases|units|points|on (?:room )?air|ra\b|on \d|systolic|diastolic)|[.,]\d|\d|/\d|:\d)"
)
_NOT_LIVED: Final = re2.compile(
    r"^\s?(?:ago|of (?:follow|data|experience|research|practice|combined)|follow|survival|experience|since|later|from now|warranty|history of the)"
)
_TEMPERATURE: Final = re2.compile(
    r"\b(?:t|temp|temps|temperature|tmax|febrile|fever|fevers|max|tm|afebrile)\b[^\n.;]{0,16}$"
)


def _is_high(text: str, start: int, end: int) -> bool:
    """Say whether an age is over 89, the highest the Safe Harbor rule lets stand."""
    digits = text[start:end]
    return not digits.isdigit() or _LEAST <= int(digits) <= _MOST


def _is_lived(text: str, start: int, end: int) -> bool:
    """Say whether a number of years is an age and not a time ago or a follow-up."""
    unit = _UNIT.match(text[end : end + 12])
    beyond = end + (unit.end() if unit else 0)
    return _is_high(text, start, end) and not _NOT_LIVED.match(after(text, beyond, 20))


_UNIT: Final = re2.compile(r"(?i)" + _YEARS_OLD + r"s?\.?")


def _is_unmeasured(text: str, start: int, end: int) -> bool:
    """Say whether an age does not go on as a measurement."""
    return not _MEASURE_AFTER.match(after(text, end, 14)) and _is_high(text, start, end)


def _is_sexed(text: str, start: int, end: int) -> bool:
    """Say whether a number with a letter for the sex is an age and no temperature or range."""
    if text[max(0, start - 1) : start] in {"-", ".", "/"} or _TEMPERATURE.search(before(text, start, 30)):
        return False
    return _is_high(text, start, end)


RULES: Final = (
    Rule("age.number", Category.DATE, r"(?i)\b" + _AGE + _YEARS_OLD, 0.95, _is_lived),
    Rule("age.sex", Category.DATE, r"\b" + _AGE + r"\s?(?:[MF]\b|[mf]\b|(?:male|female|man|woman|lady|gentleman|grandmother|grandfather)\b)", 0.9, _is_sexed),
    Rule("age.sex_first", Category.DATE, r"\b(?:[MF]/|(?:[Mm]ale|[Ff]emale|MALE|FEMALE)[,/ ]\s?)" + _AGE + r"\b", 0.8, _is_unmeasured),
    Rule("age.field", Category.DATE, r"(?i)\bage(?:/sex|/gender)?\s?[:=(]\s?" + _AGE + r"\b|\b" + _AGE + r"\s?/\s?[mf]\b", 0.9),
    Rule("age.said", Category.DATE, r"(?i)\b(?:age|aged|ages|turned|turning|turns|is now|age of|at age|aet\.?|lived to|lived to be|reached)\s{0,2}:?\s?(?:of\s|about\s|around\s)?" + _AGE + r"\b", 0.92, _is_unmeasured),
    Rule("age.be", Category.DATE, r"(?i)\b(?:he|she|mother|father|grandmother|grandfather|gran|mum|mom|dad|nan|who|patient|pt)(?:'s|\sis|\swas|'ll be|\swill be)\s(?:only\s|nearly\s|almost\s|about\s|now\s)?" + _AGE + r"(?:[.,;)!?\s]|$)", 0.9, _is_unmeasured),
    Rule("age.beside", Category.DATE, r"\b" + _KIN + r"(?:\s[A-Z][a-z'-]+){0,2}(?:,\s?|\s\(|\sof\s|,\sonly\s|,\snow\s)" + _AGE + r"(?:[,;).!?]|\s(?:and|who|with|lives|living|from)\b)", 0.85, _is_unmeasured),
    Rule("age.after_name", Category.DATE, r"\b(?:[A-Z][a-z'-]+\s){1,2}\(" + _AGE + r"\)\s(?:[a-z]+s|is|was|has|had)\b", 0.6, soft=True),
    Rule("age.spry", Category.DATE, r"(?i)\b(?:spry|sprightly|frail|feisty|hale|sharp|young|age of|birthday,?|at the age of|all of her|all of his)\s" + _AGE + r"\b", 0.8, _is_unmeasured),
    Rule("age.words", Category.DATE, r"(?i)\b(" + _TENS + r")[\s-]{0,2}(?:years?|yrs?)[\s-]?(?:old|of age)\b", 0.95),
    Rule("age.said_words", Category.DATE, r"(?i)\b(?:age|aged|turned|is|was|at|she's|he's|turning|nearly|almost)\s(ninety(?:[- ]?" + _ONES + r"))\b", 0.8, _is_unmeasured),
    Rule("age.aged_words", Category.DATE, r"(?i)\b(?:age|aged|turned|turning)\s(?:of\s)?(ninety|(?:one|a) hundred(?: and (?:" + _ONES + r"|ten))?)\b", 0.8, _is_unmeasured),
    Rule("age.decade", Category.DATE, r"(?i)\bin\s(?:his|her|their|my|the)\s(?:own\s)?((?:early|mid|late)?[ -]?(?:nineties|90s|90's))\b", 0.6, soft=True),
    Rule("age.noun", Category.DATE, r"(?i)\b(nonagenarian|centenarian|supercentenarian)\b", 0.6, soft=True),
)  # fmt: skip
