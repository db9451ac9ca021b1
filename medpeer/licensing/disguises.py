"""Telling a name as people write it from one made to look like another. Pure."""

import unicodedata
from typing import Final

MAX_NAME_CHARS: Final = 60
_MAX_MARKS: Final = 2
# Hyphens, spaces and apostrophes of every keyboard; the last two are letters of Hawaiian and of Semitic romanisations.
_PUNCTUATION: Final = frozenset(" \u00a0-\u2010\u2011'\u2019\u2018`\u00b4.,\u00b7\u02bb\u02bc")
# Latin letters that carry no mark over a plain one.
_OWN_LETTERS: Final = frozenset("ßæœøđðþłıħəŋ")
# Above and below a letter; later ones strike it through or do not show at all.
_MARKS: Final = frozenset(map(chr, range(0x0300, 0x0332)))


def is_disguised(name: str) -> bool:
    """Tell whether a name holds what no register writes: other scripts' letters, signs that do not show, figures.

    Letters count as Latin when they are a plain letter with marks over it (canonically, so neither full-width nor
    mathematical ones) or one of a few of their own. A name without any letter is none, and one beyond
    ``MAX_NAME_CHARS`` is nobody's.
    """
    decomposed = unicodedata.normalize("NFD", name.lower())
    if len(name) > MAX_NAME_CHARS or not any("a" <= char <= "z" or char in _OWN_LETTERS for char in decomposed):
        return True
    return _has_twins(name) or _has_heaped_marks(decomposed) or not all(map(_is_usual, decomposed))


def _has_twins(name: str) -> bool:
    """Tell whether a sign stands for a letter that has a code of its own, as the kelvin sign does for K."""
    return any(unicodedata.normalize("NFC", char) != char for char in name if unicodedata.category(char) != "Mn")


def _is_usual(char: str) -> bool:
    return "a" <= char <= "z" or char in _PUNCTUATION or char in _OWN_LETTERS or char in _MARKS


def _has_heaped_marks(decomposed: str) -> bool:
    """Tell whether marks stand on no letter, or more on one than any language writes."""
    heap = _MAX_MARKS
    for char in decomposed:
        heap = heap + 1 if unicodedata.category(char) == "Mn" else (0 if char.isalpha() else _MAX_MARKS)
        if heap > _MAX_MARKS:
            return True
    return False
