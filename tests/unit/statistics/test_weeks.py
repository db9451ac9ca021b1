"""Weeks begin on Monday, and the last one still runs."""

from datetime import date
from itertools import pairwise

import pytest

from medpeer.statistics.weeks import Period, start_of, week_of, weeks_of


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 22)])
def test_a_week_is_named_by_its_monday(day: date) -> None:
    assert week_of(day) == date(2026, 11, 16)
    assert start_of(week_of(day)).isoformat() == "2026-11-16T00:00:00+00:00"


@pytest.mark.parametrize("period", list(Period))
def test_a_period_ends_with_the_running_week(period: Period) -> None:
    weeks = weeks_of(period, date(2026, 11, 20))
    assert len(weeks) == period.weeks
    assert weeks[-1] == date(2026, 11, 16)
    assert {(after - before).days for before, after in pairwise(weeks)} == {7}
