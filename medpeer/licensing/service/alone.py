"""Judging one person at a time, on registers that stand still meanwhile.

SQLite has one writer anyway. On PostgreSQL two who judge one claim would each find it waiting, and a register that
comes into use between a question and its note would be taken for asked. Everybody takes the locks in one order: the
registers, the person, the claim, the end of the audit chain; so nobody waits for somebody who waits for them.
"""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from medpeer.accounts import service as accounts
from medpeer.accounts.models import Physician
from medpeer.licensing.models import LicenceClaim

_REGISTERS: Final = 0x72656773


def judge_alone(session: Session, physician_id: int) -> Physician:
    """Keep the registers in use, and a person's standing and claims, as they are until this transaction ends.

    Comes before anything is read that decides, and before the first audit entry.
    """
    _lock_registers(session, "pg_advisory_xact_lock_shared")
    return accounts.lock_person(session, physician_id)


def judge_claim_alone(session: Session, claim: LicenceClaim) -> Physician:
    """Do so for the applicant of a claim, which is read anew."""
    physician = judge_alone(session, claim.physician_id)
    session.flush()
    session.refresh(claim, with_for_update=True)
    return physician


def change_registers_alone(session: Session) -> None:
    """Wait until nobody judges by the registers in use, and let nobody begin until this transaction ends."""
    _lock_registers(session, "pg_advisory_xact_lock")


def _lock_registers(session: Session, function: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT {function}(:key)"), {"key": _REGISTERS})
