# ruff: noqa: E501 - tables read best on one line
"""A place becomes its kind: a community hospital, a town in the region."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import re2

from medpeer.deid.instead.around import Around, Phrase
from medpeer.deid.instead.ordinals import told_apart
from medpeer.deid.normal import normalise

_TOWN: Final = "a town in the region"
_HOSPITAL: Final = "a community hospital"
_BY_RULE: Final = {
    "place.zip": "[postcode removed]", "place.uk_postcode": "[postcode removed]", "place.ca_postcode": "[postcode removed]",
    "place.street": "[address removed]", "place.po_box": "[address removed]", "place.apartment": "[address removed]",
    "place.piped_street": "[address removed]", "place.route": "[address removed]", "place.bed_code": "a bed",
    "place.lettered_bed": "a bed", "place.cot": "a bed",
}  # fmt: skip
"""Kinds by the beginning of the rule's name."""
_BY_WORD: Final = tuple(
    (re2.compile(rf"(?i)\b(?:{words})"), kind)
    for words, kind in (
        (r"(?:ward|unit|floor)\b.*\bbed\b|bed\b.*\b(?:ward|unit|floor)\b", "a bed on the ward"),
        (r"bed|bay|cubicle|cot\b", "a bed"),
        (r"room|rm\b|suite", "a room"),
        (r"children|p(?:a)?ediatric h", "a children\u2019s hospital"),
        (r"university h|university med|teaching|academic|college hosp", "a university hospital"),
        (r"veterans|va\b|vamc\b", "a veterans\u2019 hospital"),
        (r"hospice", "a hospice"),
        (r"nursing|care home|assisted living|snf\b|rest home", "a nursing home"),
        (r"rehab", "a rehabilitation unit"),
        (r"dialysis", "a dialysis unit"),
        (r"hosp|infirmary|memorial|medical|general|mercy|regional|st\.? [a-z]+'?s?$|saint|health", _HOSPITAL),
        (r"clinic|practice|surgery\b|associates|polyclinic|group\b", "a clinic"),
        (r"pharmacy|drugs?\b|chemist", "a pharmacy"),
        (r"high school|school|elementary|academy|kindergarten|nursery|daycare|montessori", "a school"),
        (r"university|college|institute", "a university"),
        (r"church|mosque|temple|parish|synagogue|chapel|cathedral|masjid|gurdwara", "a place of worship"),
        (r"prison|jail|correctional|penitentiary|detention", "a prison"),
        (r"shelter", "a shelter"),
        (r"restaurant|cafe|diner|grill|bistro|pub\b|bar\b|pizzeria|bakery|deli\b", "a restaurant"),
        (r"store|mart\b|market|supermarket|mall|shop|outlet|hardware", "a shop"),
        (r"plant\b|factory|mill\b|mine\b|foundry|dairy|farms?\b|works\b|warehouse|quarry|ranch", "a local workplace"),
        (r"hotel|motel|inn\b|lodge", "a hotel"),
        (r"airport|station|depot", "a station"),
        (r"lake|river|park\b|beach|trail|creek|mountain|falls|forest|island", "a place outdoors"),
        (r"county|parish|borough|district", "a county in the region"),
        (r"street|st\b|ave(?:nue)?\b|road|rd\b|drive\b|lane\b|ln\b|blvd|boulevard|highway|hwy", "[address removed]"),
        (r"icu|micu|sicu|picu|nicu|ccu|ward|unit|floor|level|theatre|wing|tower", "a ward"),
    )
)
_CARED_FOR: Final = re2.compile(
    r"(?i)\b(?:transfer\w*|refer\w*|admit\w*|admission|flown|airlifted|sent|discharged|seen|treated|accepted|operated|delivered|followed|scan\w*|imaged)\b[^.\n]{0,25}\b(?:from|to|at|by|in)\s+(?:the\s+)?$|\bat\s+(?:the\s+)?$"
)
_WORKS: Final = re2.compile(
    r"(?i)\b(?:works?|worked|working|job|employed|employee|shifts?)\b[^.\n]{0,25}\b(?:at|for|with|in)\s+(?:the\s+)?$"
)
_STUDIES: Final = re2.compile(
    r"(?i)\b(?:stud(?:y|ies|ent|ying)|attends?|teaches|teacher|enrolled|pupil|junior|senior|grader)\b[^.\n]{0,20}\b(?:at|in)?\s*(?:the\s+)?$"
)
_LIVES: Final = re2.compile(
    r"(?i)\b(?:lives?|living|lived|resid\w+|born|raised|grew up|moved|from|near|outside|village|town)\b[^.\n]{0,15}$"
)


def places(found: Sequence[Around]) -> dict[Around, Phrase]:
    """Return what is written for each place; the same place is written alike, another of its kind is told apart."""
    taken: Counter[str] = Counter()
    by_name: dict[str, str] = {}
    written: dict[Around, Phrase] = {}
    for around in found:
        name = " ".join(normalise(around.words).text.lower().split())
        if name not in by_name:
            kind = _kind(around, name)
            taken[kind] += 1
            by_name[name] = kind if kind.startswith("[") else told_apart(kind, taken[kind])
        written[around] = around.phrase(by_name[name])
    return written


def _kind(around: Around, name: str) -> str:
    """Name the kind of a place by its rule, its own words, or what is said to happen there."""
    if by_rule := next((kind for rule, kind in _BY_RULE.items() if around.span.rule.startswith(rule)), None):
        return by_rule
    for words, kind in _BY_WORD:
        if words.search(name):
            return kind
    return _by_sentence(around)


def _by_sentence(around: Around) -> str:
    """Name the kind of a place whose own words say nothing."""
    if around.led_by(_WORKS):
        return "a local workplace"
    if around.led_by(_STUDIES):
        return "a school"
    if around.led_by(_LIVES) and not around.led_by(_CARED_FOR):
        return _TOWN
    if around.led_by(_CARED_FOR) or around.span.rule.startswith(("place.facility", "place.saint")):
        return _HOSPITAL
    # "4 West 412-B", "hallway 4": a town has no figures.
    is_ward = around.span.rule in {"place.ward", "place.bed"} or any(char.isdigit() for char in around.words)
    return "a ward" if is_ward else _TOWN
