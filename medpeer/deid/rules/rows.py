# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Names and addresses by their place in a row: tables, HL7 segments, lists, before a number or a telephone."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, WORD, level, lexicon
from medpeer.deid.rules.names import is_mister
from medpeer.deid.rules.rule import Rule, after

_SURNAME: Final = r"[A-Za-z][a-z'A-Z-]+(?:\s[A-Za-z][A-Za-z'-]+)?"
_GIVEN: Final = r"[A-Za-z][A-Za-z'-]+(?:\s[A-Za-z]\.?)?"
_NAMED: Final = r"[A-Z][A-Za-z'-]+(?:\s[A-Z][A-Za-z'-]+)?,\s[A-Z][A-Za-z'-]+(?:\s[A-Z]\.?)?"
_MONTH: Final = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_FIELD: Final = (
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d|\d{1,2}/\d{1,2}\b|\d{1,2}[ -]?"
    + _MONTH
    + r"|"
    + _MONTH
    + r"[ -]\d|[A-Za-z]{0,3}\d{4,})"
)
_HEADINGS: Final = frozenset(
    "mrn dob id name sex date dx age phone address accession specimen sample lab test result code order visit ward unit room bed impression findings total sodium potassium".split()
)
_CLINICAL_PAIRS: Final = frozenset(
    "CP MI PE AF HD OR ED ER IV PO NG CT MR US RA MS DM HF TB OA UC CD PD PT OT MD RN NP PA GI GU ID GP ON IN AT IS TO OF SO NO HR BP RR UA EF LV RV QT ST AV BM VS NS LR DC OB IM SC SQ PR KG LB CM MM FT YO HX DX TX RX FH SH MH PH RT LT UE LE BB CC FU OK".split()
)
_COMMON: Final = 4


def _is_pair(text: str, start: int, end: int) -> bool:
    """Say whether two words with a comma between them can be a surname and a given name: no headings, no medicine."""
    words = [word.strip(".").lower() for word in text[start:end].replace(",", " ").split()]
    if any(word in _HEADINGS for word in words):
        return False
    values = [lexicon().get(word, 0) for word in words if len(word) > 1]
    named = [level(value, FIRST) or level(value, LAST) for value in values]
    clinical = [level(value, MEDICAL) > 0 and not name for value, name in zip(values, named, strict=True)]
    return not all(clinical) and (any(named) or not any(level(value, WORD) for value in values))


def _is_listed_pair(text: str, start: int, end: int) -> bool:
    """Say the same of words in lower case: one of them has to be a name that is no common word."""
    values = [lexicon().get(word, 0) for word in text[start:end].replace(",", " ").split()]
    rare = [(level(value, FIRST) or level(value, LAST)) and level(value, WORD) < _COMMON for value in values]
    known = level(values[0], LAST) > 1 and level(values[-1], FIRST) > 1
    return (known or any(rare)) and _is_pair(text, start, end)


def _is_reached(text: str, start: int, end: int) -> bool:
    """Say whether a capitalised word before a telephone number is a person and no department or service."""
    values = [lexicon().get(word.lower(), 0) for word in text[start:end].split()]
    if any(level(value, MEDICAL) and not (level(value, FIRST) or level(value, LAST)) for value in values):
        return False
    return any(level(value, FIRST) or level(value, LAST) for value in values)


def _is_initials(text: str, start: int, end: int) -> bool:
    """Say whether two capitals are a person's and no abbreviation of the ward."""
    letters = "".join(char for char in text[start:end] if char.isalpha())
    return letters not in _CLINICAL_PAIRS


def _is_lower_initials(text: str, start: int, end: int) -> bool:
    """Say the same of letters in lower case."""
    return "".join(char for char in text[start:end].upper() if char.isalpha()) not in _CLINICAL_PAIRS


def _is_dotted(text: str, start: int, end: int) -> bool:
    """Say whether two capitals with points are initials and no route of a drug."""
    return text[start:end].replace(" ", "") not in {
        "I.V.",
        "P.O.",
        "I.M.",
        "S.C.",
        "P.R.",
        "N.G.",
        "O.R.",
        "S.L.",
    } and not _DEGREE.match(after(text, end, 8))


_DEGREE: Final = re2.compile(r"^\s?(?:ph\.?d|m\.?d)")


