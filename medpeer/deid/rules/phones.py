# ruff: noqa: E501, PLR2004 - patterns read best on one line; every check takes text, start and end
"""Telephone and fax numbers: by their plan, by the word before them, in words, with their digits apart."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import digits_of
from medpeer.deid.rules.apart import is_apart
from medpeer.deid.rules.rule import Rule, after, before

_DIGIT_WORD: Final = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|niner|double|triple)"
_CALL_WORDS: Final = re2.compile(
    r"\b(?:phone|ph|tel|telephone|call|called|calling|cell|mobile|mob|text|texted|txt|sms|whatsapp|reach|reached|ring|rang|"
    r"contact|pager|page|paged|beeper|ext|extension|number|landline|home|work|hotline|line|dial|fax|faxed|ph\.|tel\.|cb|callback|c/b|answers|on)\b[^.\n]{0,25}$"
)
_FAX_WORDS: Final = re2.compile(r"\b(?:fax|faxed|faxes|facsimile|fx)\b[^.\n]{0,30}$")
_NOT_CALLS: Final = re2.compile(
    r"(?:pmid|nct|isrctn|doi|ndc|loinc|cas|icd|cpt|n\s*=|version|v|isbn|issn|pmc|omim|range|between|from|dose|ratio|rs)[\s:#]*$"
)
PUBLIC_LINES: Final = frozenset(
    {
        "18002221222",
        "8002221222",
        "18002738255",
        "8002738255",
        "18003321088",
        "8003321088",
        "18006567",
        "8006624357",
        "18006624357",
        "8007997233",
        "18007997233",
    }
)
"""Poison control, crisis, substance and violence lines: printed on every leaflet, they reach nobody's patient."""


def _is_phone(text: str, start: int, end: int) -> bool:
    """Say whether a ten-digit shape is a telephone number: not a public line, not part of a longer number."""
    digits = digits_of(text[start:end])
    if len(digits) < 8 and text[start] == "+":
        return False
    if digits in PUBLIC_LINES or text[end : end + 1].isdigit() or text[max(0, start - 1) : start].isdigit():
        return False
    return not _NOT_CALLS.search(before(text, start, 14))


def _is_bare_phone(text: str, start: int, end: int) -> bool:
    """Say whether a shape that many numbers share stands behind a word for calling."""
    return _is_phone(text, start, end) and bool(_CALL_WORDS.search(before(text, start)))


def _is_local_phone(text: str, start: int, end: int) -> bool:
    """Say whether ddd-dddd is a local number: the fictional 555, or a word for calling near it."""
    if not _is_phone(text, start, end) or _follows_unit(text, end):
        return False
    return text[start : start + 3] == "555" or bool(_CALL_WORDS.search(before(text, start)))


def _follows_unit(text: str, end: int) -> bool:
    """Say whether a unit or percent sign follows: then the number is a measurement."""
    return bool(_UNIT.match(after(text, end, 12)))


_UNIT: Final = re2.compile(
    r"\s?(?:%|mg|mcg|ug|g|kg|ml|l|dl|mm|cm|m|h|hr|hrs|min|units?|iu|u|mmol|meq|ng|pg|bpm|copies|cells|k|kcal|patients|participants|people|women|men|children|days|weeks|months|years|\$)(?:[^a-z]|$)"
)


_PHONE: Final = (
    r"(?:\+?1[-. ]{0,2})?\(\d{3}\)[-. ]{0,2}\d{3}[-. \n]{1,2}\d{4}",
    r"\b(?:\+?1[-. ])?\d{3}[-.]\n?\d{3}[-.]\n?\d{4}\b",
    r"\+\d{1,3}(?:[-. ]{0,2}\(?\d{1,5}\)?){2,6}\b",
    r"\b0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b",
    r"\b0\d{4}[ -]\d{6}\b",
    r"\b07\d{3}[ -]?\d{3}[ -]?\d{3}\b",
    r"\b04\d{2} \d{3} \d{3}\b",
    r"\b[6-9]\d{4}[ -]\d{5}\b",
    r"\b0[1-9](?:[ .]\d{2}){4}\b",
)
_EXT: Final = r"(?:,?\s{0,2}(?:x|ext\.?|extension)\s?\d{1,6})?"

RULES: Final = (
    *(Rule(f"phone.plan{place}", Category.PHONE, pattern + _EXT, 0.95, _is_phone) for place, pattern in enumerate(_PHONE)),
    Rule("phone.loose", Category.PHONE, r"\([2-9]\d{2}\)\d{7}\b|\b[2-9]\d{2}[-/.]\d{7}\b|\b[2-9]\d{2}/\d{3}-\d{4}\b|\b[2-9]\d{2} ?- ?\d{3} ?- ?\d{4}\b|\b[2-9]\d{2} \d{3} \d{2} \d{2}\b", 0.9, _is_phone),
    Rule("phone.glued", Category.PHONE, r"(?i)(?:\+?1[-. ]?)?\(?\b\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\s?x\s?\d{1,6}\b", 0.95, _is_phone),
    Rule("phone.trunk", Category.PHONE, r"\(0\d{1,4}\)[ -]?\d{3,4}[ -]?\d{3,5}\b|\b00[ -]?[1-9]\d(?:[ .-]?\(?\d{1,4}\)?){3,6}\b", 0.92, _is_phone),
    Rule("phone.spaced", Category.PHONE, r"\b(?:1 )?[2-9]\d{2} \d{3} \d{4}\b" + _EXT, 0.85, _is_phone),
    Rule("phone.plain", Category.PHONE, r"\b1?[2-9]\d{9}\b", 0.9, _is_bare_phone),
    Rule("phone.local", Category.PHONE, r"\b[2-9]\d{2}[-.]\d{4}\b" + _EXT, 0.85, _is_local_phone),
    Rule("phone.local_spaced", Category.PHONE, r"\b[2-9]\d{2} \d{4}\b|\b\d{4} \d{4}\b", 0.8, _is_bare_phone),
    Rule("phone.extension", Category.PHONE, r"(?i)\b(?:ext\.?|extension|pager|bleep|beeper|vocera|spectralink|ascom|dect)\s?(?:#|no\.?|number|is|:)?\s?(\d{3,6})\b", 0.85),
    Rule("phone.digits_apart", Category.PHONE, r"\b\d(?:[ .-]\d){6,14}\b", 0.85, is_apart),
    Rule(
        "phone.words",
        Category.PHONE,
        r"(?i)\b(?:(?:\d{1,4}|" + _DIGIT_WORD + r")[ ,.-]{1,3}){1,14}" + _DIGIT_WORD + r"\b",
        0.85,
        lambda text, start, end: _spelt_digits(text[start:end]) >= 7,
    ),
    Rule("phone.words_tail", Category.PHONE, r"(?i)\b(?:" + _DIGIT_WORD + r"[ ,.-]{1,3}){3,14}\d{1,4}\b", 0.85, lambda text, start, end: _spelt_digits(text[start:end]) >= 7),
)  # fmt: skip


def _spelt_digits(words: str) -> int:
    """Count the digits in a number that is written out, in whole or in part."""
    return len(digits_of(words)) + len(_WORD_DIGITS.findall(words))


_WORD_DIGITS: Final = re2.compile(r"(?i)" + _DIGIT_WORD)


def is_fax(text: str, start: int) -> bool:
    """Say whether the number at ``start`` stands behind a word for fax."""
    return bool(_FAX_WORDS.search(before(text, start)))
