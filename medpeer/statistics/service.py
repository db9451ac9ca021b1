"""Writing down what the gate refused."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.gate import Counts
from medpeer.statistics.models import GateCount, GateFindingCount


def add_counts(session: Session, counts: Counts) -> None:
    """Add ``counts`` to those of today: the day they are written on, seconds after they were counted."""
    today = context_of(session).clock.now().date()
    for (surface, refusal), times in counts.refused.items():
        _add(session, GateCount, {"counted_on": today, "surface": surface, "refusal": refusal}, times)
    for (surface, category, severity), times in counts.found.items():
        key = {"counted_on": today, "surface": surface, "category": category, "severity": severity}
        _add(session, GateFindingCount, key, times)


def _add(session: Session, table: type[GateCount | GateFindingCount], key: Mapping[str, Any], times: int) -> None:
    wanted = update(table).filter_by(**key).values(times=table.times + times)
    # The database adds, so that two processes do not overwrite each other's numbers.
    if not session.execute(wanted.returning(table.counted_on)).all():
        session.execute(insert(table).values(times=times, **key))
