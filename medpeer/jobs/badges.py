"""Keeps what badges say in step with who is a member: soon after the start, then every hour."""

import logging
import threading
from typing import Final

from medpeer.accounts.badge_rules import refresh_badges
from medpeer.core.db import Database

log = logging.getLogger(__name__)

FIRST_AFTER_S: Final = 60.0
"""A server that has just started answers first; what was levelled before still stands."""
EVERY_S: Final = 3600.0


class BadgeKeeper:
    """Runs beside requests, or by hand: ``run_once``."""

    def __init__(self, database: Database) -> None:
        """Keep the rules in ``database``."""
        self._database = database
        self._stopped = threading.Event()

    def run_once(self) -> int:
        """Level the badges and return how many kinds of members changed theirs."""
        with self._database.transaction() as session:
            return refresh_badges(session)

    def start(self) -> None:
        """Run now and then in a background thread until ``stop``."""
        threading.Thread(target=self._loop, name="badges", daemon=True).start()

    def stop(self) -> None:
        """End the background thread."""
        self._stopped.set()

    def _loop(self) -> None:
        wait_s = FIRST_AFTER_S
        while not self._stopped.wait(wait_s):
            wait_s = EVERY_S
            try:
                self.run_once()
            except Exception:  # the job edge: a locked or absent database is tried again
                log.exception("badges.round_failed")
