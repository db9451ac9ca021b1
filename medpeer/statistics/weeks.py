"""The calendar of the statistics: whole weeks from Monday, in UTC, of which the last is still running."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Period(StrEnum):
    """How far back the numbers go."""

    MONTH = "4"
    QUARTER = "13"
    YEAR = "52"

    @property
    def weeks(self) -> int:
        """Its number of weeks, the running one among them."""
        return int(self.value)

    @property
    def label(self) -> str:
        """The period as printed."""
        return "A year" if self is Period.YEAR else f"{self.value} weeks"


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weeks_of(period: Period, today: date) -> tuple[date, ...]:
    """Return the Mondays of ``period``, the running week's last."""
    last = week_of(today)
    return tuple(last - WEEK * back for back in reversed(range(period.weeks)))


def start_of(day: date) -> datetime:
    """Return the first moment of ``day``, aware, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)
