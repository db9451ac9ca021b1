"""Writing a reference for somebody's reference manager."""

import re
import unicodedata
from typing import Final

from medpeer.critiques.citations.names import is_group, name_parts
from medpeer.critiques.citations.values import ParsedCitation

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_ris(citation: ParsedCitation) -> str:
    """Return the reference in RIS, line ends CR LF as its definition asks."""
    rows = [("TY", "JOUR"), *(("AU", _ris_author(author)) for author in citation.authors), ("TI", citation.title)]
    rows += [("JO", citation.journal), ("PY", str(citation.year or ""))]
    rows += [("DO", citation.doi or "")]
    if citation.pmid:
        rows += [("AN", citation.pmid), ("DB", "PubMed")]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_author(author: str) -> str:
    surname, given = name_parts(author)
    if given.isupper() and given.isalpha():
        given = " ".join(f"{initial}." for initial in given)
    return f"{surname}, {given}" if given else surname


def _one_line(value: str) -> str:
    return " ".join(value.split())


def write_bibtex(citation: ParsedCitation) -> str:
    """Return the reference in BibTeX, in UTF-8 as biber reads it; what LaTeX would act on is escaped."""
    fields = {
        "author": " and ".join(_bibtex_author(author) for author in citation.authors),
        # Braces keep the capitals of a title, which styles would lower.
        "title": f"{{{_escaped(citation.title)}}}",
        "journal": _escaped(citation.journal),
        "year": str(citation.year or ""),
        "doi": citation.doi or "",
        "pmid": citation.pmid or "",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{citation_key(citation)},\n{body}}}\n"


def _bibtex_author(author: str) -> str:
    return f"{{{_escaped(author)}}}" if is_group(author) else _escaped(_ris_author(author))


def _escaped(value: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in _one_line(value))


def citation_key(citation: ParsedCitation) -> str:
    """Return a name for the reference: first surname, year, first long word of the title, in plain letters."""
    surname = name_parts(citation.authors[0])[0] if citation.authors else "anon"
    word = next((word for word in re.findall(r"[^\W_]+", citation.title) if len(word) > 3), "")  # noqa: PLR2004
    return _plain(surname) + str(citation.year or "") + _plain(word)


def _plain(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value.lower())
    return "".join(char for char in decomposed if char.isascii() and char.isalnum())
