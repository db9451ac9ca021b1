"""Reads texts and says what is in them, by one process or several, in the order of the input.

However large the input, only a bounded number of texts is in memory: no more is read than the workers can take.
"""

import json
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.deid.categories import Category, Severity
from medpeer.deid.documents import Document
from medpeer.deid.engine import find_identifiers
from medpeer.deid.local_words import LocalWords
from medpeer.deid.long_texts import find_in_long, redact
from medpeer.deid.report import MAX_SHOWN
from medpeer.deid.report_section import report_section
from medpeer.deid.values import Span

_BATCH_CHARS: Final = 50_000
_BATCH_TEXTS: Final = 200
_BATCHES_AHEAD: Final = 3
"""Batches that wait for each worker: enough that none is idle, few enough that memory stays small."""


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


@dataclass(frozen=True, slots=True)
class Result:
    """What is written for one text, its findings by kind, and the size of what was read.

    ``written`` is ``None`` where reading the text failed, and empty where the report shows no more texts.
    """

    number: int
    name: str
    written: str | None
    kinds: tuple[tuple[Category, Severity], ...]
    size_bytes: int


Numbered = tuple[int, Document]


@contextmanager
def workers(jobs: int) -> Iterator[ProcessPoolExecutor | None]:
    """Start ``jobs`` processes, none of them for one job; they end with the block, at once where it fails."""
    if jobs == 1:
        yield None
        return
    # Loaded before the workers are forked, the word lists and the model are shared by all of them.
    find_identifiers("Mr. Pruitt")
    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts) as pool:
        pool.submit(int).result()
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def results(
    documents: Iterable[Document], work: Work, pool: ProcessPoolExecutor | None, *, jobs: int
) -> Iterator[Result]:
    """Yield one result for each text, in the order of the input.

    Raises:
        BrokenProcessPool: a worker was killed.
    """
    numbered = enumerate(documents, 1)
    if pool is None:
        yield from (_result(number, document, work) for number, document in numbered)
        return
    waiting: deque[Future[list[Result]]] = deque()
    for batch in _batches(numbered):
        waiting.append(pool.submit(_worked, batch, work))
        if len(waiting) >= jobs * _BATCHES_AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _batches(numbered: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """Group texts, few long ones or many short ones."""
    batch: list[Numbered] = []
    chars = 0
    for number, document in numbered:
        batch.append((number, document))
        chars += len(document.text)
        if chars >= _BATCH_CHARS or len(batch) == _BATCH_TEXTS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _worked(batch: Sequence[Numbered], work: Work) -> list[Result]:
    """Read a batch, in a worker."""
    return [_result(number, document, work) for number, document in batch]


def _result(number: int, document: Document, work: Work) -> Result:
    """Read one text. A defect that one text brings out must not lose the others, so it is told and passed over."""
    try:
        spans = find_in_long(document.text, threshold=work.threshold, words=work.words)
        written = _written(number, document, spans, work.form)
    except Exception:  # noqa: BLE001 - the edge of the command
        return Result(number, document.name, None, (), document.size_bytes)
    kinds = tuple((span.category, span.severity) for span in spans)
    return Result(number, document.name, written, kinds, document.size_bytes)


def _written(number: int, document: Document, spans: Sequence[Span], form: Form) -> str:
    """Give what is written for one text."""
    match form:
        case Form.HTML:
            return report_section(number, document.name, document.text, spans) if number <= MAX_SHOWN else ""
        case Form.REDACTED:
            text = redact(document.text, spans)
            return _line({"id": document.name, "text": text}) if document.is_row else _with_line_end(text)
        case Form.JSON:
            return _line({"id": document.name, "spans": [_row(span) for span in spans]})


def _with_line_end(text: str) -> str:
    """End a text with a line end, as terminals and editors expect."""
    return text if text.endswith("\n") else text + "\n"


def _line(row: dict[str, object]) -> str:
    """Write one JSON line; lone surrogates, which UTF-8 cannot hold, stay escaped."""
    written = json.dumps(row, ensure_ascii=False)
    return written.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _row(span: Span) -> dict[str, object]:
    """Write one finding."""
    return {
        "start": span.start,
        "end": span.end,
        "category": span.category,
        "score": span.score,
        "severity": span.severity,
    }
