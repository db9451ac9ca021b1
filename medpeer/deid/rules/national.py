# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""National identity, health and tax numbers, told by their check digit or by a form that nothing else has."""

from collections.abc import Callable
from typing import Final

from medpeer.deid import national_checks as checks
from medpeer.deid.categories import Category
from medpeer.deid.checks import digits_of, is_calendar_day
from medpeer.deid.rules.rule import Check, Rule


def _passing(check: Callable[[str], bool]) -> Check:
    """Make a rule's check of one that looks at the number alone, where no figure or letter is glued to it."""
    return lambda text, start, end: (
        check(text[start:end])
        and text[end : end + 1] not in {"%", "/"}
        and text[max(0, start - 1) : start] not in {"$", "=", "/", "."}
    )


def _is_dated(text: str, start: int, end: int) -> bool:
    """Say whether a number begins with a day and a month, in this order."""
    digits = digits_of(text[start:end])
    return is_calendar_day(int(digits[2:4]), int(digits[:2])) and text[end : end + 1] != "/"


_LEAST_FIGURES: Final = 5


def _has_figures(word: str) -> bool:
    """Say whether a labelled value has the figures of a number."""
    return len(digits_of(word)) >= _LEAST_FIGURES


RULES: Final = (
    Rule("national.aadhaar", Category.OTHER, r"\b[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}\b", 0.9, _passing(checks.is_aadhaar)),
    Rule("national.pesel", Category.OTHER, r"\b\d{11}\b", 0.85, _passing(checks.is_pesel)),
    Rule("national.bsn", Category.OTHER, r"(?i)\b(?:bsn|burgerservicenummer|sofi)\D{0,6}(\d{9})\b", 0.95, _passing(checks.is_bsn)),
    Rule("national.sin", Category.OTHER, r"\b\d{3}[ -]\d{3}[ -]\d{3}\b", 0.9, _passing(checks.is_sin)),
    Rule("national.cpf", Category.OTHER, r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b|\b\d{11}\b", 0.9, _passing(checks.is_cpf)),
    Rule("national.dni", Category.OTHER, r"(?i)\b(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]\b", 0.93, _passing(checks.is_dni)),
    Rule("national.pps", Category.OTHER, r"\b\d{7}[A-W][A-IW]?\b", 0.93, _passing(checks.is_pps)),
    Rule("national.nric", Category.OTHER, r"(?i)\b[STFG]\d{7}[A-Z]\b", 0.95, _passing(checks.is_nric)),
    Rule("national.hkid", Category.OTHER, r"\b[A-Z]{1,2}\d{6}\s?(?:\([\dA]\)|[\dA]\b)", 0.93, _passing(checks.is_hkid)),
    Rule("national.medicare_au", Category.PLAN, r"\b[2-6]\d{3}[ -]?\d{5}[ -]?\d{1}(?:[ -/]\d)?\b", 0.9, _passing(checks.is_medicare_au)),
    Rule("national.personnummer", Category.OTHER, r"\b(?:19|20)?\d{6}[-+]\d{4}\b", 0.92, _passing(checks.is_personnummer)),
    Rule("national.cpr", Category.OTHER, r"\b\d{6}-\d{4}\b", 0.85, _is_dated),
    Rule("national.hetu", Category.OTHER, r"\b\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]\b", 0.9, _is_dated),
    Rule("national.resident_cn", Category.OTHER, r"\b\d{17}[\dXx]\b", 0.95, _passing(checks.is_resident_cn)),
    Rule("national.nir", Category.SSN, r"\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}\b", 0.95, _passing(checks.is_nir)),
    Rule("national.rrn", Category.OTHER, r"\b\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}\b", 0.93),
    Rule("national.my_nric", Category.OTHER, r"\b\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{2}-\d{4}\b", 0.93),
    Rule("national.emirates", Category.OTHER, r"\b784-?(?:19|20)\d{2}-?\d{7}-?\d\b", 0.96),
    Rule("national.cnic", Category.OTHER, r"\b\d{5}-\d{7}-\d\b", 0.95),
    Rule("national.curp", Category.OTHER, r"(?i)\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b", 0.96),
    Rule("national.codice_fiscale", Category.OTHER, r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b", 0.96),
    Rule("national.pan", Category.OTHER, r"\b[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]\b", 0.85),
    Rule("national.nino", Category.OTHER, r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", 0.9),
    Rule("national.labelled", Category.OTHER, r"(?i)\b(?:pesel|ppsn?|pps no|bsn|dni|nie|hkid|nric|fin no|sin no|cpr|fodselsnummer|personnummer|codice fiscale|steuer-?id|aadhaa?r|cpf|rut|curp|ahv|tc kimlik|teudat zehut|id no|ic no)\b[\s:#.]{0,4}(?:no\.?|number|nr\.?)?[\s:#.]{0,3}([A-Z0-9][A-Z0-9.()/-]{5,19}[A-Z0-9)])", 0.92, lambda text, start, end: _has_figures(text[start:end])),
)  # fmt: skip
