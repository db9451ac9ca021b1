"""Writes the gate's refusals down beside the requests: every few seconds, and when the server ends."""

import logging
import threading
from typing import Final

from medpeer.core.db import Database
from medpeer.gate import REFUSALS, Tally
from medpeer.statistics import service

log = logging.getLogger(__name__)

EVERY_S: Final = 5.0
"""What a killed process loses at most."""


class RefusalKeeper:
    """Takes the counts of a tally and adds them to the day's, in short transactions of its own."""

    def __init__(self, database: Database, tally: Tally = REFUSALS) -> None:
        """Write what ``tally`` counted into ``database``."""
        self._database = database
        self._tally = tally
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def keep(self) -> None:
        """Write down what was counted since the last time; what cannot be written is counted again."""
        counts = self._tally.take()
        if not counts:
            return
        try:
            with self._database.transaction() as session:
                service.add_counts(session, counts)
        except Exception:  # the job edge: a locked or absent database is tried again
            self._tally.give_back(counts)
            log.exception("counting.failed")

    def start(self) -> None:
        """Write in a background thread until ``stop``."""
        self._thread = threading.Thread(target=self._loop, name="counting", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the background thread and write down what is left."""
        self._stopped.set()
        if self._thread:
            self._thread.join(timeout=10)
        self.keep()

    def _loop(self) -> None:
        while not self._stopped.wait(EVERY_S):
            self.keep()
