# ruff: noqa: PLR2004 - months have twelve numbers and days thirty-one
"""Dates become days counted from the first one of the text, so that intervals stay."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import re2

from medpeer.deid.instead.around import Around, Phrase
from medpeer.deid.instead.ordinals import number
from medpeer.deid.normal import matchable

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER: Final = re2.compile(r"\d+")
_WORD: Final = re2.compile(r"[A-Za-z]+")
_YEAR: Final = re2.compile(r"(?:^|[^0-9])((?:19|20)\d\d)(?:$|[^0-9])")
_ON: Final = re2.compile(r"(?i)\bon\s+(?:the\s+)?$")
_IN: Final = re2.compile(r"(?i)\bin\s+$")
_BORN: Final = re2.compile(r"(?i)(?:\bd\.?o\.?b\.?|\bborn(?: on| in)?|\bbirth(?:day|date)?(?: on| was| is)?)\W{0,3}$")
_MINUS: Final = "\u2212"
_LONGEST_DAYS: Final = 3660
"""Ten years: a longer interval would tell an age or a birthday."""
_EARLIEST_YEAR: Final = 1940
"""An earlier year may be that of a birth more than 89 years ago."""

Day = tuple[int | None, int, int]
"""Year (or ``None``), month and day as they were written."""


class Calendar:
    """The days of one text, relative to its first complete date."""

    def __init__(self, written: Iterable[str]) -> None:
        """Read the dates as they were written, in their order."""
        days = [day for words in written if (day := read_date(words))]
        self._year = next((day[0] for day in days if day[0]), None) or 2023
        self._first = next((self._day(day) for day in days), None)
        self._two = len({self._day(day) for day in days}) == 2

    def phrase(self, around: Around) -> Phrase:
        """Write a day as D0 or D+3, or as "three days later" where two dates leave no doubt of what it counts from."""
        if around.led_by(_BORN):
            return around.phrase("[date of birth removed]")
        read = None if around.span.rule == "date.clock" else read_date(around.words)
        if read is None or self._first is None:
            return _unread(around)
        apart = (self._day(read) - self._first).days
        if abs(apart) > _LONGEST_DAYS:
            return around.phrase("[date removed]")
        on = around.led_by(_ON)
        if apart and on and self._two:
            return around.phrase(_in_words(apart), more_before=len(on.group()))
        return around.phrase(f"D+{apart}" if apart > 0 else f"D{_MINUS}{-apart}" if apart else "D0")

    def _day(self, read: Day) -> date:
        """Complete a date without a year with the year of the others."""
        year, month, day = read
        try:
            return date(year or self._year, month, day)
        except ValueError:
            return date(year or self._year, month, 28)


def _in_words(apart: int) -> str:
    """Write an interval in words."""
    days = abs(apart)
    return f"{number(days)} day{'s' if days > 1 else ''} {'later' if apart > 0 else 'earlier'}"


def _unread(around: Around) -> Phrase:
    """Write what stays of a date that is not a whole day: its year, else that it was a holiday or some other time."""
    rule = around.span.rule
    year = _YEAR.search(around.words if around.words.isascii() else "")
    on, into = around.led_by(_ON), around.led_by(_IN)
    if year and int(year.group(1)) >= _EARLIEST_YEAR:
        return around.phrase(f"in {year.group(1)}" if on else year.group(1), more_before=len(on.group()) if on else 0)
    if rule == "date.clock":
        return around.phrase("[time removed]")
    if rule == "date.feast":
        return around.phrase("a holiday")
    if rule.startswith(("date.day", "date.weekday")) and on:
        return around.phrase("another day")
    if rule in {"date.month", "date.month_lower", "date.foreign_month"} and into:
        return around.phrase("in another month", more_before=len(into.group()))
    return around.phrase("[date removed]")


def read_date(words: str) -> Day | None:
    """Read year (or ``None``), month and day; ``None`` where a day or month is not given."""
    words = matchable(words)
    numbers = [int(figures) for figures in _NUMBER.findall(words)[:3] if len(figures) <= 8]
    names = [word.lower()[:3] for word in _WORD.findall(words)]
    month = next((_MONTHS.index(name) + 1 for name in names if name in _MONTHS), None)
    if month is not None:
        return _with_month(numbers, month)
    if len(numbers) == 1 and 19_000_000 < numbers[0] < 30_000_000:
        return numbers[0] // 10_000, *_bounded(numbers[0] // 100 % 100, numbers[0] % 100)
    return _numeric(numbers)


def _bounded(month: int, day: int) -> tuple[int, int]:
    """Keep month and day of a compact date inside the calendar."""
    return min(max(month, 1), 12), min(max(day, 1), 31)


def _with_month(numbers: list[int], month: int) -> Day | None:
    """Read a date whose month is a word."""
    day = next((figure for figure in numbers if 1 <= figure <= 31), None)
    year = next((figure for figure in numbers if 1900 <= figure <= 2100), None)
    if year is None and len(numbers) > 1 and numbers[-1] < 100:
        year = _century(numbers[-1])
    return None if day is None else (year, month, day)


def _numeric(numbers: list[int]) -> Day | None:
    """Read a date of figures: ISO, or month first unless only day first makes sense."""
    if len(numbers) < 2 or (len(numbers) == 2 and numbers[1] > 31):
        return None
    if numbers[0] > 31:
        return _iso(numbers)
    month, day = (numbers[0], numbers[1]) if numbers[0] <= 12 else (numbers[1], numbers[0])
    year = _century(numbers[2]) if len(numbers) == 3 else None
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _iso(numbers: list[int]) -> Day | None:
    """Read year, month and day in this order."""
    if len(numbers) != 3 or not 1 <= numbers[0] <= 2200 or not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31):
        return None
    return numbers[0], numbers[1], numbers[2]


def _century(year: int) -> int | None:
    """Complete a year of two digits as the last hundred years would."""
    if year >= 1900:
        return year if year <= 2100 else None
    return 2000 + year if year < 40 else 1900 + year if year < 100 else None
