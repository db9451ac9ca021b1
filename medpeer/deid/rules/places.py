# ruff: noqa: E501, ARG005 - patterns read best on one line; every check takes text, start and end
"""Places by their shape: streets, codes, facilities, wards and beds, and the words that lead to a town."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule

_CAP: Final = r"(?:(?:St|Ste|Mt|Ft)\.?\s)?[A-Z][A-Za-z'.&-]*[A-Za-z]"
_STREET: Final = r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Crescent|Cres|Close|Square|Sq|Trail|Trl|Loop|Row|Walk|Mews|Grove|Gardens|Marg|Nagar|Colony)"
_FACILITY: Final = (
    r"(?:Hospital|Hosp|Medical Cent(?:er|re)|Med Ctr|Medical Ctr|Clinic|Infirmary|Hospice|Health Cent(?:er|re)|Health System|Healthcare|Sanatorium|Nursing Home|Care Home|Rehabilitation|Rehab|Surgery Center|Children's|General|Memorial|Regional|Mercy|"
    r"Manor|Pavilion|Polyclinic|Dispensary|Dialysis|Cancer Cent(?:er|re)|Institute|University Hospital|Elementary|High School|Middle School|School|Academy|College|Church|Parish|Temple|Mosque|Assisted Living|Urgent Care|Pharmacy|Family Practice|Family Medicine|Surgery|Medical Group|Prison|Jail|Penitentiary|Correctional)"
)

_CLINICAL_PLACES: Final = frozenset(
    "er ed icu or pacu ccu nicu picu micu sicu hdu itu ct mri us ecg ekg medical emergency april march may june july monday tuesday wednesday thursday friday saturday sunday".split()
)


def _is_place(text: str, start: int, end: int) -> bool:
    """Say whether a capitalised run can be a place: not a unit or a day."""
    return text[start:end].split(maxsplit=1)[0].lower() not in _CLINICAL_PLACES


RULES: Final = (
    Rule("place.street", Category.LOCATION, r"\b\d{1,5}[A-Za-z]?\s(?:[NSEW]\.?\s)?(?:" + _CAP + r"\s){1,3}" + _STREET + r"\b\.?(?:,?\s(?:Apt|Unit|Suite|Ste|#|Flat)\.?\s?#?[0-9A-Za-z-]{1,6})?", 0.95),
    Rule("place.po_box", Category.LOCATION, r"(?i)\bp\.?\s?o\.?\sbox\s\d{1,6}\b", 0.95),
    Rule("place.uk_postcode", Category.LOCATION, r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b", 0.9),
    Rule("place.ca_postcode", Category.LOCATION, r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b", 0.9),
    Rule("place.zip", Category.LOCATION, r"(?i)\b(?:zip(?:\s?code)?|postcode|postal code|pin ?code|pin)\s?(?:is|:|#)?\s?(\d{3}(?:\s?\d{3}|\d{2}(?:-\d{4})?))\b", 0.95),
    Rule("place.state_zip", Category.LOCATION, r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s(\d{5}(?:-\d{4})?)\b", 0.95),
    Rule("place.zip_four", Category.LOCATION, r"\b\d{5}-\d{4}\b", 0.75),
    Rule("place.facility", Category.LOCATION, r"\b((?:" + _CAP + r"\s){1,4}(?:(?:of|for|and|&|the)\s(?:" + _CAP + r"\s){1,3})?" + _FACILITY + r"(?:\s(?:Hospital|Cent(?:er|re)|Campus|Clinic))?)\b", 0.85),
    Rule("place.saint", Category.LOCATION, r"\b((?:St|Ste|Saint|Sainte|San|Santa|Our Lady of|Mount|Mt)\.?\s[A-Z][a-z]+(?:-[A-Z][a-z]+)?'s)\b", 0.8),
    Rule("place.bed", Category.LOCATION, r"(?i)\b((?:room|rm|bed|bay|cubicle|suite)\s?#?\s?\d{1,4}[A-Za-z]?(?:-\d{1,2}|\s?bed\s?\d{1,2})?)\b", 0.8, lambda text, start, end: not re2.match(r"(?i)(?:\s?(?:hospital|beds?|unit\b|facility|air|%|ml|degrees|temperature))|-bed", text[end : end + 14]), soft=True),
    Rule("place.spot", Category.LOCATION, r"(?i)\b((?:resus|ldr|l&d|trauma|hallway|hall|tower|wing|pod|station|cot|stall|side ?room|theatre|or|chair|apt|flat|unit|ward|bed|bay|room|rm|rms|beds|obs|icu|ed|er|hdu|nicu|picu|ccu|pod)\s#?(?:\d{1,3}[A-Za-z]?|[A-H]\d{0,2})(?:[-,/]?\s?(?:bed\s)?\d{1,3}[A-Za-z]?)?)\b", 0.45, soft=True),
    Rule("place.compass", Category.LOCATION, r"(?i)\b(\d{1,2}\s?(?:west|east|north|south|w|e|n|s|tower|center|main)[\s,-]{0,2}(?:bed|room|rm)?\s?#?\d{0,3}[A-Za-z]?)\b", 0.45, soft=True),
    Rule("place.bed_code", Category.LOCATION, r"\b(\d{1,2}[A-Z]{1,2}-\d{1,3}|\d{1,2}-\d{1,2}|[1-9]\d?[A-D])\b", 0.3, soft=True),
    Rule("place.ward", Category.LOCATION, r"\b((?i:ward|bay|floor|tower|unit)\s\d{1,3}[A-Za-z]?(?:\s?,?\s?bed\s\d{1,3})?|\d{1,2}\s?(?:West|East|North|South|Tower)(?:,?\s(?i:bed|room|rm)\s\d{1,3}[A-Za-z]?)?)\b", 0.75, lambda text, start, end: text[start : start + 4].lower() != "unit", soft=True),
    Rule("place.at_on", Category.LOCATION, r"\b(?:at|to|from|in)\s((?:" + _CAP + r"|[A-Z]{2,6})(?:\s(?:of\s)?(?:" + _CAP + r"|[A-Z]{2,6})){0,4}(?:,\s[A-Z]{2})?)\son\s(?:the\s)?(?:\d|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", 0.8, _is_place),
    Rule("place.after_preposition", Category.LOCATION, r"\b(?:at|from|near|outside)\s((?:the\s)?(?:" + _CAP + r")(?:\s(?:of\s)?(?:" + _CAP + r")){0,3})\b", 0.3),
    Rule("place.led_to", Category.LOCATION, r"\b(?:lives in|lived in|living in|resides in|resident of|moved to|moved from|comes from|hails from|home in|house in|based in|transferred from|transfer from|referred from|flown from|born in|grew up in|works in|driving from|town of|city of|village of|county of|outside of|near)\s((?:" + _CAP + r")(?:\s" + _CAP + r"){0,2})", 0.7),
)  # fmt: skip
