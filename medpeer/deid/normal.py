# ruff: noqa: PLR2004 - the length explains itself
"""Reads text the way an eye does, and remembers where each character came from.

Identifiers are hidden, on purpose or by a word processor, in zero-width characters, look-alike letters, markup and
full-width digits. ``normalise`` folds all of these away; the map back makes every finding an offset in the original.
"""

import html
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import re2

from medpeer.deid.lookalikes import LOOKALIKES, fold, is_combining, passes_for_latin
from medpeer.deid.scanned import unscanned

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

    def widen(self, end: int) -> None:
        """Count what stands right behind the last character to it, as far as ``end``."""
        if self.ends and self.ends[-1] == end - 1:
            for place in range(len(self.ends) - 1, -1, -1):
                if self.ends[place] != end - 1:
                    break
                self.ends[place] = end

    def finish(self) -> Normalised:
        """Give what was collected."""
        return Normalised(unscanned("".join(self.chars)), self.starts, self.ends)


def normalise(text: str) -> Normalised:
    """Fold ``text`` to plain letters without markup or hidden characters; linear in its length."""
    if text.isascii() and not _TOUCHED.search(text):
        return Normalised(unscanned(text), None, None)
    safe = matchable(text)
    writer = _Writer(safe)
    at = 0
    for mark in _MARKUP.finditer(safe):
        _fold_run(writer, at, mark.start())
        _fold_mark(writer, mark.start(), mark.end())
        at = mark.end()
    _fold_run(writer, at, len(safe))
    return writer.finish()


def matchable(text: str) -> str:
    """Put one character for each lone surrogate, which the matcher would refuse the whole text for."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _fold_mark(writer: _Writer, start: int, end: int) -> None:
    """Drop a piece of markup, or put what it stands for."""
    mark = writer.source[start:end]
    match mark[0]:
        case "<":
            name = mark.strip("</>").split(None, 1)[0].lower() if len(mark) > 2 else ""
            if name in _BLOCK_TAGS:
                writer.put("\n", start, end)
        case "&":
            folded = "".join(fold(char) for char in html.unescape(mark))
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
    mixed = latin_before or passes_for_latin(run)
    for offset, char in enumerate(run):
        at = start + offset
        folded = LOOKALIKES[char] if mixed and char in LOOKALIKES else fold(char)
        if folded:
            writer.put(folded, at, at + 1)
        elif char == "\r" and writer.source[at + 1 : at + 2] != "\n":
            writer.put("\n", at, at + 1)
        elif is_combining(char):
            writer.widen(at + 1)
