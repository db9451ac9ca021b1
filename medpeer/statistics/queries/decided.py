"""How reports were settled, and how long that took."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.moderation.models import Decision, Report
from medpeer.moderation.vocabulary import DecisionState, Outcome, ReportReason
from medpeer.statistics.cells import FEW
from medpeer.statistics.weeks import start_of, week_of


@dataclass(frozen=True, slots=True)
class Settled:
    """One settled case: why it was reported first, what became of it, and how long it waited."""

    week: date
    reason: ReportReason
    outcome: Outcome
    took: timedelta


def settled(session: Session, since: date) -> tuple[Settled, ...]:
    """Return the cases settled since, without a word on whose they were."""
    wanted = (
        select(Report.id, Report.reason, Report.created_at, Report.closed_at, Decision.outcome)
        .join(Decision, (Decision.case_id == Report.id) & (Decision.settled_at == Report.closed_at))
        .where(Decision.state == DecisionState.DONE, Report.closed_at >= start_of(since))
        .order_by(Decision.id)
    )
    # A purge that two agreed to is two decisions on one case.
    rows = {row.id: row for row in session.execute(wanted)}.values()
    return tuple(
        Settled(week_of(row.closed_at.date()), row.reason, row.outcome, row.closed_at - row.created_at) for row in rows
    )


def outcomes(cases: Iterable[Settled]) -> Counter[tuple[date, Outcome]]:
    """Return settled cases by week and outcome."""
    return Counter((one.week, one.outcome) for one in cases)


def median_wait(cases: Iterable[Settled], reason: ReportReason | None = None) -> timedelta | None:
    """Return how long the middle one of ``cases`` waited, or ``None`` where there are too few to say."""
    waits = [one.took.total_seconds() for one in cases if reason in {None, one.reason}]
    return timedelta(seconds=median(waits)) if len(waits) >= FEW else None
