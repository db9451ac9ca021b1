"""Letting go of what nobody came back for: images of no post after a day, pictures being prepared after minutes."""

import logging
import threading
from typing import Final

from medpeer.core.db import Database
from medpeer.images import policy, queries, service
from medpeer.images.pending import PendingImages

log = logging.getLogger(__name__)

EVERY_S: Final = 300.0


class Retention:
    """Runs beside requests, or by hand: ``run_once``."""

    def __init__(self, database: Database, pending: PendingImages) -> None:
        """Keep ``database`` and ``pending`` free of what is too old."""
        self._database = database
        self._pending = pending
        self._stopped = threading.Event()

    def run_once(self) -> int:
        """Let go of what is too old and return how many stored images went."""
        self._pending.drop_old()
        before = self._database.context.clock.now() - policy.UNATTACHED_FOR
        with self._database.reading() as session:
            if not queries.has_unattached(session, before):
                return 0
        with self._database.transaction() as session:
            return service.drop_unattached(session, before)

    def start(self) -> None:
        """Run in a background thread until ``stop``."""
        threading.Thread(target=self._loop, name="retention", daemon=True).start()

    def stop(self) -> None:
        """End the background thread."""
        self._stopped.set()

    def _loop(self) -> None:
        while not self._stopped.wait(EVERY_S):
            try:
                self.run_once()
            except Exception:  # the job edge: a locked or absent database is tried again
                log.exception("retention.round_failed")
