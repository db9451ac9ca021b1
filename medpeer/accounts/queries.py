"""Every read of accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Label, func, select
from sqlalchemy.orm import Session

from medpeer.accounts import policy, tiers
from medpeer.accounts.actor import READING_STANDINGS, Actor
from medpeer.accounts.devices import Device
from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.models import (
    DeviceSession,
    EmailProof,
    Physician,
    PhysicianRole,
    PolicyTightening,
    Role,
    Standing,
    Tier,
)
from medpeer.accounts.tiers import Right
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of

EMAIL_DIGEST: Final = "email"


def find_actor(session: Session, token: str, *, max_age: timedelta) -> Actor | None:
    """Return who a cookie's token belongs to, or ``None`` when the sign-in is unknown, ended or too old."""
    now = context_of(session).clock.now()
    row = session.execute(
        select(
            DeviceSession.id,
            DeviceSession.created_at,
            Physician.id,
            Physician.standing,
            Physician.specialty,
            Physician.tier,
            _tightened_until(now),
            DeviceSession.proved_at,
        )
        .join(Physician, Physician.id == DeviceSession.physician_id)
        .where(DeviceSession.token_digest == token_digest(token), DeviceSession.revoked_at.is_(None))
    ).first()
    if row is None:
        return None
    session_id, created_at, physician_id, standing, specialty, tier, tightened_until, proved_at = row
    if now - created_at > max_age:
        return None
    roles = _roles(session, physician_id)
    return Actor(physician_id, standing, roles, specialty, session_id, tightened_until, proved_at=proved_at, tier=tier)


def _tightened_until(now: datetime) -> Label[datetime]:
    return (
        select(func.max(PolicyTightening.until))
        .where(PolicyTightening.physician_id == Physician.id, PolicyTightening.until > now)
        .scalar_subquery()
        .label("tightened_until")
    )


def _roles(session: Session, physician_id: int) -> frozenset[Role]:
    return frozenset(session.scalars(select(PhysicianRole.role).where(PhysicianRole.physician_id == physician_id)))


def load_actor(session: Session, physician_id: int) -> Actor:
    """Return the acting value of a physician, for jobs, commands and tests.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such physician.
    """
    tightened = _tightened_until(context_of(session).clock.now())
    physician, until = session.execute(select(Physician, tightened).where(Physician.id == physician_id)).one()
    roles = _roles(session, physician_id)
    return Actor(physician.id, physician.standing, roles, physician.specialty, None, until, tier=physician.tier)


def list_serving(session: Session, role: Role) -> Sequence[int]:
    """Return who serves in a role now: its active holders of a tier that carries a desk."""
    carrying = [tier for tier in Tier if tiers.may(tier, Right.SERVE)]
    return session.scalars(
        select(Physician.id)
        .join(PhysicianRole, PhysicianRole.physician_id == Physician.id)
        .where(PhysicianRole.role == role, Physician.standing == Standing.ACTIVE, Physician.tier.in_(carrying))
        .order_by(Physician.id)
    ).all()


def email_of(session: Session, physician_id: int) -> str:
    """Return a physician's address, unsealed: for the mailer and the person's own page."""
    sealed = session.execute(select(Physician.email_sealed).where(Physician.id == physician_id)).scalar_one()
    return context_of(session).vault.unseal(sealed)


def physician_of_proof(session: Session, proof_id: int) -> int:
    """Return whose address a proof is for."""
    return session.execute(select(EmailProof.physician_id).where(EmailProof.id == proof_id)).scalar_one()


def verified_sessions(session: Session, device_session_ids: Iterable[int], *, max_age: timedelta) -> frozenset[int]:
    """Return which of some sign-ins are open now and belong to people to whom clinical content is open."""
    oldest = context_of(session).clock.now() - max_age
    return frozenset(
        session.scalars(
            select(DeviceSession.id)
            .join(Physician, Physician.id == DeviceSession.physician_id)
            .where(
                DeviceSession.id.in_(list(device_session_ids)),
                DeviceSession.revoked_at.is_(None),
                DeviceSession.created_at >= oldest,
                Physician.standing.in_(READING_STANDINGS),
            )
        )
    )


