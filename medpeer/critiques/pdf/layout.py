"""Runs of text with their heights, put together to lines and paragraphs: what pages look like to a reader."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

# Print sets these pairs as one sign; what follows reads letters.
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_SAME_HEIGHT: Final = 0.6
"""Points of difference within one heading: small capitals and raised figures."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some text as drawn: page from 0, place from the bottom, height of its letters in points."""

    page: int
    top: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page and the height of most of it."""

    page: int
    height: float
    text: str


def readable(text: str) -> str:
    """Return ``text`` without what nobody sees, ligatures as letters."""
    return _UNSEEN.sub("", text.translate(_LIGATURES).replace("\r", "\n"))


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Return the lines in the order in which the file draws them; the library ends them with line feeds."""
    lines: list[Line] = []
    for page, of_page in groupby(runs, lambda run: run.page):
        line: list[tuple[float, str]] = []
        for run in of_page:
            first, *more = readable(run.text).split("\n")
            line.append((run.height, first))
            for piece in more:
                lines.append(_line(page, line))
                line = [(run.height, piece)]
        lines.append(_line(page, line))
    return [line for line in lines if line.text]


def _line(page: int, pieces: Sequence[tuple[float, str]]) -> Line:
    text = " ".join("".join(text for _, text in pieces).split())
    heights = [height for height, piece in pieces for _ in piece.strip()]
    return Line(page, max(set(heights), key=heights.count, default=0.0), text)


def blocks_of(lines: Iterable[Line]) -> list[Line]:
    """Return lines of about one height that follow each other, joined: a heading over several lines is one."""
    blocks: list[Line] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if last and last.page == line.page and abs(last.height - line.height) < _SAME_HEIGHT:
            blocks[-1] = Line(last.page, last.height, joined([last.text, line.text]))
        else:
            blocks.append(line)
    return blocks


def joined(lines: Iterable[str]) -> str:
    """Return lines as running text: a word parted at a line's end is whole again."""
    text = ""
    for line in lines:
        parted = text.endswith("-") and text[-2:-1].islower() and line[:1].islower()
        text = text[:-1] + line if parted else f"{text} {line}"
    return text.strip()
