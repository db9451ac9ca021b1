"""Bringing NPPES files into use: whole ones in many short transactions, changes in one.

A long transaction would keep everybody else from writing for minutes. So rows of a whole file are added under the id of
a reading that no query sees; the last transaction puts it in use. A fault on the way, or a kill, leaves the register as
it was; what was added is removed then, or at the start of the next reading. Weekly and deactivation files change the
edition in use: what differs is found first and written at once.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from medpeer.core.db import Database
from medpeer.jobs.import_lock import only_import
from medpeer.jobs.waiting_claims import recheck_waiting
from medpeer.licensing import nppes
from medpeer.licensing.delimited import date_of_file
from medpeer.licensing.evidence import NPPES
from medpeer.licensing.models import ImportKind, RegisterImport
from medpeer.licensing.queries import registers as queries
from medpeer.licensing.queries.registers import Edition
from medpeer.licensing.service import register_changes, register_deltas, registers
from medpeer.licensing.service.register_deltas import Delta
from medpeer.licensing.service.registers import ReadingTotals

log = logging.getLogger(__name__)

BATCH: Final = 10_000
"""Rows removed in a transaction: about 60 ms of writing, so others wait no longer than that."""

Show = Callable[[nppes.Progress], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a reading came to.

    ``changed`` rows are other than before, ``noted`` is what that changed for members, and ``decided`` are the waiting
    claims it settled. ``was_in_use``: the very same file had been taken in. ``missing_from``: the first day covered by
    neither the register nor this file.
    """

    dated_on: date
    totals: ReadingTotals
    decided: int = 0
    kind: ImportKind = ImportKind.FULL
    changed: int = 0
    noted: int = 0
    was_in_use: bool = False
    missing_from: date | None = None


def import_nppes(
    database: Database,
    path: Path,
    *,
    dated_on: date | None = None,
    may_shrink: bool = False,
    kind: ImportKind | None = None,
    show: Show | None = None,
) -> ImportReport:
    """Read a file and put it in use: a whole one in place of the one before, another as changes of it.

    ``dated_on`` is the day the file goes up to; default is what its name says, else the day it was written. ``kind`` is
    what it is, where name and content do not say. ``show`` is called now and then.

    Raises:
        RegisterFileError: the file cannot be read or does not fit, or another import of the register is running; the
            register in use is untouched.
    """
    with only_import(database, NPPES), nppes.open_file(path, kind) as file:
        progress = nppes.Progress(bytes_total=file.size)
        shown = _call(show, progress)
        own = date_of_file(path, database.context.clock.now().date())
        day = dated_on or file.dated_on or own
        match file.kind:
            case ImportKind.FULL:
                report = _import_whole(database, file, day, progress, shown, may_shrink=may_shrink)
            case ImportKind.WEEKLY:
                report = _import_week(database, file, day, progress, shown)
            case ImportKind.DEACTIVATION:
                report = _import_deactivations(database, file, dated_on, own)
    log.info("register.imported", extra={"physicians": report.totals.physicians, "changed": report.changed})
    return replace(report, decided=recheck_waiting(database))


def _call(show: Show | None, progress: nppes.Progress) -> Callable[[], None]:
    return lambda: show(progress) if show else None


def _import_whole(
    database: Database,
    file: nppes.OpenFile,
    day: date,
    progress: nppes.Progress,
    shown: Callable[[], None],
    *,
    may_shrink: bool,
) -> ImportReport:
    drop_spent_rows(database)
    with database.transaction() as session:
        import_id = registers.begin_import(session, NPPES, day)
    try:
        _load(database, import_id, nppes.read_blocks(file.stream, progress), shown)
        totals = _totals(progress)
        with database.reading() as session:
            before = queries.find_current_import(session)
            after = Edition(import_id, NPPES, day, totals.physicians)
            changes = register_changes.compare_editions(session, before, after)
        with database.transaction() as session:
            reading = registers.complete_import(session, import_id, totals, may_shrink=may_shrink)
            noted = register_changes.note_changes(session, reading, changes)
    finally:
        # After a fault these are the rows just added, otherwise those of the file before.
        drop_spent_rows(database)
    return ImportReport(day, totals, changed=totals.physicians, noted=noted)


def _totals(progress: nppes.Progress) -> ReadingTotals:
    return ReadingTotals(progress.lines_read - 1, progress.kept, progress.file_digest)


def _load(database: Database, import_id: int, blocks: Iterator[nppes.Block], shown: Callable[[], None]) -> None:
    for block in blocks:
        with database.transaction() as session:
            registers.add_rows(session, import_id, block.rows)
        shown()


def _import_week(
    database: Database, file: nppes.OpenFile, day: date, progress: nppes.Progress, shown: Callable[[], None]
) -> ImportReport:
    delta, started_at = Delta(), database.context.clock.now()
    with database.reading() as session:
        base = register_deltas.check_base(session)
        for block in nppes.read_blocks(file.stream, progress):
            register_deltas.compare_block(session, base, block, delta)
            shown()
        totals = _totals(progress)
        if register_deltas.was_taken_in(session, base, totals.file_digest):
            return ImportReport(day, totals, kind=ImportKind.WEEKLY, was_in_use=True)
    register_deltas.check_order(base, day)
    reading = register_deltas.new_reading(base, ImportKind.WEEKLY, day, started_at)
    report = _take_in(database, base, delta, reading, totals)
    return replace(report, missing_from=register_deltas.gap_before(base, file.starts_on))


def _import_deactivations(database: Database, file: nppes.OpenFile, dated_on: date | None, own: date) -> ImportReport:
    listed, delta, started_at = nppes.read_deactivations(file), Delta(), database.context.clock.now()
    day = dated_on or listed.dated_on or own
    totals = ReadingTotals(len(listed.days), len(listed.days), listed.file_digest)
    with database.reading() as session:
        base = register_deltas.check_base(session)
        register_deltas.compare_days(session, base, listed.days, delta)
        if register_deltas.was_taken_in(session, base, totals.file_digest):
            return ImportReport(day, totals, kind=ImportKind.DEACTIVATION, was_in_use=True)
    reading = register_deltas.new_reading(base, ImportKind.DEACTIVATION, day, started_at)
    return _take_in(database, base, delta, reading, totals)


def _take_in(
    database: Database, base: Edition, delta: Delta, reading: RegisterImport, totals: ReadingTotals
) -> ImportReport:
    with database.transaction() as session:
        taken = register_deltas.take_in(session, base, delta, reading, totals)
    return ImportReport(reading.dated_on, totals, kind=reading.kind, changed=taken.rows, noted=taken.members)


def drop_spent_rows(database: Database) -> None:
    """Remove the rows that no query sees, a batch a transaction."""
    with database.reading() as session:
        spent = queries.list_spent_imports(session, NPPES)
    for import_id in spent:
        more = True
        while more:
            with database.transaction() as session:
                more = registers.drop_rows(session, import_id, BATCH)
