"""Rows of a day, words and a number, added up by week."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, literal_column
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from medpeer.statistics.weeks import week_of

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def day_of(session: Session, moment: Moment) -> ColumnElement[Any]:
    """Return the day of a moment in UTC, as the database works it out."""
    # PostgreSQL would otherwise take the day of its own time zone.
    in_utc = (
        func.timezone(literal_column("'UTC'"), moment) if session.get_bind().dialect.name == "postgresql" else moment
    )
    return func.date(in_utc)


def as_day(value: object) -> date:
    """Return a day as any database gives it."""
    return date.fromisoformat(str(value))


def weekly(rows: Iterable[Row[Any]]) -> Counter[Any]:
    """Return rows of a day, words and a number, added up by week and words."""
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[(week_of(as_day(row[0])), *row[1:-1])] += row[-1]
    return counts
