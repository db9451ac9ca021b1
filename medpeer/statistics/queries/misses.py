"""What the gate missed: for the page in numbers that may be shown, for the engine's teachers whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.deid import Category
from medpeer.gate import Circumstance
from medpeer.gate.models import GateMiss
from medpeer.statistics.cells import cells
from medpeer.statistics.queries.views import Missed


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often one kind of thing was missed in one circumstance, and from which week to which."""

    category: Category
    circumstance: Circumstance
    times: int
    first_week: date
    last_week: date


def lessons(session: Session, since: date | None = None) -> Iterator[Lesson]:
    """Yield the misses, the most frequent first: without surface, person or post, so small numbers stand too."""
    times = func.sum(GateMiss.times)
    wanted = (
        select(GateMiss.category, GateMiss.circumstance, times, func.min(GateMiss.week_on), func.max(GateMiss.week_on))
        .where(GateMiss.week_on >= (since or date.min))
        .group_by(GateMiss.category, GateMiss.circumstance)
        .order_by(times.desc(), GateMiss.category, GateMiss.circumstance)
    )
    for row in session.execute(wanted):
        yield Lesson(*row)


def missed(session: Session, since: date) -> tuple[Missed, ...]:
    """Return the misses since as they may be shown."""
    rows = list(lessons(session, since))
    shown = cells(dict(enumerate(row.times for row in rows)))
    return tuple(Missed(row.category.label, row.circumstance.label, shown[at]) for at, row in enumerate(rows))
