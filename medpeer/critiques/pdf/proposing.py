"""From the first pages of a paper to what its card may say. Guesses: a person checks every one of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from medpeer.critiques.citations import find_pmid, normalise_doi
from medpeer.critiques.pdf.layout import Line, Run, blocks_of, joined, lines_of

MAX_ABSTRACT: Final = 3_000
_TITLE_WORDS: Final = range(4, 50)
_MAX_TITLE: Final = 400
_ABSTRACT: Final = re.compile(r"(?:abstract|summary)\b[\s:.—–-]*", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"(?:key\s?words?|(?:\d+\.?|i\.)?\s*introduction|copyright|©|correspondence|author affiliations)\b|^©",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(
    r"untitled|microsoft word|\.(?:docx?|pdf|indd|tex|dvi|qxd)\b|^\S+$|doi:|^10\.", re.IGNORECASE
)
_PUBLISHED: Final = re.compile(r"(?:©|\bcopyright|\bpublished|\bonline)[^\n]{0,30}?\b((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What a file says of itself; often nothing, sometimes the name of somebody's draft."""

    title: str = ""
    authors: tuple[str, ...] = ()
    identifiers: str = ""


def propose(runs: Sequence[Run], known: Known) -> dict[str, Any]:
    """Return title, authors, abstract, DOI, PubMed number and year, each empty or ``None`` where none was found."""
    lines = lines_of(runs)
    text = "\n".join(line.text for line in lines)
    first = "\n".join(line.text for line in lines if line.page == 0)
    published = _PUBLISHED.search(first)
    return {
        "title": _title(lines, known),
        "authors": [name for name in known.authors if name.strip()],
        "abstract": _abstract(lines),
        "doi": normalise_doi(known.identifiers) or normalise_doi(first) or normalise_doi(text),
        "pmid": find_pmid(first) if not first.strip().isdigit() else None,
        "year": int(published[1]) if published else None,
    }


def _title(lines: Sequence[Line], known: Known) -> str:
    """Return the file's own title where the first page bears it out, else what is set largest there."""
    own = " ".join(known.title.split())
    seen = _letters(" ".join(line.text for line in lines if line.page == 0))
    if own and not _PLACEHOLDER.search(own) and _letters(own) in seen:
        return own[:_MAX_TITLE]
    blocks = [block for block in blocks_of(line for line in lines if line.page == 0) if _may_be_title(block.text)]
    return max(blocks, key=lambda block: block.height).text[:_MAX_TITLE] if blocks else ""


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _may_be_title(text: str) -> bool:
    return len(text.split()) in _TITLE_WORDS and len(text) <= _MAX_TITLE and not _ABSTRACT.match(text)


def _abstract(lines: Sequence[Line]) -> str:
    """Return the abstract as running text, whole sentences of it where it is long."""
    text = joined(_abstract_lines(lines))
    if len(text) <= MAX_ABSTRACT:
        return text
    return text[: text.rfind(". ", 0, MAX_ABSTRACT) + 1 or MAX_ABSTRACT]


def _abstract_lines(lines: Sequence[Line]) -> Iterator[str]:
    started, taken = False, 0
    for line in lines:
        heading = None if started else _ABSTRACT.match(line.text)
        if heading:
            started, rest = True, line.text[heading.end() :]
            yield rest
        elif started:
            if _AFTER.match(line.text) or taken > MAX_ABSTRACT:
                return
            taken += len(line.text)
            yield line.text
