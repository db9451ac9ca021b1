"""Weekly and deactivation files: what they change of the edition in use, put there at once or not at all.

What differs is found while reading and costs a look at each number of the file; only rows that differ are written, in
one transaction with the note that the file was taken in. A kill before its end leaves everything as it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.clock import day_words
from medpeer.core.db import Base, context_of
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import NPPES, RegisterRecord
from medpeer.licensing.models import ImportKind, LicenceHolding, RegisterImport, RegisterPhysician
from medpeer.licensing.nppes import Block
from medpeer.licensing.queries import registers
from medpeer.licensing.queries.registers import Edition
from medpeer.licensing.service.alone import change_registers_alone
from medpeer.licensing.service.bulk import insert_columns
from medpeer.licensing.service.register_changes import compare_records, members_among, note_changes
from medpeer.licensing.service.registers import ReadingTotals

_AT_ONCE: Final = 500
"""Numbers in one query; databases take some thousands of values at most."""
_TABLE: Final = Base.metadata.tables[RegisterPhysician.__tablename__]
_COLUMNS: Final = tuple(column for column in _TABLE.columns if column.name != "import_id")
Values = dict[str, Any]


@dataclass(slots=True)
class Delta:
    """What a file changes: whole new rows, and the numbers that are no physician's any more."""

    changed: list[pa.Table] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """Every number whose row changes."""
        return [*self.gone, *(npi for rows in self.changed for npi in rows["npi"].to_pylist())]


def check_base(session: Session) -> Edition:
    """Return the edition that a file changes.

    Raises:
        RegisterFileError: there is none.
    """
    base = registers.find_current_import(session, NPPES)
    if base is None:
        message = "this file only says what changed. Load the full monthly file first."
        raise RegisterFileError(message)
    return base


def check_order(base: Edition, dated_on: date) -> None:
    """Refuse a weekly file older than what is in use: it would bring back what has changed since.

    Raises:
        RegisterFileError: it is.
    """
    if dated_on < base.dated_on:
        message = (
            f"the file goes up to {day_words(dated_on)}, the register in use up to {day_words(base.dated_on)} already."
        )
        raise RegisterFileError(message)


def gap_before(base: Edition, starts_on: date | None) -> date | None:
    """Return the first day that neither the edition nor a file from ``starts_on`` covers, or ``None``."""
    next_day = base.dated_on + timedelta(days=1)
    return next_day if starts_on and starts_on > next_day else None


def was_taken_in(session: Session, base: Edition, file_digest: str) -> bool:
    """Tell whether the very same file changed this edition already."""
    same = select(RegisterImport.id).where(RegisterImport.base_id == base.id, RegisterImport.file_digest == file_digest)
    return session.scalar(select(same.exists())) is True


def compare_block(session: Session, base: Edition, block: Block, delta: Delta) -> None:
    """Add to ``delta`` what a block of a weekly file changes."""
    there = _rows_of(session, base, block.rows["npi"].to_pylist())
    differing = [place for place, row in enumerate(block.rows.to_pylist()) if there.get(row["npi"]) != row]
    if differing:
        delta.changed.append(block.rows.take(pa.array(differing)))
    others = [number.decode() for number in block.others.to_pylist()]
    delta.gone += _rows_of(session, base, others)


def compare_days(session: Session, base: Edition, days: dict[str, date], delta: Delta) -> None:
    """Add to ``delta`` the numbers that a list puts out of use, unless they came back into use since."""
    schema = _schema()
    for some in _portions(list(days)):
        there = _rows_of(session, base, some)
        rows = [row for npi in some if (row := _put_out_of_use(npi, there.get(npi), days[npi]))]
        if rows:
            delta.changed.append(pa.Table.from_pylist(rows, schema))


def _put_out_of_use(npi: str, row: Values | None, day: date) -> Values | None:
    if row is None:
        blank = {column.name: None if column.nullable else "" for column in _COLUMNS}
        return {**blank, "npi": npi, "deactivated_on": day}
    known = max(filter(None, (row["deactivated_on"], row["reactivated_on"])), default=None)
    return {**row, "deactivated_on": day} if known is None or known < day else None


def _schema() -> pa.Schema:
    kinds = {date: pa.date32()}
    return pa.schema([(column.name, kinds.get(column.type.python_type, pa.string())) for column in _COLUMNS])


def _portions(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _rows_of(session: Session, base: Edition, numbers: Sequence[str]) -> dict[str, Values]:
    """Return the rows of some numbers, by number; words of a vocabulary compare as the text they are."""
    found: dict[str, Values] = {}
    for some in _portions(numbers):
        rows = session.execute(select(*_COLUMNS).where(_TABLE.c.import_id == base.id, _TABLE.c.npi.in_(some)))
        found |= {row["npi"]: dict(row) for row in rows.mappings()}
    return found


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking a file in came to: rows changed, changes noted of members."""

    rows: int
    members: int


def take_in(session: Session, base: Edition, delta: Delta, reading: RegisterImport, totals: ReadingTotals) -> TakenIn:
    """Change the edition's rows, note what is new of members and that the file was taken in.

    Raises:
        RegisterFileError: another file came into use since ``base`` was looked at.
    """
    change_registers_alone(session)
    if registers.find_current_import(session, NPPES) != base:
        message = "another file came into use meanwhile. Start again."
        raise RegisterFileError(message)
    numbers = delta.numbers
    members = members_among(session, numbers)
    before = _records(session, base, members)
    _replace(session, base, delta, numbers)
    session.add(reading)
    reading.rows_read, reading.rows_kept, reading.file_digest = totals.rows_read, totals.physicians, totals.file_digest
    reading.rows_changed, reading.completed_at = len(numbers), context_of(session).clock.now()
    session.flush()
    changes = compare_records(members, before, _records(session, base, members))
    # The record first: writers queue for its end, so changes get their numbers in the order in which they are seen.
    audit.record(session, AuditAction.REGISTER_IMPORTED, ObjectKind.REGISTER, reading.id, actor_id=None)
    noted = note_changes(session, reading, changes)
    return TakenIn(len(numbers), noted)


def new_reading(base: Edition, kind: ImportKind, dated_on: date, started_at: datetime) -> RegisterImport:
    """Return the entry of a file that changes an edition; it is stored with what it changes."""
    return RegisterImport(register=NPPES, kind=kind, base_id=base.id, dated_on=dated_on, started_at=started_at)


def _records(
    session: Session, base: Edition, members: Iterable[str] | dict[str, LicenceHolding]
) -> dict[str, RegisterRecord | None]:
    session.expire_all()
    return {npi: registers.find_record(session, base, npi) for npi in members}


def _replace(session: Session, base: Edition, delta: Delta, numbers: Sequence[str]) -> None:
    for some in _portions(numbers):
        session.execute(delete(_TABLE).where(_TABLE.c.import_id == base.id, _TABLE.c.npi.in_(some)))
    for rows in delta.changed:
        insert_columns(session, _TABLE.name, rows.append_column("import_id", pa.repeat(base.id, len(rows))))
