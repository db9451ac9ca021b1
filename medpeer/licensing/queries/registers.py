"""Reads of register files as loaded."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.evidence import Register, RegisterLicence, RegisterRecord
from medpeer.licensing.models import ClaimStatus, LicenceClaim, RegisterImport, RegisterName, RegisterPhysician
from medpeer.licensing.models import RegisterLicence as LicenceRow
from medpeer.licensing.names import PersonName


def find_current_import(session: Session, register: Register = Register.NPPES) -> RegisterImport | None:
    """Return the newest whole reading of a register, or ``None`` while there is none."""
    return session.scalar(
        select(RegisterImport)
        .where(RegisterImport.register == register, RegisterImport.completed_at.is_not(None))
        .order_by(RegisterImport.id.desc())
        .limit(1)
    )


def list_spent_imports(session: Session, register: Register) -> tuple[int, ...]:
    """Return the readings whose rows nobody sees any more: unfinished ones and those before the one in use."""
    current = find_current_import(session, register)
    with_rows = select(RegisterPhysician.import_id).distinct()
    return tuple(
        session.scalars(
            select(RegisterImport.id).where(
                RegisterImport.register == register,
                RegisterImport.id != (current.id if current else 0),
                RegisterImport.id.in_(with_rows),
            )
        )
    )


def register_age(session: Session, current: RegisterImport | None) -> timedelta | None:
    """Return how old the file in use is, in whole days, or ``None`` while there is none."""
    return context_of(session).clock.now().date() - current.dated_on if current else None


def find_record(session: Session, current: RegisterImport | None, npi: str) -> RegisterRecord | None:
    """Return what the register in use holds of a number, or ``None``."""
    row = session.get(RegisterPhysician, (current.id, npi)) if current else None
    if row is None or current is None:
        return None
    mine = (current.id, npi)
    names = session.scalars(select(RegisterName).where(RegisterName.import_id == mine[0], RegisterName.npi == npi))
    slots = session.scalars(
        select(LicenceRow).where(LicenceRow.import_id == mine[0], LicenceRow.npi == npi).order_by(LicenceRow.slot)
    )
    return RegisterRecord(
        npi=npi,
        entity=row.entity,
        name=PersonName(row.first_name, row.last_name, row.middle_name),
        dated_on=current.dated_on,
        credential=row.credential,
        city=row.city,
        state=row.state,
        # A former name often gives the last name alone; the first has not changed.
        other_names=tuple(
            PersonName(name.first_name or row.first_name, name.last_name or row.last_name, name.middle_name)
            for name in names
        ),
        licences=tuple(RegisterLicence(slot.taxonomy_code, slot.number, slot.state, slot.is_primary) for slot in slots),
        deactivated_on=row.deactivated_on,
        reactivated_on=row.reactivated_on,
    )


def list_waiting_claims(session: Session, register: Register) -> tuple[int, ...]:
    """Return the claims to check anew once a newer file is in use, oldest first."""
    return tuple(
        session.scalars(
            select(LicenceClaim.id)
            .where(LicenceClaim.register == register, LicenceClaim.status == ClaimStatus.NEEDS_REVIEW)
            .order_by(LicenceClaim.filed_at)
        )
    )
