"""References with a tag a line: RIS by rispy, and PubMed's .nbib, which no library here reads."""

import re
from collections.abc import Mapping
from typing import Any, Final

import rispy

from medpeer.critiques.citations.identifiers import PMID, find_pmid, normalise_doi
from medpeer.critiques.citations.values import ParsedCitation
from medpeer.critiques.errors import UnreadableCitationError, several
from medpeer.critiques.vocabulary import guess_design

_RIS_LINE: Final = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?(.*)$")
_NBIB_LINE: Final = re.compile(r"^([A-Z]{2,4}) *- (.*)$")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")


def is_ris(text: str) -> bool:
    """Tell whether ``text`` starts like RIS."""
    return bool(re.match(r"\s*TY {1,2}- ?[A-Z]", text))


def is_nbib(text: str) -> bool:
    """Tell whether ``text`` is a PubMed record."""
    return bool(re.match(r"\s*PMID ?- ", text) or (re.search(r"^TI  - ", text, re.MULTILINE) and "\nDP  - " in text))


def read_ris(text: str) -> ParsedCitation:
    """Return the one reference in RIS.

    Raises:
        UnreadableCitationError: several references, or not RIS after its first line.
    """
    lines = [_ris_line(line) for line in text.strip().splitlines()]
    if not any(line.startswith("ER") for line in lines):
        lines.append("ER  - ")
    try:
        records: list[dict[str, Any]] = rispy.loads("\n".join(lines), skip_unknown_tags=True)
    except (rispy.parser.ParseError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        message = "This starts like RIS but breaks off. Paste it again from TY to ER, or type the paper in."
        raise UnreadableCitationError(message) from error
    _check_one(len(records))
    return _from_ris(records[0])


def _ris_line(line: str) -> str:
    # Managers differ in the spaces around the dash; rispy wants two before it and one after.
    found = _RIS_LINE.match(line.strip())
    return f"{found[1]}  - {found[2].strip()}" if found else line.strip()


def _from_ris(record: Mapping[str, Any]) -> ParsedCitation:
    title = _first(record, "title", "primary_title", "short_title")
    groups = ("authors", "first_authors")
    authors = next((tuple(record[key]) for key in groups if record.get(key)), ())
    note = " ".join(str(record.get(key, "")) for key in ("urls", "notes", "database_provider", "name_of_database"))
    number = _first(record, "accession_number")
    is_pubmed = re.fullmatch(PMID, number) and "pubmed" in note.lower()
    year = _YEAR.search(_first(record, "year", "publication_year", "date"))
    return ParsedCitation(
        title=_one_line(title),
        authors=tuple(" ".join(author.split()) for author in authors if author.strip()),
        journal=_one_line(
            _first(
                record, "alternate_title3", "journal_name", "secondary_title", "alternate_title2", "alternate_title1"
            )
        ),
        year=int(year[0]) if year else None,
        doi=normalise_doi(_first(record, "doi", "custom3") or note),
        pmid=number if is_pubmed else find_pmid(note),
        design=guess_design(title),
    )


def _first(record: Mapping[str, Any], *keys: str) -> str:
    return next((str(record[key]) for key in keys if record.get(key)), "")


def _one_line(value: str) -> str:
    return " ".join(value.split()).removesuffix(".").strip()


def _check_one(count: int) -> None:
    if count > 1:
        raise UnreadableCitationError(several(count))
    if not count:
        message = "This starts like a reference but holds none. Paste it again, or type the paper in."
        raise UnreadableCitationError(message)


def read_nbib(text: str) -> ParsedCitation:
    """Return the one PubMed record.

    Raises:
        UnreadableCitationError: several records.
    """
    fields = _nbib_fields(text)
    _check_one(max(len(fields.get("PMID", [])), len(fields.get("TI", [])), 1))
    title = _one_line(_nbib(fields, "TI", "BTI"))
    year = _YEAR.search(_nbib(fields, "DP", "DEP"))
    authors = (*(fields.get("FAU") or fields.get("AU") or ()), *fields.get("CN", ()))
    return ParsedCitation(
        title=title,
        authors=tuple(_one_line(author) for author in authors),
        journal=_one_line(_nbib(fields, "JT", "TA")),
        year=int(year[0]) if year else None,
        doi=normalise_doi(" ".join(fields.get("LID", []) + fields.get("AID", []))),
        pmid=find_pmid(_nbib(fields, "PMID")),
        design=guess_design(title, *fields.get("PT", [])),
    )


def _nbib_fields(text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    tag = ""
    for line in text.strip().splitlines():
        found = _NBIB_LINE.match(line)
        if found:
            tag = found[1]
            fields.setdefault(tag, []).append(found[2].strip())
        elif tag and line.startswith((" ", "\t")):
            fields[tag][-1] += f" {line.strip()}"
    return fields


def _nbib(fields: Mapping[str, list[str]], *tags: str) -> str:
    return next((fields[tag][0] for tag in tags if fields.get(tag)), "")
