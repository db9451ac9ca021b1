"""DOIs and PubMed numbers: finding them in any text and bringing them to one form."""

import re
from typing import Final
from urllib.parse import unquote

DOI: Final = r"10\.[0-9]{4,9}/[-._;()/:<>\[\]+&#a-z0-9]{1,220}"
"""A normalised DOI: lower case, no resolver before it."""

PMID: Final = r"[1-9][0-9]{0,7}"

_IN_TEXT: Final = re.compile(DOI, re.IGNORECASE)
_PMID_IN_TEXT: Final = re.compile(
    rf"(?:\bPMID\s*:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)({PMID})\b", re.IGNORECASE
)
# What publishers put behind the DOI in the address of a page.
_PAGE: Final = re.compile(r"/(?:full|fulltext|abstract|pdf|epdf|html|meta)$")
_OPENERS: Final = {")": "(", "]": "[", ">": "<"}


def normalise_doi(typed: str) -> str | None:
    """Return the first DOI in ``typed``, lower case and without resolver or trailing punctuation, or ``None``.

    DOIs are case-insensitive (ISO 26324), so one form makes equal ones equal.
    """
    text = unquote(typed) if "%2f" in typed.lower() else typed
    found = _IN_TEXT.search(text)
    return _PAGE.sub("", _trim(found[0].lower())) if found else None


def _trim(doi: str) -> str:
    """Drop what ends the sentence rather than the DOI; a bracket that was opened inside belongs to it."""
    while doi:
        last = doi[-1]
        unbalanced = last in _OPENERS and doi.count(last) > doi.count(_OPENERS[last])
        if not unbalanced and last not in ".,;:&#-":
            return doi
        doi = doi[:-1]
    return doi


def find_pmid(text: str) -> str | None:
    """Return the PubMed number in ``text`` (labelled, in an address, or the whole text), or ``None``."""
    alone = text.strip()
    if re.fullmatch(PMID, alone):
        return alone
    found = _PMID_IN_TEXT.search(text)
    return found[1] if found else None


def without_identifiers(text: str) -> str:
    """Return ``text`` without DOIs, PubMed numbers, other numbers of databases, and web addresses."""
    text = re.sub(r"\b(?:https?://|www\.)\S+", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:doi|https?|pii)\s*:\s*(?=10\.)", " ", text, flags=re.IGNORECASE)
    text = _IN_TEXT.sub(" ", text)
    text = re.sub(r"\bPM(?:C)?ID\s*:?\s*(?:PMC)?[0-9]+[;.]?", " ", text, flags=re.IGNORECASE)
    return re.sub(r"\bdoi\s*:", " ", text, flags=re.IGNORECASE)
