"""Up to which day a list goes, where nobody says so."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from medpeer.licensing.delimited import date_of_file

TODAY = date(2026, 11, 20)
WRITTEN = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("UPDATED_20261109.csv", date(2026, 11, 9)),
        ("boards-2026-11-09.txt", date(2026, 11, 9)),
        ("2026.11.09 boards.txt", date(2026, 11, 9)),
        ("UPDATED.csv", date(2026, 11, 12)),
        ("boards_20261399.csv", date(2026, 11, 12)),
        ("boards_20260231.csv", date(2026, 11, 12)),
        ("licence_120261109.csv", date(2026, 11, 12)),
        ("boards_20991231.csv", TODAY),
    ],
)
def test_the_name_says_the_day_else_the_files_own_date_does(tmp_path: Path, name: str, day: date) -> None:
    path = tmp_path / name
    path.write_text("x")
    os.utime(path, (WRITTEN.timestamp(), WRITTEN.timestamp()))
    assert date_of_file(path, TODAY) == day


def test_no_list_goes_up_to_a_day_to_come(tmp_path: Path) -> None:
    path = tmp_path / "UPDATED.csv"
    path.write_text("x")
    assert date_of_file(path, date(2020, 1, 1)) == date(2020, 1, 1)
