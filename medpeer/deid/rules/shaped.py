# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Numbers known by their own shape or by an explicit label, however they are broken up: letters, blanks, slashes."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import digits_of, is_calendar_day
from medpeer.deid.rules.rule import Rule, after, before

_LEAST_FIGURES: Final = 5
_FEW_FIGURES: Final = 3
_MEASURE: Final = re2.compile(
    r"\s?(?:%|mg|mcg|kg|ml|dl|mmhg|mmol|units?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|patients|participants|cells|copies|bpm)"
)
_PRINTED: Final = re2.compile(
    r"(?:trial|study|nct|protocol|grant|model|catalog\w*|cat|lot|ndc|version|gene|variant|compound|drug|agent|probe|clone|strain|icd\S*|cpt)[\s:#]*$"
)
_PREFIXED: Final = r"((?-i:(?:[A-Z]{1,6}[ /-]){1,3})\d[0-9A-Za-z]*(?:[-/ ]\d{2,7}){0,4}(?:[- ](?-i:[A-Z]))?)"


def _is_long(text: str, start: int, end: int) -> bool:
    """Say whether a value has the figures of a record's number and is no measurement."""
    return len(digits_of(text[start:end])) >= _LEAST_FIGURES and not _MEASURE.match(after(text, end, 14))


def _is_stamped(text: str, start: int, end: int) -> bool:
    """Say whether letters and figures form a number of a thing or person and no trial, lot or compound."""
    return len(digits_of(text[start:end])) >= _FEW_FIGURES and not _PRINTED.search(before(text, start, 20))


def _is_ramq(text: str, start: int, end: int) -> bool:
    """Say whether four letters and eight figures hold a birth date, as health cards of Quebec do."""
    digits = digits_of(text[start:end])
    return is_calendar_day(int(digits[2:4]) % 50, int(digits[4:6]))


RULES: Final = (
    Rule("other.prefixed", Category.OTHER, r"(?i)\b(?:no|number|nr|id|ref|serial|s/n|sn|reg|file|card|policy|pol|claim|case|kit|slip|template|lic|licence|license|mrn|chart|acct|account|accession|specimen|member|tricare)\b\.?\s?[:#.]{0,2}\s{0,2}" + _PREFIXED + r"\b", 0.88, _is_long),
    Rule("other.hash", Category.OTHER, r"(?:^|[\s|(])#\s?(\d{2,8}(?:-\d{1,8}){1,3}|\d{6,10})\b", 0.8, _is_long),
    Rule("other.tailed", Category.OTHER, r"\b[A-Z]{2,4}(?:-\d{2,8}){1,3}-[A-Z]{1,3}\b", 0.8, _is_stamped),
    Rule("other.slashed", Category.OTHER, r"\b[A-Z]{2,5}(?:/[A-Z]{1,4}){1,2}/\d{3,8}(?:[-/][A-Z0-9]{1,5})?\b", 0.85, _is_stamped),
    Rule("record.lettered_long", Category.RECORD, r"\b[A-Z]\d{7,10}\b", 0.82, _is_stamped),
    Rule("record.joined", Category.RECORD, r"(?i)\b(?:pat(?:ient)?_?id|mrn_?no|mrnum|pid|hospno|acctno)\s?[=:]\s?\"?([A-Z]{0,3}\d{4,12})\b", 0.95),
    Rule("licence.grouped", Category.LICENCE, r"\b[A-Z]\d{3}-\d{3,4}-\d{3,4}(?:-\d{2,4})?\b", 0.9),
    Rule("licence.clia", Category.LICENCE, r"\b\d{2}D\d{7}\b", 0.9),
    Rule("plan.ramq", Category.PLAN, r"\b[A-Z]{4} ?\d{4} ?\d{4}\b", 0.88, _is_ramq),
    Rule("vehicle.plate_uk", Category.VEHICLE, r"\b(?:[ABD-HJ-PR-Y][A-HJ-PR-Y]|C[A-CE-HJ-PR-Y])\d{2} [A-HJ-PR-Z]{3}\b", 0.8),
    Rule("vehicle.plate_in", Category.VEHICLE, r"\b(?:A[NPRS]|BR|C[GH]|D[DL]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[NRS]|U[KP]|WB)[- ]?\d{1,2}[- ][A-Z]{1,2}[- ]\d{4}\b", 0.93),
    Rule("vehicle.plate_us", Category.VEHICLE, r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s(?:plate\s|tag\s)?[A-Z]{3}[- ]?\d{3,4}\b", 0.75),
    Rule("biometric.labelled", Category.BIOMETRIC, r"(?i)\b(?:template|voice ?print|profile|fingerprints?|thumb ?print|iris|retinal?|palm ?print|gait|afis|biometric)\b[^.\n]{0,25}\s((?-i:[A-Z]{2,4}-[A-Z0-9-]{4,20}))\b", 0.85, _is_stamped),
)  # fmt: skip
