"""What is counted: tokens found whole, tokens flagged in vain, posts that leak and harmless posts that are flagged.

A token is a run of letters and figures. A labelled token is found only when all of its labelled characters are covered:
half a surname is a leak. A flagged token is true when it touches a label. Titles and little words are never false
alarms. Types do not matter for recall and precision: a gate has to hide the text, whatever it calls it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.deid.corpora import Document

Range = tuple[int, int]

_TOKEN: Final = re.compile(r"[^\W_]+")
_NEUTRAL: Final = frozenset(
    "dr drs mr mrs ms miss md do rn np pa phd prof professor doctor jr sr ii iii mx pt patient nurse sir madam esq "
    "facs mbbs dnp lcsw bsn crna the at on of and in from".split()
)
_Z95: Final = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: ``hits`` of ``total``."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """Give the share in 0..1, ``None`` of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of the share (Wilson 1927); 0 to 0 of nothing."""
        if not self.total:
            return 0.0, 0.0
        share, n = self.hits / self.total, self.total
        base = 1 + _Z95**2 / n
        middle = share + _Z95**2 / (2 * n)
        half = _Z95 * math.sqrt(share * (1 - share) / n + _Z95**2 / (4 * n * n))
        return max(0.0, (middle - half) / base), min(1.0, (middle + half) / base)


@dataclass(slots=True)
class Tally:
    """Sums over the documents of one corpus."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    tag_gold: Counter[str] = field(default_factory=Counter)
    tag_found: Counter[str] = field(default_factory=Counter)
    noise_gold: Counter[str] = field(default_factory=Counter)
    noise_found: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    true: int = 0
    posts: int = 0
    leaking: int = 0
    unseen: int = 0
    harmless: int = 0
    harmless_flagged: int = 0
    harmless_must: int = 0
    alarms: int = 0
    harmless_words: int = 0

    @property
    def recall(self) -> Rate:
        """Give the share of labelled tokens that were found whole."""
        return Rate(self.found.total(), self.gold.total())

    @property
    def precision(self) -> Rate:
        """Give the share of flagged tokens that touch a label."""
        return Rate(self.true, self.flagged)


def add(tally: Tally, document: Document, flagged: Sequence[Range], must_go: Sequence[Range]) -> None:
    """Count one document: everything flagged in it, and the part of it that must go."""
    size = len(document.text)
    owner = _owners(document)
    skipped = _covered(document.ignored, size)
    hidden = _covered(flagged, size)
    missed, touched = _count_tokens(tally, document, owner, skipped, hidden)
    tally.spans.update(gold.kind for gold in document.golds)
    if document.golds:
        _count_post(tally, missed, touched=touched)
        return
    alarms = sum(1 for one in flagged if _is_alarm(document.text, one, owner, skipped))
    tally.harmless += 1
    tally.harmless_flagged += alarms > 0
    tally.harmless_must += any(_is_alarm(document.text, one, owner, skipped) for one in must_go)
    tally.alarms += alarms
    tally.harmless_words += len(document.text.split())


def _count_post(tally: Tally, missed: int | None, *, touched: bool) -> None:
    """Count a post with identifiers; one whose labels hold no letter or figure counts nowhere."""
    if missed is not None:
        tally.posts += 1
        tally.leaking += missed > 0
        tally.unseen += not touched


def _count_tokens(
    tally: Tally, document: Document, owner: Sequence[int], skipped: Sequence[bool], hidden: Sequence[bool]
) -> tuple[int | None, bool]:
    """Count the tokens; give how many labelled ones were missed (``None`` without any) and whether one was touched."""
    labelled = missed = 0
    touched = False
    for word, places in _tokens(document.text, skipped):
        marked = [place for place in places if owner[place] >= 0]
        is_flagged = any(hidden[place] for place in places)
        tally.flagged += is_flagged and (bool(marked) or word.lower() not in _NEUTRAL)
        tally.true += is_flagged and bool(marked)
        if marked:
            is_found = all(hidden[place] for place in marked)
            labelled += 1
            missed += not is_found
            touched = touched or any(hidden[place] for place in marked)
            _count_label(tally, document, owner[marked[0]], found=int(is_found))
    return (missed if labelled else None), touched


def _count_label(tally: Tally, document: Document, gold: int, *, found: int) -> None:
    """Count one labelled token by its type, its hard case and the noise of its document."""
    label = document.golds[gold]
    tally.gold[label.kind] += 1
    tally.found[label.kind] += found
    if label.tag:
        tally.tag_gold[label.tag] += 1
        tally.tag_found[label.tag] += found
    for noise in document.tags:
        tally.noise_gold[noise] += 1
        tally.noise_found[noise] += found


def _tokens(text: str, skipped: Sequence[bool]) -> Iterator[tuple[str, list[int]]]:
    """Yield each token and the places of its characters that count."""
    for hit in _TOKEN.finditer(text):
        places = [place for place in range(*hit.span()) if not skipped[place]]
        if places:
            yield hit.group(), places


def _is_alarm(text: str, flagged: Range, owner: Sequence[int], skipped: Sequence[bool]) -> bool:
    """Say whether a finding is a false alarm: it touches no label and holds a word that is not neutral."""
    start, end = max(0, flagged[0]), min(len(text), flagged[1])
    if any(owner[place] >= 0 for place in range(start, end)):
        return False
    return any(
        hit.group().lower() not in _NEUTRAL and not all(skipped[start + place] for place in range(*hit.span()))
        for hit in _TOKEN.finditer(text[start:end])
    )


def _owners(document: Document) -> list[int]:
    """Give for each character the number of the label over it, -1 for none; a later label goes over an earlier."""
    owner = [-1] * len(document.text)
    for number, gold in enumerate(document.golds):
        owner[gold.start : gold.end] = [number] * (gold.end - gold.start)
    return owner


def _covered(ranges: Sequence[Range], size: int) -> list[bool]:
    """Mark the characters of ``ranges``."""
    marks = [False] * size
    for start, end in ranges:
        first, last = max(0, start), min(size, end)
        marks[first:last] = [True] * max(0, last - first)
    return marks
