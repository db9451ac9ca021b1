# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Stretches that are never a patient's: literature, registries, public lines, codes, eponyms with their noun, cited authors."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

import re2

from medpeer.deid.rules.names import EPONYMOUS
from medpeer.deid.rules.phones import PUBLIC_LINES
from medpeer.deid.rules.web import LITERATURE
from medpeer.deid.values import Candidate

_ALWAYS: Final = (
    re2.compile(r"(?i)\b(?:doi\s?[:=]?\s?|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/[^\s<>\"')]{1,120}"),
    re2.compile(r"(?i)\b(?:pmid|pmcid|pmc)\s?[:#]?\s?\d{4,8}\b"),
    re2.compile(r"(?i)\b(?:nct\s?\d{8}|isrctn\s?\d{8}|eudract\s?\d{4}-\d{6}-\d{2}|actrn\s?\d{14}|chictr[-\w]{6,16}|umin\d{9}|ctri/\d{4}/\d{2}/\d{6}|crd\s?\d{8,12}|drks\d{8}|jrct\d{9,10})\b"),
    re2.compile(r"(?i)\b(?:icd(?:-?1[01]|-?9)?(?:-cm)?(?:\scode)?|cpt|hcpcs|drg|loinc|snomed(?:\sct)?|omim|mim|orpha|rxcui|ndc|un|cas)\s?(?:code|no\.?|number|#|:)?\s?[A-Z]?\d[\d.-]{1,12}[A-Z]?\b"),
    re2.compile(r"(?i)\blots?\s(?:no\.?\s|number\s|#\s?)?[A-Z]{0,3}\d{3,8}[A-Z]?\b(?:\srecall)?"),
    re2.compile(r"\brs\d{3,10}\b|\bc\.\d+[A-Za-z_>+0-9-]*|\bp\.[A-Za-z]+\d+[A-Za-z*]+|\b[NX][MPRC]_\d{6,9}(?:\.\d+)?\b"),
    re2.compile(r"\b[ACDEFGHIKLMNPQRSTVWY]\d{3,4}(?:[ACDEFGHIKLMNPQRSTVWYX]|del|fs|dup)\b"),
    re2.compile(r"\bNN[TH][BH]?\s?(?:=|of|is)?\s?\d{1,4}\b"),
    re2.compile(r"\bN(?:EJM)?oa\d{6,7}\b|\bNEJM[a-z]{1,3}\d{5,8}\b"),
    re2.compile(r"\b\d{4};\s?\d{1,4}(?:\(\d{1,3}\))?\s?:\s?[eE]?\d{1,6}(?:\s?-\s?\d{1,6})?\b"),
    re2.compile(r"\b(?:[A-Z][A-Za-z'-]+(?:\s[A-Z]{1,3})?(?:,\s|\sand\s|\s&\s)){0,4}[A-Z][A-Za-z'-]+(?:\s[A-Z]{1,3})?,?\set\.?\sal\b"),
    re2.compile(r"\b[A-Z][a-z]+(?:-[A-Z][a-z]+)?\s(?:and|&)\s[A-Z][a-z]+(?:-[A-Z][a-z]+)?,?\s(?:[A-Z][A-Za-z ]{1,20}\s)?\(?(?:19|20)\d{2}\)?"),
    re2.compile(r"\b(?:[A-Z][A-Za-z'-]+\s[A-Z]{1,3},\s){1,12}[A-Z][A-Za-z'-]+\s[A-Z]{1,3}\b"),
    re2.compile(r"\b(?:[Rr]eview|[Pp]aper|[Mm]eta-analysis|[Ss]tudy|[Ee]ditorial|[Tt]rial)\sby\s[A-Z][A-Za-z'-]+(?:\sand\s[A-Z][A-Za-z'-]+)?"),
    re2.compile(r"\b[Tt]he\s[A-Z][A-Za-z'-]+(?:\s(?:and|&)\s[A-Z][a-z]+|-[A-Z][a-z]+)?\s(?:paper|meta-analysis|study|trial|criteria|data|cohort|editorial|group)\b"),
    re2.compile(r"(?i)\b\d{1,2}-0\s(?:prolene|vicryl|nylon|silk|monocryl|pds|ethibond|ethilon|chromic|gut|gortex|gore-tex|ticron|maxon|stratafix|v-loc|sutures?|absorbable|braided|fast)\b"),
    re2.compile(r"\b99[0-9]{3}(?:-\d{2})?\b"),
)  # fmt: skip
_MEASURES: Final = re2.compile(
    r"\b(\d{1,3}(?:\.\d+)?)\s?-\s?(\d{1,3}(?:\.\d+)?)\b|\b([0-5]/5)\b|\b(\d{1,2}/10)\b|\b((?:[4-9]\d|[12]\d\d)/\d{2,3})\b|\b(\d{2,3}/(?:[4-9]\d|1\d\d))\b"
)
_CLAIMS: Final = re2.compile(
    r"(?i)(?:\b(?:on|since|until|till|dob|dos|seen|from|in|to|room|rm|bed|bay|ward|ext|x|dated|adm|admitted|discharged|bx|surgery|born|last|next)\s?:?\s?|[-/])$"
)
"""Words before a range or fraction that make it a day, a bed or a number to call."""
_SPELLS: Final = re2.compile(
    r"(?i)\b(?:for|over|past|about|nearly|x)\s\d{1,2}/(?:7|12|52)\b|\b\d{1,2}/52\b|\b\d{1,2}/(?:7|12)\s(?:of|history|hx|h/o|course|ago|later)\b"
)
"""Days, weeks and months written as sevenths, fifty-seconds and twelfths."""
_DAYS: Final = re2.compile(r"(?i)\b(?:d(?:ay)?\s?[+-]\s?\d{1,4}|d0|pod\s?#?\d{1,3}|dol\s?\d{1,3})\b|\b24/7\b")
_COUNTED: Final = re2.compile(
    r"(?i)\b(?:the\s)?\d{1,3}(?:st|nd|rd|th)\s(?:percentiles?|centiles?|days?|weeks?|months?|years?|trimester|digit|finger|toe|metatarsal|metacarpal|ribs?|nerve|cranial|intercostal|ventricle|"
    r"line|dose|cycle|time|visit|episode|attempt|decade|generation|edition|grade|floor of the mouth|degree|most|hour|post-?op|day)\b"
)
"""Ordinals that count a measure, a bone or a cure, and no day of a month."""
_REGIONS: Final = re2.compile(
    r"(?i)\b(?:(?:east|west|north|south|central|sub-saharan|southern|northern|eastern|western|latin|south-?east|horn of)\s)?(?:africa|asia|europe|america|oceania|caribbean)n?\b"
)
_RECORDS: Final = re2.compile(r"(?m)^(?:AU|A1|A2|A3|ED|T1|TI|JO|JF)\s{1,2}-\s[^\n]+\n?")
_NATIONAL_DIGITS: Final = 10
_LINES: Final = re2.compile(
    r"\b1?[-. ]?\(?8\d\d\)?[-. ](?:[A-Z]{3}|\d{3})[-. ]\d{4}\b|\b988\b|\b911\b|\b116 123\b|\b13 11 (?:14|26)\b"
)
_LINKS: Final = re2.compile(r"(?i)\b(?:https?://|www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+){1,5}(?:/[^\s<>\"')]*)?")
_EPONYM: Final = re2.compile(r"\b((?:[A-Z][a-z]+)(?:-[A-Z][a-z]+){0,2})(?:'s?)?\s" + EPONYMOUS + r"\b")


