"""Showing where a text meets a query: marks in a title, and the passage of a post where most of it meets.

Made at reading time from the row that the reader may see; the index could not, as it holds no text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from medpeer.gate import RenderedHtml
from medpeer.search.analyser import Token, analyse
from medpeer.search.clauses import Alternative, Clause

SNIPPET_CHARS: Final = 220
_BEFORE: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of a text, and which clause it meets."""

    start: int
    end: int
    clause: int = 0


def plain_text(html: RenderedHtml) -> str:
    """Return the words of a rendered text, without markup, on one line."""
    return html.striptags()


def find_spans(text: str, clauses: Sequence[Clause]) -> list[Span]:
    """Return where ``text`` meets the clauses, in order, overlaps joined."""
    tokens = analyse(text)
    places: dict[int, list[Token]] = {}
    for token in tokens:
        places.setdefault(token.position, []).append(token)
    found = [
        span
        for number, clause in enumerate(clauses)
        for alternative in clause.alternatives
        for span in _occurrences(places, alternative, number)
    ]
    return _joined(sorted(found))


def _occurrences(places: dict[int, list[Token]], alternative: Alternative, clause: int) -> Iterable[Span]:
    for position in places:
        held = [
            next((token for token in places.get(position + offset, ()) if _meets(token, key, alternative)), None)
            for offset, key in enumerate(alternative.keys)
        ]
        if held and (first := held[0]) and (last := held[-1]) and all(held):
            yield Span(first.start, max(first.end, last.end), clause)


def _meets(token: Token, key: str, alternative: Alternative) -> bool:
    return token.bare.startswith(key) if alternative.is_prefix else token.bare == key


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end), joined[-1].clause)
        else:
            joined.append(span)
    return joined


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Return ``text`` escaped, with its spans in ``<mark>``."""
    parts: list[Markup] = []
    at = 0
    for span in spans:
        parts += [escape(text[at : span.start]), Markup("<mark>{}</mark>").format(text[span.start : span.end])]
        at = span.end
    return Markup("").join([*parts, escape(text[at:])])


def highlight(text: str, clauses: Sequence[Clause]) -> Markup:
    """Return a short text with its hits marked."""
    return marked(text, find_spans(text, clauses))


def snippet(text: str, clauses: Sequence[Clause]) -> tuple[Markup, int]:
    """Return the passage of ``text`` in which most clauses are met, marked, and how many it meets."""
    spans = find_spans(text, clauses)
    first = max(spans, key=lambda span: (_met(spans, span.start), -span.start), default=None)
    start = _word_start(text, max(first.start - _BEFORE, 0)) if first else 0
    end = _word_end(text, start + SNIPPET_CHARS)
    inside = [Span(span.start - start, span.end - start) for span in spans if start <= span.start and span.end <= end]
    passage = marked(text[start:end], inside)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    return Markup("{}{}{}").format(before, passage, after), _met(spans, first.start) if first else 0


def _met(spans: Sequence[Span], start: int) -> int:
    reach = start + SNIPPET_CHARS - _BEFORE
    return len({span.clause for span in spans if start <= span.start and span.end <= reach})


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    cut = text.rfind(" ", 0, at)
    return cut if cut > at - SNIPPET_CHARS // 2 else at
