"""Letting go of what nobody came back for: images of no post after a day, pictures being prepared after minutes."""

from typing import Final

from medpeer.core.db import Database
from medpeer.images import policy, queries, service
from medpeer.images.pending import PendingImages
from medpeer.jobs.keeper import Keeper

EVERY_S: Final = 300.0


class Retention(Keeper):
    """Lets go of them a few minutes after their time."""

    every_s = EVERY_S

    def __init__(self, database: Database, pending: PendingImages) -> None:
        """Keep ``database`` and ``pending`` free of what is too old."""
        super().__init__()
        self._database = database
        self._pending = pending

    def run_once(self) -> int:
        """Let go of what is too old and return how many stored images went."""
        self._pending.drop_old()
        before = self._database.context.clock.now() - policy.UNATTACHED_FOR
        with self._database.reading() as session:
            if not queries.has_unattached(session, before):
                return 0
        with self._database.transaction() as session:
            return service.drop_unattached(session, before)
