"""References as printed: Vancouver, AMA, NLM, APA, MLA and the like. Reads what is regular, leaves the rest empty."""

import re
from typing import Final

from medpeer.critiques.citations.bylines import take_authors
from medpeer.critiques.citations.identifiers import find_pmid, normalise_doi, without_identifiers
from medpeer.critiques.citations.values import ParsedCitation
from medpeer.critiques.errors import UnreadableCitationError, several
from medpeer.critiques.vocabulary import guess_design

_APA_YEAR: Final = re.compile(r"\s*\(((?:1[89]|20)\d\d)[a-z]?(?:,[^)]{0,30})?\)[.,:]?\s*")
_YEAR: Final = re.compile(r"(?<![\d–-])((?:1[89]|20)\d\d)(?![\d–])")
_VOLUME_NEXT: Final = re.compile(
    r"(?: [A-Z][a-z]{2,8}\.?(?:[ -]\d{1,2})?(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?\)?\s*[;:]\s*\w"
)
_SENTENCE: Final = re.compile(r"(?<=[.?!])[\"”’]?\s+|(?<=[.?!][\"”])\s+")
_NOISE: Final = re.compile(
    r"\b(?:Epub|E-?pub ahead|Published online|Online ahead of print|Accessed|Retrieved|Available (?:from|at)|Cited)"
    r"\b[^.]*\.?|\[(?:Internet|published online|cited|Epub)[^\]]*\]",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[\"“]([^\"”]{8,400})[.,]?[\"”]")


def read_prose(text: str) -> ParsedCitation:
    """Return what can be read of a reference as printed; an empty title where nothing regular was found.

    Raises:
        UnreadableCitationError: a numbered list of several.
    """
    _check_one(text)
    line = " ".join(text.split())
    body = _NOISE.sub(" ", without_identifiers(line)).strip(" .;,[]")
    body = re.sub(r"^\[?\d{1,3}[\].)]\s+", "", " ".join(body.split()))
    authors, rest = take_authors(body)
    dated = _APA_YEAR.match(rest)
    if dated:
        title, journal = _title_and_place(rest[dated.end() :])
        year: int | None = int(dated[1])
    else:
        title, journal, year = _title_place_year(rest)
    return ParsedCitation(
        title=title,
        authors=authors,
        journal=journal,
        year=year,
        doi=normalise_doi(line),
        pmid=find_pmid(line),
        design=guess_design(title),
    )


def _check_one(text: str) -> None:
    count = len(re.findall(r"^\s*\[?\d{1,3}[\].)]\s+\S", text, re.MULTILINE))
    if count > 1:
        raise UnreadableCitationError(several(count))


def _title_and_place(text: str) -> tuple[str, str]:
    """Return title and journal of the APA order, where the year stood before them."""
    parts = _sentences(text)
    if len(parts) < 2:  # noqa: PLR2004 - a title and a place
        return _tidy_title(text), ""
    place = re.split(r",\s*(?=\d|Article|e\d)", parts[-1])[0]
    return _tidy_title(" ".join(parts[:-1])), _tidy_place(place)


def _title_place_year(text: str) -> tuple[str, str, int | None]:
    """Return title, journal and year of the orders where the year follows the journal."""
    year = _choose_year(text)
    head = text[: year.start()] if year else text
    quoted = _QUOTED.search(head)
    if quoted:
        return _tidy_title(quoted[1]), _tidy_place(head[quoted.end() :]), int(year[1]) if year else None
    parts = _sentences(head.rstrip(" .,;:("))
    if len(parts) < 2:  # noqa: PLR2004 - a title and a place
        return _tidy_title(parts[0] if parts else ""), "", int(year[1]) if year else None
    start = len(parts) - 1
    # "J. Clin. Invest." is one name although each word ends like a sentence.
    while start > 1 and re.fullmatch(r"[A-Z][a-z]{0,7}\.", parts[start - 1]):
        start -= 1
    return _tidy_title(" ".join(parts[:start])), _tidy_place(" ".join(parts[start:])), int(year[1]) if year else None


def _choose_year(text: str) -> re.Match[str] | None:
    """Return the year of publication: the one with a volume behind it, else the last; a title may hold years."""
    found = list(_YEAR.finditer(text))
    with_volume = [one for one in found if _VOLUME_NEXT.match(text, one.end())]
    return next(iter(with_volume or found[-1:]), None)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part and part.strip(" .")]


def _tidy_title(text: str) -> str:
    text = re.sub(r"\s*\[[^\]]{1,30}\]\s*$", "", text.strip(' .,;:"“”*_'))
    # Without sentence ends a whole reference would come out as its title.
    return text if len(text) >= 3 and re.search(r"[^\W\d_]{3}", text) else ""  # noqa: PLR2004


def _tidy_place(text: str) -> str:
    text = re.split(r",? (?:vol(?:ume)?\.? )?\d", text.strip(" .,;:*_"))[0]
    return re.sub(r"^In:\s*", "", text).strip(" .,;:()*_")
