"""The numbers as rows for a file: by week, without the running one, small numbers hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.statistics import policy
from medpeer.statistics.cells import Cell, cells
from medpeer.statistics.queries.counted import Counted, count_period
from medpeer.statistics.queries.decided import outcomes
from medpeer.statistics.queries.rows import Counts, fold
from medpeer.statistics.weeks import Period, weeks_of

COLUMNS: Final = ("week", "counted", "by", "word", "number")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One number: of which week, of what, by which word."""

    week: date
    counted: str
    by: str
    word: str
    number: Cell


def export_rows(session: Session, actor: Actor, period: Period) -> Iterator[ExportRow]:
    """Yield every number of ``period`` but the running week's, which would differ from one file to the next.

    Raises:
        NotFoundError: the actor is no privacy officer.
    """
    policy.check_may_read(actor)
    weeks = weeks_of(period, context_of(session).clock.now().date())
    tables = list(_tables(count_period(session, weeks)))
    for week in weeks[:-1]:
        for counted, by, counts in tables:
            # The parts of one week are a whole: where one is hidden, the others must not give it away.
            parts = cells({key[1]: times for key, times in counts.items() if key[0] == week and key[1]})
            for word in sorted(parts):
                yield ExportRow(week, counted, by, str(word), parts[word])


def _tables(counted: Counted) -> Iterator[tuple[str, str, Counts]]:
    """Yield what is counted, by which words, and the counts by week and word."""
    for name, by, counts, place in (
        ("stored", "surface", counted.stored, 1),
        ("refused", "surface", counted.refused, 1),
        ("refused", "reason", counted.refused, 2),
        ("found in refused texts", "category", counted.found, 1),
        ("found in refused texts", "severity", counted.found, 2),
        ("attested", "surface", counted.attested, 1),
        ("attested", "category", counted.attested, 2),
        ("attested", "reason", counted.attested, 3),
        ("looked at once more", "cause", counted.checked, 1),
        ("looked at once more", "verdict", counted.checked, 3),
        ("pictures", "state", counted.pictures, 1),
        ("reported", "surface", counted.reported, 1),
        ("reported", "reason", counted.reported, 2),
        ("settled", "outcome", outcomes(counted.settled), 1),
    ):
        yield name, by, fold(counts, itemgetter(0, place))
