"""Claims that wait for a reviewer against the registers: with each import, and where one was cut short before that."""

import logging
from collections.abc import Iterable

from medpeer.core.db import Database
from medpeer.licensing.models import WAITING_STATUSES
from medpeer.licensing.queries import claims as queries
from medpeer.licensing.service import claims

log = logging.getLogger(__name__)


def recheck_waiting(database: Database) -> int:
    """Check the claims that wait against the registers now in use and return how many that settled."""
    with database.reading() as session:
        waiting = queries.list_waiting(session)
    return _recheck(database, waiting)


def recheck_missed(database: Database) -> int:
    """Check the claims that no check reached since the newest file came into use; return how many that settled."""
    with database.reading() as session:
        missed = queries.list_missed(session)
    return _recheck(database, missed)


def _recheck(database: Database, claim_ids: Iterable[int]) -> int:
    return sum(_is_settled(database, claim_id) for claim_id in claim_ids)


def _is_settled(database: Database, claim_id: int) -> bool:
    try:
        with database.transaction() as session:
            return claims.recheck_claim(session, claim_id) not in WAITING_STATUSES
    except Exception:  # the job edge: the register is in use by now, and one claim must not keep the others waiting
        log.exception("licensing.recheck_failed", extra={"claim_id": claim_id})
        return False