RULES: Final = (
    Rule("name.row", Category.NAME, r"(?m)^[|\s]{0,3}(" + _SURNAME + r",\s?" + _GIVEN + r")\s?[,|;\t]\s?" + _FIELD, 0.92, _is_pair),
    Rule("name.piped", Category.NAME, r"\|(" + _SURNAME + r"(?:,\s?|\^)" + _GIVEN + r"(?:\^[A-Za-z]{0,20})?)[|^]", 0.92, _is_pair),
    Rule("name.before_number", Category.NAME, r"(?:^|[\s.:;(])(" + _NAMED + r")\s+(?:\(?(?:MRN|mrn|DOB|dob)\b|[A-Za-z]{0,3}\d{5,}|\d{1,2}[/-]\d{1,2}\b|\d{4}-\d{2}-\d{2}|\d{2,3}-\d{2}-|" + _MONTH + r"\s\d{1,2}\b|\d{1,2}[ -]" + _MONTH + r"\b)", 0.85, _is_pair),
    Rule("name.before_number_lower", Category.NAME, r"(?:^|[\s.:;(])([a-z'-]{3,}, [a-z'-]{3,})\s+(?:\(?(?:mrn|dob)\b|[a-z]{0,2}\d{6,}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\d{4}-\d{2}-\d{2}|\d{2,3}-\d{2}-\d{2,4}|" + _MONTH + r"\s\d{1,2},? \d{4}|\d{1,2}[ -]" + _MONTH + r"[ -]\d{2,4}\b)", 0.8, _is_listed_pair),
    Rule("place.piped_street", Category.LOCATION, r"\|(\d{1,5} [A-Za-z0-9 .,'#-]{3,40})(?:\^|\|)", 0.9),
    Rule("place.piped_town", Category.LOCATION, r"\^{1,2}([A-Za-z][A-Za-z .'-]{2,30})(?:\^[A-Z]{2})?(?:\^\d{5})?[|^]", 0.8),
    Rule("name.before_phone", Category.NAME, r"\b(?:re|Re|RE|about|for|call|Call|text|Text|contact|Contact|ask for|reach|family|\()\s?\(?([A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+)?)(?::|\sat|\son|,)?\s\(?\+?\d{0,2}[-. ]{0,2}\(?\d{3}\)?[-. ]{0,2}\d{3}", 0.82, _is_reached),
    Rule("name.initials_dotted", Category.NAME, r"\b(?:d/c'd|dc'd|[Pp]t|[Pp]atient|PT|[Ss]aw|admitted|readmitted|discharged|subject|[Mm]y patient|about|with)\s([A-Z]\.\s?[A-Z]\.)(?:[\s,;:?!]|'s|$)", 0.8, _is_dotted),
    Rule("name.initials_pair", Category.NAME, r"\b(?:[Pp]t|[Pp]atient|PATIENT|d/c'd|dc'd)\s([A-Z]{2})(?:,\s\d|\s\(\d|'s\s|\sin\s[A-Z]|\son\s|,\s|:)", 0.65, _is_initials, soft=True),
    Rule("name.initials_aged", Category.NAME, r"\b(?:[Pp]t|[Pp]atient|PATIENT)\s([A-Z]\.?\s?[A-Z]\.?),\s\d{1,3}[\s-]?(?:y|Y|m/?o|-year)", 0.8),
    Rule("name.initials_sent_home", Category.NAME, r"\b(?:d/c'd|dc'd)\s([a-z]\.?\s?[a-z]\.?)\son\s(?:the\b|\d|" + _MONTH + r"\b|mon|tue|wed|thu|fri|sat|sun)", 0.6, _is_lower_initials, soft=True),
    Rule("name.newborn", Category.NAME, r"(?i)\bbaby (?:girl|boy)\s([a-z][a-z'-]+),?\s(?:born|\(|mrn|dob|delivered)", 0.85),
    Rule("name.field_line", Category.NAME, r"(?im)\b(?:attending|patient|pt name|patient name|surgeon|consultant|provider|physician|referring md|mother|father|guarantor|subscriber|name)\s?:\s?([a-z][a-z'-]+(?:[ ,]{1,2}[a-z][a-z'.-]*){0,2})\s?(?:[;|]|$)", 0.85, _is_reached),
    Rule("name.initials_piped", Category.NAME, r"(?:^|[|\n])\s?([A-Z]\.?\s?[A-Z]\.?)\s?\|\s?(?:MRN|\d)", 0.7, _is_initials, soft=True),
    Rule("name.honorific", Category.NAME, r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s([A-Z][a-z'-]+[a-z](?:-[A-Z][a-z]+)?)\b", 0.9, is_mister),
    Rule("name.honorific_lower", Category.NAME, r"\b(?:mr|mrs|ms)\.\s([a-z][a-z'-]+[a-z])\b", 0.85, is_mister),
    Rule("name.doctor_by", Category.NAME, r"\b(?:by|with|under|from|saw|sees|referred to|followed by|d/w|per our)\s(?:Dr|dr|DR)\.?\s([A-Za-z][a-z'-]+[a-z](?:\s[A-Z][a-z'-]+)?)(?:\s(?:at|on|in|for|from|who|and|this|last|yesterday|today)\b|[.,;:)\n]|$)", 0.75, is_mister, soft=True),
)  # fmt: skip
