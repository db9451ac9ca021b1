"""Loading a register file in parts. Rows of an unfinished reading are seen by no query, so half a file is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import Base, context_of
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import EntityType, Register, RegisterLicence
from medpeer.licensing.models import NameKind, RegisterImport, RegisterName
from medpeer.licensing.models import RegisterLicence as LicenceRow
from medpeer.licensing.models import RegisterPhysician as PhysicianRow
from medpeer.licensing.names import PersonName
from medpeer.licensing.queries import registers

ROW_TABLES: Final = (LicenceRow, RegisterName, PhysicianRow)
LEAST_SHARE: Final = 0.5
"""A file with fewer physicians than this share of the one in use is a weekly update or cut short."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of a register file worth keeping. ``slots`` come with their number, from 1."""

    npi: str
    entity: EntityType
    name: PersonName
    credential: str
    city: str
    state: str
    deactivated_on: date | None
    reactivated_on: date | None
    other_name: PersonName | None
    other_kind: NameKind
    slots: tuple[tuple[int, RegisterLicence], ...]


def begin_import(session: Session, register: Register, dated_on: date) -> int:
    """Open a reading of a file and return its id."""
    reading = RegisterImport(register=register, dated_on=dated_on, started_at=context_of(session).clock.now())
    session.add(reading)
    session.flush()
    return reading.id


def add_rows(session: Session, import_id: int, rows: Sequence[RegisterRow]) -> None:
    """Add lines to an open reading, by Core and many at once."""
    physicians = [_physician_values(import_id, row) for row in rows]
    names = [_name_values(import_id, row, row.other_name) for row in rows if row.other_name]
    licences = [_licence_values(import_id, row.npi, slot, held) for row in rows for slot, held in row.slots]
    for row_type, values in ((PhysicianRow, physicians), (RegisterName, names), (LicenceRow, licences)):
        if values:
            session.execute(insert(Base.metadata.tables[row_type.__tablename__]), values)


def _physician_values(import_id: int, row: RegisterRow) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "npi": row.npi,
        "entity": row.entity,
        "last_name": row.name.last,
        "first_name": row.name.first,
        "middle_name": row.name.middle,
        "credential": row.credential,
        "city": row.city,
        "state": row.state,
        "deactivated_on": row.deactivated_on,
        "reactivated_on": row.reactivated_on,
    }


def _name_values(import_id: int, row: RegisterRow, name: PersonName) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "npi": row.npi,
        "kind": row.other_kind,
        "last_name": name.last,
        "first_name": name.first,
        "middle_name": name.middle,
    }


def _licence_values(import_id: int, npi: str, slot: int, held: RegisterLicence) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "npi": npi,
        "slot": slot,
        "taxonomy_code": held.taxonomy_code,
        "number": held.number,
        "state": held.state,
        "is_primary": held.is_primary,
    }


@dataclass(frozen=True, slots=True)
class ReadingTotals:
    """What one reading came to: data lines read, physicians kept, SHA-256 of the file as hex."""

    rows_read: int
    physicians: int
    file_digest: str


def complete_import(session: Session, import_id: int, totals: ReadingTotals, *, may_shrink: bool = False) -> None:
    """Put a whole reading in use: from this commit on, every query sees it and none the one before.

    Raises:
        RegisterFileError: it has less than half the physicians of the one in use and ``may_shrink`` is off.
    """
    reading = session.get_one(RegisterImport, import_id)
    current = registers.find_current_import(session, reading.register)
    if current and not may_shrink and totals.physicians < current.physicians * LEAST_SHARE:
        message = (
            f"the file has {totals.physicians:,} physicians, the one in use {current.physicians:,}. A weekly update "
            "or a cut-off download? If the smaller one is meant, add --may-shrink."
        )
        raise RegisterFileError(message)
    reading.rows_read, reading.physicians, reading.file_digest = totals.rows_read, totals.physicians, totals.file_digest
    reading.completed_at = context_of(session).clock.now()
    audit.record(session, AuditAction.REGISTER_IMPORTED, ObjectKind.REGISTER, import_id, actor_id=None)


def drop_rows(session: Session, import_id: int, limit: int) -> bool:
    """Remove up to ``limit`` numbers of a spent reading and tell whether more are left; the reading stays listed."""
    mine = select(PhysicianRow.npi).where(PhysicianRow.import_id == import_id).order_by(PhysicianRow.npi)
    bound = session.scalar(mine.offset(limit).limit(1))
    for table in ROW_TABLES:
        doomed = delete(table).where(table.import_id == import_id)
        session.execute(doomed.where(table.npi < bound) if bound else doomed)
    return bound is not None
