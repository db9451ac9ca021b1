# ruff: noqa: E501, ARG005 - patterns read best on one line; every check takes text, start and end
"""Where in the house a patient lies: wards, rooms, bays, beds, cots."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule

RULES: Final = (
    Rule("place.bed", Category.LOCATION, r"(?i)\b((?:room|rm|bed|bay|cubicle|suite)\s?#?\s?\d{1,4}[A-Za-z]?(?:-\d{1,2}|\s?bed\s?\d{1,2})?)\b", 0.8, lambda text, start, end: not re2.match(r"(?i)(?:\s?(?:hospital|beds?|unit\b|facility|air|%|ml|degrees|temperature))|-bed", text[end : end + 14]), soft=True),
    Rule("place.spot", Category.LOCATION, r"(?i)\b((?:resus|ldr|l&d|trauma|hallway|hall|tower|wing|pod|station|cot|stall|side ?room|theatre|or|chair|apt|flat|unit|ward|bed|bay|room|rm|rms|beds|obs|icu|ed|er|hdu|nicu|picu|ccu|pod)\s#?(?:\d{1,3}[A-Za-z]?|[A-H]\d{0,2})(?:[-,/]?\s?(?:bed\s)?\d{1,3}[A-Za-z]?)?)\b", 0.45, soft=True),
    Rule("place.compass", Category.LOCATION, r"(?i)\b(\d{1,2}\s?(?:west|east|north|south|w|e|n|s|tower|center|main)[\s,-]{0,2}(?:bed|room|rm)?\s?#?\d{0,3}[A-Za-z]?)\b", 0.45, soft=True),
    Rule("place.bed_code", Category.LOCATION, r"\b(\d{1,2}[A-Z]{1,2}-\d{1,3}|\d{1,2}-\d{1,2}|[1-9]\d?[A-D])\b", 0.3, soft=True),
    Rule("place.ward", Category.LOCATION, r"\b((?i:ward|bay|floor|tower|unit)\s\d{1,3}[A-Za-z]?(?:\s?,?\s?bed\s\d{1,3})?|\d{1,2}\s?(?:West|East|North|South|Tower)(?:,?\s(?i:bed|room|rm)\s\d{1,3}[A-Za-z]?)?)\b", 0.75, lambda text, start, end: text[start : start + 4].lower() != "unit", soft=True),
    Rule("place.cot", Category.LOCATION, r"(?i)\b((?:isolette|incubator|bassinet|crib|warmer|cot|pram|cubby|recliner)\s#?\d{1,3}(?:-\d{1,3})?)\b", 0.75, soft=True),
    Rule("place.lettered_bed", Category.LOCATION, r"\b([A-Z][a-z]+\s[A-H],?\s(?:[Bb]ed|[Bb]ay|[Rr]oom|[Rr]m)\s#?\d{1,3}[A-Z]?)\b", 0.75, soft=True),
    Rule("place.bed_led", Category.LOCATION, r"(?i)\b(?:in|to|from|on)\s((?:bed|room|rm|bay|cubicle|ward|pod)\s(?:number\s|no\.?\s|#)?[A-H]?\d{1,4}[A-Z]?(?:[-/]\d{1,3})?)\b", 0.75, soft=True),
)  # fmt: skip
