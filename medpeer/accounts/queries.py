"""Every read of accounts."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import DeviceSession, EmailProof, Physician, PhysicianRole, Role
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of


def find_actor(session: Session, token: str, *, max_age: timedelta) -> Actor | None:
    """Return who a cookie's token belongs to, or ``None`` when the sign-in is unknown, ended or too old."""
    row = session.execute(
        select(DeviceSession.id, DeviceSession.created_at, Physician.id, Physician.standing, Physician.specialty)
        .join(Physician, Physician.id == DeviceSession.physician_id)
        .where(DeviceSession.token_digest == token_digest(token), DeviceSession.revoked_at.is_(None))
    ).first()
    if row is None:
        return None
    session_id, created_at, physician_id, standing, specialty = row
    if context_of(session).clock.now() - created_at > max_age:
        return None
    return Actor(physician_id, standing, _roles(session, physician_id), specialty, session_id)


def _roles(session: Session, physician_id: int) -> frozenset[Role]:
    return frozenset(session.scalars(select(PhysicianRole.role).where(PhysicianRole.physician_id == physician_id)))


def load_actor(session: Session, physician_id: int) -> Actor:
    """Return the acting value of a physician, for jobs, commands and tests.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such physician.
    """
    physician = session.get_one(Physician, physician_id)
    return Actor(physician.id, physician.standing, _roles(session, physician_id), physician.specialty)


def email_of(session: Session, physician_id: int) -> str:
    """Return a physician's address, unsealed: for the mailer and the person's own page."""
    sealed = session.execute(select(Physician.email_sealed).where(Physician.id == physician_id)).scalar_one()
    return context_of(session).vault.unseal(sealed)


def physician_of_proof(session: Session, proof_id: int) -> int:
    """Return whose address a proof is for."""
    return session.execute(select(EmailProof.physician_id).where(EmailProof.id == proof_id)).scalar_one()
