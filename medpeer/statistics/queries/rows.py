"""Counts by week and word, as lines that may be shown."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final, TypeVar

from medpeer.statistics.cells import NOTHING, Cell, cell, cells

K = TypeVar("K")

Counts = Mapping[tuple[Any, ...], int]
"""Numbers by week and further words, in this order."""
by_week: Final = itemgetter(0)
by_word: Final = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Line:
    """What was counted under one word: week by week, and together."""

    label: str
    weeks: tuple[Cell, ...]
    total: Cell

    @property
    def tallest(self) -> float:
        """The height of its tallest week."""
        return max(one.height for one in self.weeks)


def fold(counts: Counts, pick: Callable[[tuple[Any, ...]], K]) -> Counter[K]:
    """Return ``counts`` added up by what ``pick`` takes of their keys."""
    sums: Counter[K] = Counter()
    for key, times in counts.items():
        sums[pick(key)] += times
    return sums


def line(label: str, weekly: Mapping[date, int], weeks: Sequence[date], total: Cell | None = None) -> Line:
    """Return one line; ``total`` where it stands beside a greater sum."""
    shown = cells({week: weekly.get(week, 0) for week in weeks})
    return Line(label, tuple(shown[week] for week in weeks), total or cell(sum(weekly.values())))


def lines(counts: Counts, labels: Mapping[Any, str], weeks: Sequence[date]) -> dict[Any, Line]:
    """Return a line for each word of ``labels`` that the keys may hold at their second place, in their order."""
    totals = cells(fold(counts, by_word))
    weekly: dict[Any, Counter[date]] = {word: Counter() for word in labels}
    for (week, word, *_), times in counts.items():
        weekly[word][week] += times
    return {word: line(label, weekly[word], weeks, totals.get(word, NOTHING)) for word, label in labels.items()}


def something(all_lines: Mapping[Any, Line]) -> tuple[Line, ...]:
    """Return the lines under which anything was counted."""
    return tuple(one for one in all_lines.values() if one.total.is_something)
