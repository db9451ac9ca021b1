"""Members against the registers: once a day each, and within half a second whoever a newer file speaks of.

Applicants who wait are looked at too, where an import was cut short before it came to them.

A hold must not wait for a slow mail relay, nor for the process that loaded the file: so it has a thread of its own,
which finds what changed in the database.
"""

import logging
import time
from typing import Final

from medpeer.core.db import Database
from medpeer.jobs.keeper import Keeper
from medpeer.jobs.waiting_claims import recheck_missed
from medpeer.licensing.membership import Act
from medpeer.licensing.queries import members
from medpeer.licensing.service import membership

log = logging.getLogger(__name__)

WATCH_S: Final = 0.5
"""With the second after which sockets are looked through, a hold is complete in under two."""
ROUND_S: Final = 60.0
BATCH: Final = 20
"""A fifth of a second of a round, after which changes are looked at again."""


class MembershipKeeper(Keeper):
    """Weighs changes at once and goes round all members; or by hand: ``run_changes`` and ``run_round``."""

    every_s = WATCH_S

    def __init__(self, database: Database) -> None:
        """Keep the members of ``database``."""
        super().__init__()
        self._database = database
        self._weighed = 0
        self._next_round = time.monotonic()

    def run_once(self) -> None:
        """Weigh what changed, and once a minute go round."""
        self.run_changes()
        if time.monotonic() >= self._next_round:
            self._next_round = time.monotonic() + ROUND_S
            self.run_round()
            recheck_missed(self._database)

    def run_changes(self) -> int:
        """Weigh what newer register files say of members, the gravest first, and return how many were held."""
        with self._database.reading() as session:
            changes = members.list_changes(session, self._weighed)
        acts = [self._recheck(one) for one in dict.fromkeys(one.physician_id for one in changes)]
        if None not in acts:
            self._weighed = max((one.change_id for one in changes), default=self._weighed)
        return acts.count(Act.HOLD)

    def run_round(self) -> int:
        """Ask the registers about every member not asked about today, and return how many there were.

        Each member is a short transaction of their own: a kill loses one, and the next start goes on.
        """
        done, failed = 0, set[int]()
        while not self._stopped.is_set() and (due := self._due(failed)):
            failed |= {physician_id for physician_id in due if self._recheck(physician_id) is None}
            done += len(due)
            self.run_changes()
        if done:
            log.info("membership.round_done", extra={"members": done, "failed": len(failed)})
        return done

    def _due(self, failed: set[int]) -> list[int]:
        with self._database.reading() as session:
            due = members.list_due(session, BATCH + len(failed))
        return [physician_id for physician_id in due if physician_id not in failed]

    def _recheck(self, physician_id: int) -> Act | None:
        """Recheck one member and return what followed, or ``None`` when it failed and is to be tried again."""
        try:
            with self._database.transaction() as session:
                return membership.recheck_member(session, physician_id)
        except Exception:  # the job edge: one member must not keep the others from their round
            log.exception("membership.recheck_failed", extra={"physician_id": physician_id})
            return None
