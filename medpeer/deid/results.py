"""Writes what the command found: JSON lines, redacted texts or a report, by one process or several."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, TextIO

from rich.console import Console
from rich.progress import track

from medpeer.deid.documents import Document
from medpeer.deid.local_words import LocalWords
from medpeer.deid.long_texts import find_in_long, redact
from medpeer.deid.report import report_head, report_row, report_tail
from medpeer.deid.values import Span

_BATCH: Final = 256
_CHUNK: Final = 32


class Form(StrEnum):
    """What is written for each text."""

    JSON = "json"
    REDACTED = "redacted"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Work:
    """How each text is read and what is written for it."""

    form: Form
    threshold: float
    words: LocalWords | None = None


def write_results(documents: Iterable[Document], out: TextIO, work: Work, *, jobs: int, quiet: bool) -> None:
    """Write one result for each document, in the order of the input."""
    lines = _mapped(partial(_result, work=work), documents, jobs)
    seen = track(lines, "Reading", console=Console(stderr=True), disable=quiet, total=None)
    if work.form is Form.HTML:
        out.write(report_head())
    out.writelines(line + "\n" for line in seen)
    if work.form is Form.HTML:
        out.write(report_tail())


def _mapped(one: Callable[[Document], str], documents: Iterable[Document], jobs: int) -> Iterator[str]:
    """Apply ``one`` in this process or in ``jobs`` of them; keeps the order."""
    if jobs == 1:
        yield from map(one, documents)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for batch in _batches(documents, _BATCH * jobs):
            yield from pool.map(one, batch, chunksize=_CHUNK)


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Group documents so that an archive larger than memory can be read."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _result(document: Document, *, work: Work) -> str:
    """Give the output line of one document."""
    spans = find_in_long(document.text, threshold=work.threshold, words=work.words)
    match work.form:
        case Form.HTML:
            return report_row(document.name, document.text, spans)
        case Form.REDACTED:
            return redact(document.text, spans)
        case Form.JSON:
            return _as_json(document.name, spans)


def _as_json(name: str, spans: Sequence[Span]) -> str:
    """Write findings as one JSON line."""
    rows = [
        {
            "start": span.start,
            "end": span.end,
            "category": span.category,
            "score": span.score,
            "severity": span.severity,
        }
        for span in spans
    ]
    return json.dumps({"id": name, "spans": rows}, ensure_ascii=False)