_PERSONAL: Final = (
    "name.titled",
    "name.mister",
    "name.field",
    "name.row",
    "record.labelled",
    "name.piped",
    "name.before_number",
    "name.honorific",
    "date.numeric",
    "date.iso",
    "date.short",
)
"""Rules whose hits stand even inside a protected stretch: the words around them claim it for a person."""


class Protected:
    """The protected stretches of one folded text."""

    def __init__(self, text: str) -> None:
        """Find the stretches once."""
        found = sorted(_ranges(text))
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in found:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, found: Candidate) -> bool:
        """Say whether a candidate lies wholly in a protected stretch, and no word beside it claims it for a person."""
        at = bisect_right(self._starts, found.start) - 1
        return at >= 0 and found.end <= self._ends[at] and not found.rule.startswith(_PERSONAL)

    def without(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Give the candidates that lie outside."""
        return [found for found in candidates if not self.holds(found)]


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield the protected ranges, in no order."""
    for pattern in (*_ALWAYS, _SPELLS, _DAYS, _COUNTED, _REGIONS, _RECORDS):
        for hit in pattern.finditer(text):
            yield hit.span()
    for hit in _EPONYM.finditer(text):
        yield hit.span(1)
    yield from _measures(text)
    yield from _public(text)


def _measures(text: str) -> Iterator[tuple[int, int]]:
    """Yield reference ranges, strengths, pains and pressures that no word before them makes a day or a bed."""
    for hit in _MEASURES.finditer(text):
        claimed = _CLAIMS.search(text[max(0, hit.start() - 14) : hit.start()])
        if not claimed and _is_measure(hit.group(1), hit.group(2)):
            yield hit.span()


def _public(text: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers of public lines and the links to literature and public bodies."""
    for hit in _LINES.finditer(text):
        digits = "".join(char for char in hit.group() if char.isdigit())
        if digits in PUBLIC_LINES or len(digits) < _NATIONAL_DIGITS:
            yield hit.span()
    for hit in _LINKS.finditer(text):
        if LITERATURE.match(hit.group()):
            yield hit.span()


def _is_measure(low: str | None, high: str | None) -> bool:
    """Say whether a range rises, as reference ranges do; a fraction has passed already."""
    return low is None or high is None or float(low) < float(high)
