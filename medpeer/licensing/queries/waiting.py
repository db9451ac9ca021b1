"""How long applicants usually wait for a first answer, for those who wait now."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.models import ClaimDecision, LicenceClaim

LATELY: Final = timedelta(days=30)
MOST: Final = 50
FEWEST: Final = 3
"""Fewer answers say nothing of what is usual, and something of whoever they were for."""


@dataclass(frozen=True, slots=True)
class UsualWait:
    """The median time to a reviewer's first answer over the ``answers`` newest of them."""

    median: timedelta
    answers: int


def usual_wait(session: Session) -> UsualWait | None:
    """Return the median wait of the newest fifty answers of a month, or ``None`` while there are fewer than three."""
    answered_at = func.min(ClaimDecision.decided_at).label("answered_at")
    rows = session.execute(
        select(answered_at, LicenceClaim.filed_at)
        .join(LicenceClaim, LicenceClaim.id == ClaimDecision.claim_id)
        .where(
            ClaimDecision.reviewer_id.is_not(None),
            ClaimDecision.decided_at >= context_of(session).clock.now() - LATELY,
        )
        .group_by(LicenceClaim.id, LicenceClaim.filed_at)
        .order_by(answered_at.desc())
        .limit(MOST)
    ).all()
    waits = [(answered - filed).total_seconds() for answered, filed in rows]
    return UsualWait(timedelta(seconds=median(waits)), len(waits)) if len(waits) >= FEWEST else None
