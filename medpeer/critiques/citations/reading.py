"""From what was pasted to one reference: finds out the format, reads it, and says what is missing."""

from dataclasses import replace
from typing import Final

from medpeer.critiques.citations.bibtex import is_bibtex, read_bibtex
from medpeer.critiques.citations.identifiers import find_pmid, normalise_doi
from medpeer.critiques.citations.prose import read_prose
from medpeer.critiques.citations.tagged import is_nbib, is_ris, read_nbib, read_ris
from medpeer.critiques.citations.values import ParsedCitation
from medpeer.critiques.errors import UnreadableCitationError

NOTHING_FOUND: Final = (
    "No title with its authors, journal or year, no DOI and no PubMed number was found in this. "
    "Paste the whole reference, or type the paper in."
)


def parse_citation(typed: str) -> ParsedCitation:
    """Return the one reference in ``typed``: RIS, BibTeX, PubMed's .nbib, a reference as printed, a DOI or a PMID.

    Pure; looks nothing up. The caller has checked length and hidden characters.

    Raises:
        UnreadableCitationError: nothing of use in it, several references, or a format that breaks off.
    """
    text = typed.strip().lstrip("\ufeff")
    parsed = _read(text)
    parsed = replace(parsed, doi=parsed.doi or normalise_doi(text), pmid=parsed.pmid or find_pmid(text))
    if not (parsed.doi or parsed.pmid or (parsed.title and (parsed.authors or parsed.journal or parsed.year))):
        raise UnreadableCitationError(NOTHING_FOUND)
    return parsed


def _read(text: str) -> ParsedCitation:
    if is_ris(text):
        return read_ris(text)
    if is_bibtex(text):
        return read_bibtex(text)
    if is_nbib(text):
        return read_nbib(text)
    return read_prose(text)
