"""Bringing a register file into use: many short transactions, none of whose rows count before the last.

A long transaction would keep everybody else from writing for minutes. So rows are added under the id of a reading that
no query sees; the last transaction puts it in use. A fault on the way, or a kill, leaves the register as it was; what
was added is removed then, or at the start of the next reading.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from medpeer.core.db import Database
from medpeer.licensing import nppes
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import Register
from medpeer.licensing.models import ClaimStatus
from medpeer.licensing.queries import registers as queries
from medpeer.licensing.service import claims, registers
from medpeer.licensing.service.registers import ReadingTotals, RegisterRow

log = logging.getLogger(__name__)

BATCH: Final = 2_000
"""Rows a transaction: about 60 ms of writing, so others wait no longer than that."""

Show = Callable[[nppes.Progress], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a reading came to; ``decided`` are the waiting claims that the newer file settled."""

    dated_on: date
    totals: ReadingTotals
    decided: int


def import_nppes(
    database: Database, path: Path, *, dated_on: date | None = None, may_shrink: bool = False, show: Show | None = None
) -> ImportReport:
    """Read a file and put it in use in place of the one before.

    ``dated_on`` is the day the file goes up to, where its name does not say. ``show`` is called now and then.

    Raises:
        RegisterFileError: the file cannot be read; the register in use is untouched.
    """
    with nppes.open_file(path) as file:
        day = dated_on or file.dated_on
        if day is None:
            message = "the name does not say up to which day the file goes. Add --dated YYYY-MM-DD."
            raise RegisterFileError(message)
        drop_spent_rows(database)
        progress = nppes.Progress(bytes_total=file.size)
        with database.transaction() as session:
            import_id = registers.begin_import(session, Register.NPPES, day)
        try:
            _load(database, import_id, nppes.read_rows(file.stream, progress), lambda: show(progress) if show else None)
            totals = ReadingTotals(progress.lines_read - 1, progress.kept, progress.file_digest)
            with database.transaction() as session:
                registers.complete_import(session, import_id, totals, may_shrink=may_shrink)
        finally:
            # After a fault these are the rows just added, otherwise those of the file before.
            drop_spent_rows(database)
    log.info("register.imported", extra={"import_id": import_id, "physicians": totals.physicians})
    return ImportReport(day, totals, recheck_waiting(database))


def _load(database: Database, import_id: int, rows: Iterator[RegisterRow], shown: Callable[[], None]) -> None:
    while batch := list(islice(rows, BATCH)):
        with database.transaction() as session:
            registers.add_rows(session, import_id, batch)
        shown()


def drop_spent_rows(database: Database) -> None:
    """Remove the rows that no query sees, a batch a transaction."""
    with database.reading() as session:
        spent = queries.list_spent_imports(session, Register.NPPES)
    for import_id in spent:
        more = True
        while more:
            with database.transaction() as session:
                more = registers.drop_rows(session, import_id, BATCH)


def recheck_waiting(database: Database) -> int:
    """Check the claims that wait for a reviewer against the file now in use and return how many it settled."""
    with database.reading() as session:
        waiting = queries.list_waiting_claims(session, Register.NPPES)
    decided = 0
    for claim_id in waiting:
        with database.transaction() as session:
            decided += claims.recheck_claim(session, claim_id) is not ClaimStatus.NEEDS_REVIEW
    return decided
