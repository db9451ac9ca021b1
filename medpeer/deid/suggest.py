# ruff: noqa: PLR2004 - tables read best on one line, and their numbers explain themselves
"""What to write instead: the least loss of clinical meaning, and the same answer for the same thing in one text."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.values import Generalisation, Span

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER: Final = re2.compile(r"\d+")
_WORD: Final = re2.compile(r"[A-Za-z]+")
_MINUS: Final = "\u2212"
_REMOVED: Final = {
    Category.PHONE: "[telephone number removed]",
    Category.FAX: "[fax number removed]",
    Category.EMAIL: "[e-mail removed]",
    Category.SSN: "[number removed]",
    Category.RECORD: "[record number removed]",
    Category.PLAN: "[plan number removed]",
    Category.ACCOUNT: "[account number removed]",
    Category.LICENCE: "[licence number removed]",
    Category.VEHICLE: "[vehicle number removed]",
    Category.DEVICE: "[device number removed]",
    Category.URL: "[link removed]",
    Category.IP: "[network address removed]",
    Category.BIOMETRIC: "[file removed]",
    Category.PHOTO: "[picture removed]",
    Category.OTHER: "[number removed]",
}


def suggest(text: str, spans: Sequence[Span]) -> tuple[Generalisation, ...]:
    """Return one replacement for each of ``spans``, in their order.

    The same person keeps the same placeholder and dates keep their intervals in days: the first complete date is D0.
    Pure; a replacement is never itself a finding.
    """
    people = _People()
    calendar = _Calendar(text, spans)
    return tuple(_replacement(text[span.start : span.end], span, people, calendar) for span in spans)


def _replacement(words: str, span: Span, people: "_People", calendar: "_Calendar") -> Generalisation:
    """Choose what stands in the place of one finding."""
    match span.category:
        case Category.NAME:
            return _use(people.placeholder(words))
        case Category.DATE if span.rule.startswith("age."):
            return _use("over 89")
        case Category.DATE:
            return _use(calendar.relative(words))
        case Category.LOCATION:
            return _use(_place(words, span.rule))
        case _:
            return Generalisation(_REMOVED[span.category], "Remove it")


def _use(replacement: str) -> Generalisation:
    """Make a generalisation whose button names its words."""
    return Generalisation(replacement, f"Use \u201c{replacement}\u201d")


def _place(words: str, rule: str) -> str:
    """Name the kind of place without naming the place."""
    lowered = words.lower()
    for key, kind in _PLACE_KINDS:
        if key in lowered:
            return kind
    return "a unit" if rule in {"place.bed", "place.ward"} else "[place removed]"


_PLACE_KINDS: Final = (
    ("children", "a children\u2019s hospital"),
    ("university", "a university hospital"),
    ("hospice", "a hospice"),
    ("nursing", "a nursing home"),
    ("care home", "a care home"),
    ("rehab", "a rehabilitation unit"),
    ("school", "a school"),
    ("church", "a place of worship"),
    ("clinic", "a clinic"),
    ("pharmacy", "a pharmacy"),
    ("hosp", "a hospital"),
    ("infirmary", "a hospital"),
    ("medical", "a hospital"),
    ("memorial", "a hospital"),
    ("general", "a hospital"),
    ("bed", "a bed"),
    ("room", "a room"),
    ("ward", "a ward"),
)  # fmt: skip


class _People:
    """Placeholders by person: a surname alone or a first name alone means the person already met."""

    def __init__(self) -> None:
        self._known: list[set[str]] = []

    def placeholder(self, words: str) -> str:
        """Give the placeholder of the person ``words`` name."""
        parts = {part.lower() for part in _WORD.findall(words) if len(part) > 1} or {words.lower()}
        for place, known in enumerate(self._known):
            if known & parts:
                known.update(parts)
                return _lettered(place)
        self._known.append(parts)
        return _lettered(len(self._known) - 1)


def _lettered(place: int) -> str:
    """Give [person A], [person B] … and numbers after Z."""
    return f"[person {chr(ord('A') + place)}]" if place < 26 else f"[person {place + 1}]"


class _Calendar:
    """Days of one text relative to its first complete date."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        found = [
            text[span.start : span.end]
            for span in spans
            if span.category is Category.DATE and not span.rule.startswith("age.")
        ]
        days = [day for words in found if (day := read_date(words))]
        self._year = next((day[0] for day in days if day[0]), None) or 2023
        self._first = next((self._day(day) for day in days), None)

    def relative(self, words: str) -> str:
        """Give D0, D+3 or D\u221214 for a day; a plain phrase where day or month is missing."""
        read = read_date(words)
        if read is None or self._first is None:
            return "[date removed]"
        apart = (self._day(read) - self._first).days
        if abs(apart) > 3660:
            return "[date removed]"
        return "D0" if apart == 0 else f"D+{apart}" if apart > 0 else f"D{_MINUS}{-apart}"

    def _day(self, read: tuple[int | None, int, int]) -> date:
        """Complete a date without a year with the year of the others."""
        year, month, day = read
        try:
            return date(year or self._year, month, day)
        except ValueError:
            return date(year or self._year, month, 28)


def read_date(words: str) -> tuple[int | None, int, int] | None:
    """Read year (or ``None``), month and day; ``None`` where a day or month is not given."""
    numbers = [int(number) for number in _NUMBER.findall(words)[:3]]
    names = [word.lower()[:3] for word in _WORD.findall(words)]
    month = next((_MONTHS.index(name) + 1 for name in names if name in _MONTHS), None)
    if month is not None:
        return _with_month(numbers, month)
    if len(numbers) == 1 and numbers[0] > 19_000_000:
        return (
            numbers[0] // 10_000 if numbers[0] < 30_000_000 else None,
            numbers[0] // 100 % 100 or 1,
            numbers[0] % 100 or 1,
        )
    return _numeric(numbers)


def _with_month(numbers: list[int], month: int) -> tuple[int | None, int, int] | None:
    """Read a date whose month is a word."""
    day = next((number for number in numbers if 1 <= number <= 31), None)
    year = next((number for number in numbers if 1900 <= number <= 2100), None)
    if year is None and len(numbers) > 1 and numbers[-1] < 100:
        year = _century(numbers[-1])
    return None if day is None else (year, month, day)


def _numeric(numbers: list[int]) -> tuple[int | None, int, int] | None:
    """Read a date of figures: ISO, or month first unless only day first makes sense."""
    if len(numbers) < 2 or (len(numbers) == 2 and numbers[1] > 31):
        return None
    if numbers[0] > 31:
        return (
            (numbers[0], numbers[1], numbers[2])
            if len(numbers) == 3 and 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31
            else None
        )
    month, day = (numbers[0], numbers[1]) if numbers[0] <= 12 else (numbers[1], numbers[0])
    year = _century(numbers[2]) if len(numbers) == 3 else None
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _century(year: int) -> int | None:
    """Complete a year of two digits as the last hundred years would."""
    if year >= 1900:
        return year if year <= 2100 else None
    return 2000 + year if year < 40 else 1900 + year
