"""Names of authors: the one-line form that is stored, and the short form that is printed."""

import re
from collections.abc import Sequence
from typing import Final

SEPARATOR: Final = "; "
SHOWN: Final = 3

_VANCOUVER: Final = re.compile(r"(?P<surname>\S.*?)\s(?P<initials>[^\W\d_a-z]{1,4})")
_GROUP: Final = re.compile(
    r"\b(?:group|investigators?|collaborat\w+|consortium|committee|trialists|society|team|network|study)\b",
    re.IGNORECASE,
)


def join_authors(authors: Sequence[str]) -> str:
    """Return the authors as one line, parted by semicolons: names hold commas of their own."""
    return SEPARATOR.join(authors)


def split_authors(line: str) -> tuple[str, ...]:
    """Return the authors of one line; commas part them only where no semicolon does and each part ends in initials."""
    parts = [part.strip() for part in line.split(";")]
    if len(parts) == 1:
        by_comma = [part.strip() for part in line.split(",")]
        if all(_VANCOUVER.fullmatch(part) or is_group(part) for part in by_comma):
            parts = by_comma
    return tuple(part for part in parts if part)


def is_group(author: str) -> bool:
    """Tell whether the author is a group rather than a person."""
    return bool(_GROUP.search(author))


def name_parts(author: str) -> tuple[str, str]:
    """Return surname and given names or initials; a group's name has no second part."""
    if "," in author:
        surname, given = author.split(",", 1)
        return surname.strip(), given.strip()
    found = None if is_group(author) else _VANCOUVER.fullmatch(author)
    return (found["surname"], found["initials"]) if found else (author.strip(), "")


def short_name(author: str) -> str:
    """Return "Surname AB"."""
    surname, given = name_parts(author)
    initials = given if given.isupper() and given.isalpha() and len(given) <= 4 else _initials(given)  # noqa: PLR2004
    return f"{surname} {initials}".strip()


def _initials(given: str) -> str:
    return "".join(part[0].upper() for part in re.split(r"[\s.\-\u2010\u2011]+", given) if part)


def short_names(line: str, *, shown: int = SHOWN) -> str:
    """Return the authors as printed: "Adeyemi F, Strand K, Moretti L, and 11 others"; up to one more stands in full."""
    authors = split_authors(line)
    names = [short_name(author) for author in authors]
    if len(names) <= shown + 1:
        return ", ".join(names)
    return f"{', '.join(names[:shown])}, and {len(names) - shown} others"