def is_proof_open(session: Session, proof_id: int) -> bool:
    """Tell whether a mailed link is still needed: unused, and its account still waits for its address to be proved."""
    proof = session.get(EmailProof, proof_id)
    if proof is None:
        # Destroyed with its account.
        return False
    physician = session.get_one(Physician, proof.physician_id)
    return proof.used_at is None and physician.standing is Standing.REGISTERED


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One open sign-in of a person."""

    device_session_id: int
    created_at: datetime
    device: Device


def list_sign_ins(session: Session, physician_id: int, *, max_age: timedelta) -> tuple[SignInRow, ...]:
    """Return a person's open sign-ins, newest first."""
    oldest = context_of(session).clock.now() - max_age
    rows = session.execute(
        select(DeviceSession.id, DeviceSession.created_at, DeviceSession.browser, DeviceSession.system)
        .where(
            DeviceSession.physician_id == physician_id,
            DeviceSession.revoked_at.is_(None),
            DeviceSession.created_at >= oldest,
        )
        .order_by(DeviceSession.created_at.desc(), DeviceSession.id.desc())
    ).all()
    return tuple(SignInRow(row.id, row.created_at, Device(row.browser, row.system)) for row in rows)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    physician_id: int
    password_hash: str


def email_digest(session: Session, address: str) -> str:
    """Return the keyed digest by which a normalised address is found."""
    return context_of(session).vault.digest(EMAIL_DIGEST, address)


def find_physician(session: Session, email: str) -> Physician | None:
    """Return who has the address as typed, or ``None`` for an unknown one and for what is no address."""
    try:
        address = policy.normalise_email(email)
    except InvalidEmailError:
        return None
    return session.scalar(select(Physician).where(Physician.email_digest == email_digest(session, address)))


def find_credentials(session: Session, email: str) -> Credentials | None:
    """Return what the password of an address is checked against, or ``None`` when no account has proved it.

    Whoever signs up chooses a password and may not own the address. Did it open the account at once, it would tell that
    the address had none before.
    """
    physician = find_physician(session, email)
    if physician is None or physician.email_proved_at is None:
        return None
    return Credentials(physician.id, physician.password_hash)


def find_credentials_of_link(session: Session, token: str) -> Credentials | None:
    """Return what was chosen at the sign-up that a mailed link belongs to, or ``None`` for a link that has ended."""
    proof = find_open_proof(session, token)
    if proof is None:
        return None
    found = credentials_of(session, proof.physician_id)
    return replace(found, password_hash=proof.password_hash) if proof.password_hash else found


def password_to_prove(session: Session, physician_id: int, proof_id: int | None) -> str:
    """Return the hash of the password of one sign-up with an address that waits to be proved.

    It is the sign-up of ``proof_id`` if that is among them, or else the latest.
    """
    hashes = (
        select(EmailProof.password_hash)
        .where(EmailProof.physician_id == physician_id, EmailProof.password_hash.is_not(None))
        .order_by((EmailProof.id == (proof_id or 0)).desc(), EmailProof.id.desc())
        .limit(1)
    )
    return session.scalar(hashes) or credentials_of(session, physician_id).password_hash


def list_expired_proofs(session: Session) -> tuple[int, ...]:
    """Return the mailed links that are too old and still hold the password of their sign-up."""
    oldest = context_of(session).clock.now() - policy.EMAIL_PROOF_LIFETIME
    expired = select(EmailProof.id).where(EmailProof.created_at < oldest, EmailProof.password_hash.is_not(None))
    return tuple(session.scalars(expired.order_by(EmailProof.id)))


def credentials_of(session: Session, physician_id: int) -> Credentials:
    """Return what a person's password is checked against."""
    stored = session.execute(select(Physician.password_hash).where(Physician.id == physician_id)).scalar_one()
    return Credentials(physician_id, stored)


def find_open_proof(session: Session, token: str) -> EmailProof | None:
    """Return the mailed link of a token, or ``None`` when it is unknown or too old, or its address is proved."""
    proof = session.scalar(select(EmailProof).where(EmailProof.token_digest == token_digest(token)))
    if proof is None or not is_proof_open(session, proof.id):
        return None
    return None if context_of(session).clock.now() - proof.created_at > policy.EMAIL_PROOF_LIFETIME else proof


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person's own page."""

    email: str
    first_name: str
    last_name: str
    created_at: datetime
    email_proved: bool


def view_account(session: Session, actor: Actor) -> AccountView:
    """Return the actor's own account; names are empty before a licence was verified."""
    physician = session.get_one(Physician, actor.physician_id)
    return AccountView(
        email=context_of(session).vault.unseal(physician.email_sealed),
        first_name=physician.first_name.value if physician.first_name else "",
        last_name=physician.last_name.value if physician.last_name else "",
        created_at=physician.created_at,
        email_proved=physician.email_proved_at is not None,
    )
