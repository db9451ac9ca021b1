"""Has texts read by one process or several, in the order of the input.

However large the input, only a bounded number of texts is in memory: no more is read than the workers can take.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final

from medpeer.deid.engine import find_identifiers
from medpeer.deid.reading import Document
from medpeer.deid.results import Result, Work, result_of

_BATCH_CHARS: Final = 50_000
_BATCH_TEXTS: Final = 200
_BATCHES_AHEAD: Final = 3
"""Batches that wait for each worker: enough that none is idle, few enough that memory stays small."""

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
        try:
            # All are forked here; a signal between a fork and its entry in the list would leave a worker behind.
            with _held(signal.SIGINT, signal.SIGTERM):
                pool.submit(int).result()
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


@contextmanager
def _held(*signals: signal.Signals) -> Iterator[None]:
    """Let signals wait until the block ends."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


def results(
    documents: Iterable[Document], work: Work, pool: ProcessPoolExecutor | None, *, jobs: int
) -> Iterator[Result]:
    """Yield one result for each text, in the order of the input.

    Raises:
        BrokenProcessPool: a worker was killed.
    """
    numbered = enumerate(documents, 1)
    if pool is None:
        yield from (result_of(number, document, work) for number, document in numbered)
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
    # It was forked while they were held.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))


def _worked(batch: Sequence[Numbered], work: Work) -> list[Result]:
    """Read a batch, in a worker."""
    return [result_of(number, document, work) for number, document in batch]
