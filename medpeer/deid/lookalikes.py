# ruff: noqa: E501 - the table reads best four letters a line
"""Letters that look like others, and the plain form of one character: what a keyboard would have given."""

import unicodedata
from functools import lru_cache
from typing import Final

_DROPPED: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Mn", "Me", "Cn"})
LOOKALIKES: Final[dict[str, str]] = dict(
    zip(
        "\u0430\u0435\u043e\u0441\u0440\u0445\u0456\u0443\u0410\u0415\u041e\u0421\u0420\u0425\u0406\u0412\u041d"
        "\u041c\u0422\u041a\u0423\u0405\u0408\u0455\u0458\u0501\u051b\u051d\u04bb\u0391\u0392\u0395\u0396\u0397"
        "\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "aeocpxiyAEOCPXIBHMTKYSJsjdqwhABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Look-alike letters of Cyrillic and Greek (Unicode TR39 confusables, the ones that pass for Latin)."""
_PLAIN: Final[dict[str, str]] = {
    "\u0131": "i", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u00f0": "d",
    "\u00d0": "D", "\u00fe": "p", "\u00de": "P", "\u00df": "s", "\u00e6": "a", "\u00c6": "A", "\u0153": "o", "\u0152": "O",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2044": "/", "\u00ad": "",
}  # fmt: skip
"""Letters that NFKD leaves whole, dashes, quotes; each becomes what a keyboard would have given."""
_MOST_FOLDED: Final = 4
"""Characters that one may become; one that stands for a phrase, up to 18 of them, would make a text that much longer."""


def passes_for_latin(run: str) -> bool:
    """Say whether look-alike letters in a word stand for Latin ones: beside Latin letters, or nothing but look-alikes."""
    letters = [char for char in run if char.isalpha()]
    return any(char.isascii() for char in letters) or all(char in LOOKALIKES for char in letters)


def is_combining(char: str) -> bool:
    """Say whether a character is written over the one before it: an accent, a vowel sign, a circle."""
    return unicodedata.category(char) in {"Mn", "Me"}


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """Give the plain form of one character; empty for what the eye does not see."""
    if char in _PLAIN:
        return _PLAIN[char]
    if char.isascii() and char.isprintable():
        return char
    if char in "\r\n\x0b\x0c\x85\u2028\u2029":
        return "" if char == "\r" else "\n"
    if char == "\t" or unicodedata.category(char) == "Zs":
        return " "
    wide = (
        unicodedata.normalize("NFKD", char)
        if unicodedata.category(char) != "Lo"
        else unicodedata.normalize("NFKC", char)
    )
    plain = "".join(_PLAIN.get(piece, piece) for piece in wide if unicodedata.category(piece) not in _DROPPED)
    return plain if len(plain) <= _MOST_FOLDED else " "
