"""Loading a register file in parts. Rows of an unfinished reading are seen by no query, so half a file is none."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.models import RegisterImport
from medpeer.licensing.models import RegisterPhysician as PhysicianRow
from medpeer.licensing.queries import registers
from medpeer.licensing.service.alone import change_registers_alone
from medpeer.licensing.service.bulk import insert_columns

LEAST_SHARE: Final = 0.5
"""A file with fewer physicians than this share of the one in use is a weekly update or cut short."""


def begin_import(session: Session, register: str, dated_on: date) -> int:
    """Open a reading of a file and return its id."""
    reading = RegisterImport(register=register, dated_on=dated_on, started_at=context_of(session).clock.now())
    session.add(reading)
    session.flush()
    return reading.id


def add_rows(session: Session, import_id: int, rows: pa.Table) -> None:
    """Add numbers to an open reading; the columns are named as the table's."""
    numbered = rows.append_column("import_id", pa.repeat(import_id, len(rows)))
    insert_columns(session, PhysicianRow.__tablename__, numbered)


@dataclass(frozen=True, slots=True)
class ReadingTotals:
    """What one reading came to: data lines read, physicians kept, SHA-256 of the file as hex."""

    rows_read: int
    physicians: int
    file_digest: str


def complete_import(
    session: Session, import_id: int, totals: ReadingTotals, *, may_shrink: bool = False
) -> RegisterImport:
    """Put a whole reading in use and return it: from this commit on, every query sees it and none the one before.

    Raises:
        RegisterFileError: it has less than half the physicians of the one in use and ``may_shrink`` is off.
    """
    change_registers_alone(session)
    reading = session.get_one(RegisterImport, import_id)
    current = registers.find_current_import(session, reading.register)
    if current and not may_shrink and totals.physicians < current.rows * LEAST_SHARE:
        message = (
            f"the file has {totals.physicians:,} physicians, the one in use {current.rows:,}. A weekly update "
            "or a cut-off download? If the smaller one is meant, add --may-shrink."
        )
        raise RegisterFileError(message)
    reading.rows_read, reading.rows_kept, reading.file_digest = totals.rows_read, totals.physicians, totals.file_digest
    reading.completed_at = context_of(session).clock.now()
    audit.record(session, AuditAction.REGISTER_IMPORTED, ObjectKind.REGISTER, import_id, actor_id=None)
    return reading


def drop_rows(session: Session, import_id: int, limit: int) -> bool:
    """Remove up to ``limit`` numbers of a spent reading and tell whether more are left; the reading stays listed."""
    mine = select(PhysicianRow.npi).where(PhysicianRow.import_id == import_id).order_by(PhysicianRow.npi)
    bound = session.scalar(mine.offset(limit).limit(1))
    doomed = delete(PhysicianRow).where(PhysicianRow.import_id == import_id)
    session.execute(doomed.where(PhysicianRow.npi < bound) if bound else doomed)
    return bound is not None
