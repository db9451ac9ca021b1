"""The columns that search reads, which threads are shown, and ids in numbers that a statement takes."""

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import ColumnElement

from medpeer.core.content import Visibility
from medpeer.critiques.models import Paper
from medpeer.discussions.models import Outcome, Post, Thread

CHUNK: Final = 500
# SQLite takes 32,766 variables a statement; chunks keep any number of ids below it.

THREAD: Final = Thread.__table__.c
POST: Final = Post.__table__.c
PAPER: Final = Paper.__table__.c
OUTCOME: Final = Outcome.__table__.c
SHOWN: Final[ColumnElement[bool]] = Thread.visibility == Visibility.VISIBLE


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Yield ``ids`` in order, as many at once as one statement takes."""
    ordered = sorted(ids)
    yield from (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
