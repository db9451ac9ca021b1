"""References in BibTeX, by bibtexparser."""

import logging
import re
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import Entry

from medpeer.critiques.citations.identifiers import find_pmid, normalise_doi
from medpeer.critiques.citations.values import ParsedCitation
from medpeer.critiques.errors import UnreadableCitationError, several
from medpeer.critiques.vocabulary import guess_design

_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")

# It logs what it cannot read, which is somebody's paste.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)


def is_bibtex(text: str) -> bool:
    """Tell whether ``text`` starts like BibTeX."""
    return bool(re.match(r"\s*(?:%.*\n\s*)*@[a-zA-Z]+\s*[{(]", text))


def read_bibtex(text: str) -> ParsedCitation:
    """Return the one entry of a BibTeX text.

    Raises:
        UnreadableCitationError: no entry that closes, or several.
    """
    library = parse_string(text)
    if len(library.entries) > 1:
        raise UnreadableCitationError(several(len(library.entries)))
    if not library.entries:
        message = "This starts like BibTeX but does not close. Paste it again from @ to the last brace, or type it in."
        raise UnreadableCitationError(message)
    return _from_entry(library.entries[0])


def _from_entry(entry: Entry) -> ParsedCitation:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    title = _plain(fields.get("title", ""))
    year = _YEAR.search(fields.get("year") or fields.get("date", ""))
    return ParsedCitation(
        title=title,
        authors=tuple(_author(one) for one in split_multiple_persons_names(fields.get("author", "")) if one.strip()),
        journal=_plain(fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", "")),
        year=int(year[0]) if year else None,
        doi=normalise_doi(fields.get("doi") or fields.get("url", "")),
        pmid=find_pmid(fields.get("pmid", "")) or find_pmid(fields.get("note", "")),
        design=guess_design(title),
    )


def _author(written: str) -> str:
    """Return "Surname, Given"; a name in braces is a group's and stays whole."""
    name = _plain(written)
    if written.strip().startswith("{") or "," in name or " " not in name:
        return name
    given, surname = name.rsplit(" ", 1)
    particle = re.search(r"(?:^| )((?:van|von|der|den|de|del|della|da|dos|di|du|la|le|ter|ten)(?: |$).*)", given)
    if particle:
        given, surname = given[: particle.start()], f"{particle[1]} {surname}"
    return f"{surname}, {given}" if given.strip() else surname


def _plain(value: str) -> str:
    """Return a value without LaTeX: accents decoded, braces and line ends gone."""
    decoded, _error = LatexDecodingMiddleware(keep_math_mode=False)._transform_python_value_string(value)  # noqa: SLF001 - no public call
    return " ".join(decoded.replace("{", "").replace("}", "").split()).removesuffix(".").strip()
