"""Writes the gate's refusals down beside the requests: every few seconds, and when the server ends."""

import logging
from typing import Final

from medpeer.core.db import Database
from medpeer.gate import REFUSALS, Tally
from medpeer.jobs.keeper import Keeper
from medpeer.statistics import service

log = logging.getLogger(__name__)

EVERY_S: Final = 5.0
"""What a killed process loses at most."""


class RefusalKeeper(Keeper):
    """Takes the counts of a tally and adds them to the day's, in short transactions of its own."""

    every_s = EVERY_S

    def __init__(self, database: Database, tally: Tally = REFUSALS) -> None:
        """Write what ``tally`` counted into ``database``."""
        super().__init__()
        self._database = database
        self._tally = tally

    def run_once(self) -> None:
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

    def stop(self) -> None:
        """End the background thread and write down what is left."""
        super().stop()
        self.run_once()
