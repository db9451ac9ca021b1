"""What is measured: this engine at any threshold, and how long it takes."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.deid.corpora import Document
from bench.deid.measures import Range, Tally, add
from medpeer.deid import LocalWords, Severity, find_identifiers


@dataclass(frozen=True, slots=True)
class Findings:
    """What one tool flags in one text; a tool without severities has everything in both."""

    flagged: tuple[Range, ...]
    must_go: tuple[Range, ...]


Finder = Callable[[str], Findings]


@dataclass(slots=True)
class Measured:
    """The counts of one corpus and the CPU time of each text, in milliseconds, ordered as the texts."""

    tally: Tally = field(default_factory=Tally)
    cpu_ms: list[float] = field(default_factory=list)

    def quantile_ms(self, share: float) -> float:
        """Give the CPU time that ``share`` of the texts do not pass; 0 without texts."""
        ordered = sorted(self.cpu_ms)
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def engine(threshold: float, words: LocalWords | None = None) -> Finder:
    """Return this engine as a finder."""

    def find(text: str) -> Findings:
        spans = find_identifiers(text, threshold=threshold, words=words)
        must = tuple((span.start, span.end) for span in spans if span.severity is Severity.MUST_GO)
        return Findings(tuple((span.start, span.end) for span in spans), must)

    return find


def measure(documents: Sequence[Document], find: Finder) -> Measured:
    """Return the counts and times of ``find`` on ``documents``; the first texts are read once before, to load it."""
    result = Measured()
    for document in documents[:3]:
        find(document.text)
    for document, findings, cpu_ms in _timed(documents, find):
        add(result.tally, document, findings.flagged, findings.must_go)
        result.cpu_ms.append(cpu_ms)
    return result


def _timed(documents: Sequence[Document], find: Finder) -> Iterator[tuple[Document, Findings, float]]:
    """Yield each document with what was found in it and the CPU time that took."""
    for document in documents:
        began = time.process_time()
        findings = find(document.text)
        yield document, findings, (time.process_time() - began) * 1000
