"""Examining stored texts anew where the policies or the engine changed since: bounded batches, the engine outside.

Each batch is read, examined with nothing open, and recorded in a short transaction together with what it queues for
moderators. A kill loses at most one batch's examination; the next run goes on where records end.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from medpeer.core.db import Database
from medpeer.deid import Severity
from medpeer.gate.rescreening import Rescreened, count_outdated, outdated, re_examine, record
from medpeer.moderation import service

log = logging.getLogger(__name__)

BATCH: Final = 20
"""Texts a batch: about a second of the engine, and a few milliseconds of writing."""

REST: Final = 3.0
"""In the background: so many times a batch's own time passes before the next, so that members come first."""


@dataclass(slots=True)
class RescreenReport:
    """What a run came to: texts examined, and those that today's check would refuse."""

    examined: int = 0
    refused: int = 0
    must_go: int = 0

    def count(self, result: Rescreened) -> None:
        """Add one text."""
        self.examined += 1
        self.refused += bool(result.found)
        self.must_go += bool(result.count(Severity.MUST_GO))


class Rescreener:
    """Works through the outdated texts of one database, in this thread or in the background."""

    def __init__(self, database: Database) -> None:
        """Work on ``database``."""
        self._database = database
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def waiting(self) -> int:
        """Return how many texts are to be examined anew."""
        with self._database.reading() as session:
            return count_outdated(session)

    def run(self, *, rest: float = 0.0, show: Callable[[RescreenReport], None] = lambda _: None) -> RescreenReport:
        """Examine everything that is outdated, or go on until ``stop``; ``show`` is called after each batch."""
        report, after = RescreenReport(), 0
        while not self._stopped.is_set():
            began = time.monotonic()
            found, last = self._one_batch(after)
            if last is None:
                break
            after = last
            for one in found:
                report.count(one)
            show(report)
            self._stopped.wait(rest * (time.monotonic() - began))
        log.info("rescreen.done", extra={"examined": report.examined, "refused": report.refused})
        return report

    def _one_batch(self, after: int) -> tuple[list[Rescreened], int | None]:
        """Examine the next texts and return what they came to, with the clearance to go on from."""
        with self._database.reading() as session:
            batch = outdated(session, after=after, limit=BATCH)
        if batch is None:
            return [], None
        results = [re_examine(text) for text in batch.texts]
        with self._database.transaction() as session:
            there = record(session, results)
            for one in there:
                service.queue_rescreened(session, one)
        return there, batch.last

    def start(self) -> None:
        """Run in a background thread, if there is anything to do: policies and engine change with a restart only."""
        self._thread = threading.Thread(target=self._background, name="rescreen", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the background thread after its present batch."""
        self._stopped.set()
        if self._thread:
            self._thread.join(timeout=30)

    def _background(self) -> None:
        try:
            if self.waiting():
                self.run(rest=REST)
        except Exception:  # the job edge: the next start goes on
            log.exception("rescreen.failed")
