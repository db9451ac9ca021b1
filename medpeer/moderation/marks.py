"""A reported text in pieces, those that the gate finds at today's rules marked. Pure; for an opened case alone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from medpeer.deid import Category
from medpeer.gate import Finding, RawText, judge
from medpeer.moderation.queries.contents import Part


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """Some of a text, and what the gate finds in it, if anything."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, repr=False)
class MarkedPart:
    """A text in pieces that join to the whole."""

    label: str
    pieces: tuple[Piece, ...]
    count: int


def marked(part: Part, only: Collection[Category] | None = None) -> MarkedPart:
    """Return a part with its findings, which may differ from those of the day it was written.

    ``only`` are the categories that are marked; all of them by default.
    """
    found = judge(RawText(part.text), part.surface).findings
    findings = tuple(one for one in found if only is None or one.category in only)
    return MarkedPart(part.label, tuple(_pieces(part.text, findings)), len(findings))


def _pieces(text: str, findings: tuple[Finding, ...]) -> Iterator[Piece]:
    reached = 0
    for found in findings:
        if found.start > reached:
            yield Piece(text[reached : found.start])
        yield Piece(text[found.start : found.end], found)
        reached = found.end
    if reached < len(text):
        yield Piece(text[reached:])
