"""Reading and writing references: free text, RIS, BibTeX and PubMed's .nbib. Pure: no database, no network."""

from medpeer.critiques.citations.export import citation_key, write_bibtex, write_ris
from medpeer.critiques.citations.identifiers import DOI, PMID, find_pmid, normalise_doi
from medpeer.critiques.citations.names import join_authors, short_names, split_authors
from medpeer.critiques.citations.reading import parse_citation
from medpeer.critiques.citations.values import ParsedCitation

__all__ = [
    "DOI",
    "PMID",
    "ParsedCitation",
    "citation_key",
    "find_pmid",
    "join_authors",
    "normalise_doi",
    "parse_citation",
    "short_names",
    "split_authors",
    "write_bibtex",
    "write_ris",
]
