# ruff: noqa: E501, PLR2004 - ratios are explained where they stand
"""Reads text the way an eye does, and remembers where each character came from.

Identifiers are hidden, on purpose or by a word processor, in zero-width characters, look-alike letters, markup and
full-width digits. ``normalise`` folds all of these away; the map back makes every finding an offset in the original.
"""

import html
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2

_TOUCHED: Final = re2.compile(r"[^\x09\x0a\x20-\x7e]|[<&*`~\\_]")
_MARKUP: Final = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>]{0,200})?/?>"
    r"|<!--[^<>]{0,200}-->"
    r"|&(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
    r"|\*{1,3}|`{1,3}|~~|\\[*_`~\[\]()#.-]|_{1,3}"
)
_BLOCK_TAGS: Final = frozenset(
    {"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "td", "th"}
)
_ODD_RUN: Final = re.compile(r"[^\x09\x0a\x20-\x7e](?:[A-Za-z]|[^\x09\x0a\x20-\x7e])*")
_DROPPED: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Mn", "Me", "Cn"})
_FOLDED: Final[dict[str, str]] = dict(
    zip(
        "\u0430\u0435\u043e\u0441\u0440\u0445\u0456\u0443\u0410\u0415\u041e\u0421\u0420\u0425\u0406\u0412\u041d"
        "\u041c\u0422\u041a\u0423\u0405\u0408\u0455\u0458\u0501\u051b\u051d\u04bb\u0391\u0392\u0395\u0396\u0397"
        "\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "aeocpxiyAEOCPXIBHMTKYSJsjdqwhABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Look-alike letters of Cyrillic and Greek (Unicode TR39 confusables, the ones that pass for Latin), dashes, quotes."""
_MISREAD: Final = re2.compile(r"[a-z][015][a-z]|[0-9/-][OlIS|][0-9/-]|[0-9][OlIS|]")
_FIGURE_IN_WORD: Final = re2.compile(r"\b[A-Z]?[a-z]{2,}[015][a-z]{2,}\b")
_LETTER_IN_NUMBER: Final = re2.compile(r"\b[OlIS]?[0-9](?:[0-9OlIS]|[-/.][0-9OlIS]){4,}\b")
_TO_LETTERS: Final = str.maketrans("015", "ols")
_TO_FIGURES: Final = str.maketrans("OlIS", "0115")
_PLAIN: Final[dict[str, str]] = {
    "\u0131": "i", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u00f0": "d",
    "\u00d0": "D", "\u00fe": "p", "\u00de": "P", "\u00df": "s", "\u00e6": "a", "\u00c6": "A", "\u0153": "o", "\u0152": "O",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2044": "/", "\u00ad": "",
}  # fmt: skip
"""Letters that NFKD leaves whole, dashes, quotes; each becomes what a keyboard would have given."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text and, for each of its characters, the half-open range it came from; ``None`` when unchanged."""

    text: str
    starts: Sequence[int] | None
    ends: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the range of the original text that the folded range ``[start, end)`` came from; not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


class _Writer:
    """Collects folded characters with their origins."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.chars: list[str] = []
        self.starts = array("l")
        self.ends = array("l")
        self.open_underscore = False

    def put(self, folded: str, start: int, end: int) -> None:
        """Add a folded string that stands for the source range ``[start, end)``."""
        self.chars.append(folded)
        self.starts.extend([start] * len(folded))
        self.ends.extend([end] * len(folded))

    def put_plain(self, start: int, end: int) -> None:
        """Add a source range that needs no folding."""
        self.chars.append(self.source[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def finish(self) -> Normalised:
        """Give what was collected."""
        return Normalised(_unscanned("".join(self.chars)), self.starts, self.ends)


def normalise(text: str) -> Normalised:
    """Fold ``text`` to plain letters without markup or hidden characters; linear in its length."""
    if text.isascii() and not _TOUCHED.search(text):
        return Normalised(_unscanned(text), None, None)
    # A lone surrogate has no UTF-8 form; the matcher would refuse the whole text for it.
    safe = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    writer = _Writer(safe)
    at = 0
    for mark in _MARKUP.finditer(safe):
        _fold_run(writer, at, mark.start())
        _fold_mark(writer, mark.start(), mark.end())
        at = mark.end()
    _fold_run(writer, at, len(safe))
    return writer.finish()


def _unscanned(text: str) -> str:
    """Undo what a scanner misreads, letter for figure and figure for letter; the length stays the same."""
    if not _MISREAD.search(text):
        return text
    text = _replaced(_FIGURE_IN_WORD, text, _TO_LETTERS)
    return _replaced(_LETTER_IN_NUMBER, text, _TO_FIGURES)


def _replaced(pattern: Any, text: str, table: dict[int, int]) -> str:
    """Translate the hits of ``pattern``; numbers need twice as many figures as letters to count as numbers."""
    pieces: list[str] = []
    at = 0
    for hit in pattern.finditer(text):
        word = hit.group()
        figures = sum(char.isdigit() for char in word)
        if table is _TO_FIGURES and figures < 2 * sum(char.isalpha() for char in word):
            continue
        pieces += [text[at : hit.start()], word.translate(table)]
        at = hit.end()
    return "".join([*pieces, text[at:]])


def _fold_mark(writer: _Writer, start: int, end: int) -> None:
    """Drop a piece of markup, or put what it stands for."""
    mark = writer.source[start:end]
    match mark[0]:
        case "<":
            name = mark.strip("</>").split(None, 1)[0].lower() if len(mark) > 2 else ""
            if name in _BLOCK_TAGS:
                writer.put("\n", start, end)
        case "&":
            folded = "".join(_fold(char) for char in html.unescape(mark))
            writer.put(folded, start, end)
        case "\\":
            writer.put(mark[1], start, end)
        case "_":
            _fold_underscore(writer, start, end)
        case _:
            pass


def _fold_underscore(writer: _Writer, start: int, end: int) -> None:
    """Drop underscores that emphasise; keep those inside a handle or an address."""
    before = writer.source[start - 1 : start].isalnum()
    after = writer.source[end : end + 1].isalnum()
    if before and after and not writer.open_underscore:
        writer.put_plain(start, end)
        return
    writer.open_underscore = after and not before


def _fold_run(writer: _Writer, start: int, end: int) -> None:
    """Fold a stretch without markup, word by word where it leaves ASCII."""
    at = start
    for odd in _ODD_RUN.finditer(writer.source, start, end):
        writer.put_plain(at, odd.start())
        _fold_odd(writer, odd.start(), odd.end())
        at = odd.end()
    writer.put_plain(at, end)


def _fold_odd(writer: _Writer, start: int, end: int) -> None:
    """Fold a run that holds characters outside plain ASCII."""
    run = writer.source[start:end]
    latin_before = start > 0 and writer.source[start - 1].isascii() and writer.source[start - 1].isalpha()
    mixed = latin_before or _passes_for_latin(run)
    for offset, char in enumerate(run):
        folded = _FOLDED[char] if mixed and char in _FOLDED else _fold(char)
        if folded:
            writer.put(folded, start + offset, start + offset + 1)


def _passes_for_latin(run: str) -> bool:
    """Say whether look-alike letters in a word stand for Latin ones: beside Latin letters, or nothing but look-alikes."""
    letters = [char for char in run if char.isalpha()]
    return any(char.isascii() for char in letters) or all(char in _FOLDED for char in letters)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
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
    return "".join(_PLAIN.get(piece, piece) for piece in wide if unicodedata.category(piece) not in _DROPPED)
