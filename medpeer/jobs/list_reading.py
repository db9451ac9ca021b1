"""One reading of a list under way: opened, filled in short transactions, put in use or dropped."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.jobs.import_lock import only_import
from medpeer.licensing.delimited import date_of_file
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.models import RegisterImport
from medpeer.licensing.queries.editions import find_reading_in_use, list_spent_lists
from medpeer.licensing.service import lists
from medpeer.licensing.service.lists import ListTotals
from medpeer.licensing.service.registers import begin_import

log = logging.getLogger(__name__)
L = TypeVar("L")

BATCH: Final = 2_000
"""Lines a transaction, so that others wait no longer than some tens of milliseconds."""
Note = Callable[[Session, RegisterImport, RegisterImport | None], int]
"""Notes what a reading says otherwise of members than the one before, and returns how much that is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading under way."""

    database: Database
    id: int
    register: str
    dated_on: date

    def load(self, rows: Iterator[L], add: Callable[[Session, int, Sequence[L]], None]) -> int:
        """Add every row, a batch a transaction, and return how many there were."""
        count = 0
        while batch := list(islice(rows, BATCH)):
            with self.database.transaction() as session:
                add(session, self.id, batch)
            count += len(batch)
        return count

    def complete(self, totals: ListTotals, note: Note, *, may_shrink: bool) -> int:
        """Put it in use and return how many changes it brought for members."""
        with self.database.transaction() as session:
            before = find_reading_in_use(session, self.register)
            lists.complete_list(session, self.id, totals, before=before, may_shrink=may_shrink)
            changes = note(session, session.get_one(RegisterImport, self.id), before)
        log.info("register.imported", extra={"import_id": self.id, "rows": totals.rows_kept, "changes": changes})
        return changes


@contextmanager
def open_reading(database: Database, register: str, path: Path, dated_on: date | None) -> Iterator[Reading]:
    """Open a reading; whatever happens, rows that nobody sees go: those before it, or its own after a fault.

    Raises:
        RegisterFileError: the day is still to come, or another reading of the register is under way.
    """
    today = database.context.clock.now().date()
    day = dated_on or date_of_file(path, today)
    if day > today:
        message = f"{day} is still to come; a list cannot go up to it."
        raise RegisterFileError(message)
    with only_import(database, register):
        drop_spent_lists(database, register)
        with database.transaction() as session:
            import_id = begin_import(session, register, day)
        try:
            yield Reading(database, import_id, register, day)
        finally:
            drop_spent_lists(database, register)


def drop_spent_lists(database: Database, register: str) -> None:
    """Remove the rows of a list that no query sees, a batch a transaction; its lock must be held."""
    with database.reading() as session:
        spent = list_spent_lists(session, register)
    for import_id in spent:
        more = True
        while more:
            with database.transaction() as session:
                more = lists.drop_list_rows(session, import_id, BATCH)
