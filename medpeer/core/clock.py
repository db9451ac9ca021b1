"""Time, passed in rather than read, so that tests decide what now is; and a day in words."""

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the present moment as an aware UTC datetime."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's present moment, aware, in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until told to move; for tests and for seeding the past."""

    def __init__(self, moment: datetime) -> None:
        """Start at ``moment``, which must be aware."""
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment last set."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Move to ``moment``, forward or back."""
        self._moment = moment.astimezone(UTC)


def day_words(day: date | None) -> str:
    """Return "3 February 1978", or nothing for no day; of a moment, its day in UTC."""
    return f"{day.day} {day:%B %Y}" if day else ""
