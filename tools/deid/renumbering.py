# ruff: noqa: PLR2004 - shares and counts explain themselves where they stand
"""Gives the numbers of a post other digits, and its dates other days in other forms."""

import random
import re
from typing import Final

from tools.deid.pools import MONTHS
from tools.deid.posts import Labelled

_KEPT: Final = frozenset({"DATE", "AGE", "NAME", "IP"})
"""Kinds whose digits mean something: an age must stay over 89, an address below 256."""

_FULL: Final = (
    "{d} {M} {y}", "{M} {d}, {y}", "{m}/{d}/{y}", "{m}/{d}/{s}", "{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{y}",
    "{d}/{m}/{y}", "{d}{o} {M} {y}", "{d}-{B}-{y}", "{M} {d}{o} {y}", "{d} of {M} {y}", "{m}-{d}-{s}", "{d} {B} {s}",
)  # fmt: skip
_PARTIAL: Final = (
    "{M} {d}", "{d} {M}", "{B} {d}", "{m}/{d}", "{M} {d}{o}", "the {d}{o} of {M}", "{d}{o} {B}", "{B}. {d}", "{m}-{d}",
    "{d}/{m}",
)  # fmt: skip
_MONTH_ONLY: Final = ("{M}", "{B}", "mid-{M}", "early {M}", "late {M}", "{M} {y}", "{B} {y}", "{m}/{y}", "{M} of {y}")
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}


def renumbered(post: Labelled, dice: random.Random) -> Labelled:
    """Change the digits of the numbers that identify."""

    def other(words: str, kind: str) -> str:
        if kind in _KEPT:
            return words
        return re.sub(r"\d", lambda _: str(dice.randrange(1, 10)), words)

    return post.with_words(other)


def redated(post: Labelled, dice: random.Random) -> Labelled:
    """Write some dates in another form of the same completeness."""
    return post.with_words(lambda words, kind: _other_date(words, dice) if kind == "DATE" else words)


def _other_date(words: str, dice: random.Random) -> str:
    """Give another date of the kind of ``words``, or the same."""
    numbers = re.findall(r"\d+", words)
    named = any(month[:3].lower() in words.lower() for month in MONTHS)
    if dice.random() < 0.4 or not (named or len(numbers) >= 2):
        return words
    new = _drawn(_forms_like(numbers, named=named), dice)
    return new.lower() if words.islower() and named else new


def _forms_like(numbers: list[str], *, named: bool) -> tuple[str, ...]:
    """Return the forms of dates with as much in them; ``named`` is a date whose month is a word."""
    if len(numbers) >= (2 if named else 3):
        return _FULL
    return _PARTIAL if numbers and len(numbers[0]) < 3 else _MONTH_ONLY


def _drawn(forms: tuple[str, ...], dice: random.Random) -> str:
    """Draw a date in one of ``forms``."""
    month, day, year = dice.choice(MONTHS), dice.randint(1, 28), dice.randint(1938, 2025)
    form, number = dice.choice(forms), dice.randint(1, 12)
    return form.format(d=day, m=number, M=month, B=month[:3], y=year, s=f"{year % 100:02}", o=_ENDINGS.get(day, "th"))
