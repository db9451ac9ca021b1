# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Numbers and names taken apart: digits with blanks between them, labels letter by letter, numbers in words."""

from itertools import pairwise
from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import digits_of
from medpeer.deid.rules.rule import Rule, after, before

_LEAST_DIGITS: Final = 7
_DIGIT_WORD: Final = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|niner|double|triple|treble)"
_BIG_WORD: Final = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
_LABEL: Final = re2.compile(
    r"\b(?:ssn?|social|mrn|number|no|phone|tel|cell|mobile|call|text|id|nhs|record|chart|fax|account|m r n|s s n|n h s|i d)\b[^.\n]{0,14}$"
)
_GOES_ON: Final = re2.compile(
    r"\s?(?:%|mg|mcg|ug|g|kg|ml|l|dl|mm|cm|m|h|hr|hrs|min|units?|iu|mmol|days|weeks|months|years|patients|points?|timeline|scale)(?:[^a-z]|$)"
)


def is_apart(text: str, start: int, end: int) -> bool:
    """Say whether single digits in a row are a number: not a scale or a run of days, not a measurement."""
    digits = digits_of(text[start:end])
    if _GOES_ON.match(after(text, end, 12)):
        return False
    steps = {int(other) - int(one) for one, other in pairwise(digits)}
    return len(steps) > 1 or bool(_LABEL.search(before(text, start, 30)))


def _is_spelt(text: str, start: int, end: int) -> bool:
    """Say whether a number in words has the digits of one that reaches a person."""
    words = text[start:end]
    return len(digits_of(words)) + len(_WORD.findall(words)) >= _LEAST_DIGITS


_WORD: Final = re2.compile(r"(?i)\b(?:" + _DIGIT_WORD + "|" + _BIG_WORD + r")\b")

RULES: Final = (
    Rule("phone.digits_wide", Category.PHONE, r"\b\d(?:\s?[ ./-]\s?\d){6,24}\b", 0.85, is_apart),
    Rule("record.label_apart", Category.RECORD, r"(?i)\b((?:m r n|s s n|n h s(?: n o)?|i d|d o b|a c c t|p h o n e|t e l|f a x|c e l l)\s{0,3}[:#-]?\s{0,3}(?:[A-Z0-9][ ./-]{1,3}){3,24}[A-Z0-9])\b", 0.9),
    Rule("name.letters_apart", Category.NAME, r"\b([A-Z](?: [a-z]){2,20}(?: {1,3}[A-Z](?: [a-z]){2,20})?)\b", 0.8),
    Rule("phone.words_big", Category.PHONE, r"(?i)\b(?:" + _DIGIT_WORD + "|" + _BIG_WORD + r"|\d{1,4})(?:[ ,.-]{1,3}(?:" + _DIGIT_WORD + "|" + _BIG_WORD + r"|\d{1,4})){4,16}\b", 0.85, lambda text, start, end: _is_spelt(text, start, end) and bool(_LABEL.search(before(text, start)))),
)  # fmt: skip
