"""Authors as they stand at the head of a printed reference."""

import re
from typing import Final

_UPPER: Final = "A-ZÀ-ÖØ-ÞŁŚŠŽĆČĐİŞ"
_PARTICLES: Final = (
    "[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]e|[Dd]el|[Dd]ella|[Dd]a|[Dd]os|[Dd]i|[Dd]u|[Ll]a|[Ll]e|[Tt]er|[Aa]l|[Ee]l"
)
_NAME: Final = rf"[{_UPPER}][\w'’\u2010-]+"
_SURNAME: Final = rf"(?:(?:{_PARTICLES})[ -]){{0,3}}(?:[dDlLO]['’])?{_NAME}(?: {_NAME}){{0,2}}"
_AUTHOR: Final = re.compile(
    rf"(?:{_SURNAME} [{_UPPER}]{{1,4}}(?![\w.])(?: (?:Jr|Sr|2nd|3rd)\b)?"  # Smith JA
    rf"|{_SURNAME},? (?:[{_UPPER}]\.[ -]?){{1,4}}"  # Smith, J. A.  or  Smith J.A.
    rf"|{_SURNAME}, {_NAME}(?: [{_UPPER}]\.?)?(?=,? (?:and|et)\b|\.))"  # Smith, John A.
)
_JOINT: Final = re.compile(r"\s*(?:[,;]\s*(?:&|and\s)?|&|\band\s)\s*")
_ET_AL: Final = re.compile(r"\s*(?:,|;|…|\.\.\.)?\s*(?:et al\b\.?|\[?and (?:\d+ )?others\]?)", re.IGNORECASE)
_BODIES: Final = "Group|Investigators|Collaborators|Consortium|Committee|Trialists|Society|Organi[sz]ation"
_ON_BEHALF: Final = re.compile(
    rf"\s*(?:[,;]\s*(?:for |on behalf of )?|(?:for|on behalf of) )(?:the )?([^.;]{{3,80}}(?:{_BODIES}))\b"
)
# A group that signs first: by its kind of name, or because a year in brackets follows at once.
_GROUP_FIRST: Final = re.compile(
    rf"((?:The )?[A-Z][^.,(]{{2,80}}(?:{_BODIES}))(?:\.\s+|;\s+|,\s+|(?=\s*\())"
    r"|([A-Z][^.,(]{4,80}[^.,(\s])(?=\s+\((?:19|20)\d\d\))"
)


def take_authors(text: str) -> tuple[tuple[str, ...], str]:
    """Return the authors at the start of ``text`` and what follows them."""
    first = _GROUP_FIRST.match(text)
    authors, at = ([first[1] or first[2]], first.end()) if first else ([], 0)
    while found := _AUTHOR.match(text, at):
        authors.append(_tidy(found[0]))
        at = found.end()
        joint = _JOINT.match(text, at)
        if not joint or not _AUTHOR.match(text, joint.end()):
            break
        at = joint.end()
    if authors:
        at = _skip(_ET_AL.match(text, at), at)
        group = _ON_BEHALF.match(text, at)
        authors += [group[1].strip()] if group else []
        at = _skip(group, at)
    return tuple(authors), text[at:].lstrip(" .,;:")


def _skip(found: re.Match[str] | None, at: int) -> int:
    return found.end() if found else at


def _tidy(written: str) -> str:
    """Return "Smith JA" for "Smith J.A." and "Smith J."; after a comma the points stay."""
    name = re.sub(r"\s+", " ", written).strip()
    if "," in name:
        return name
    surname, initials = name.rsplit(" ", 1) if "." in name else (name, "")
    return f"{surname} {initials.replace('.', '').replace('-', '')}".strip()
