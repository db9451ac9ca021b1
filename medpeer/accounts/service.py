"""Every write to accounts. Services never commit."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import policy, queries, standings
from medpeer.accounts.actor import READING_STANDINGS
from medpeer.accounts.devices import UNKNOWN_DEVICE, Device
from medpeer.accounts.errors import DeadLinkError, WrongCredentialsError
from medpeer.accounts.events import EmailProofRequested, PolicyTightened, SessionEnded, SignUpRepeated, StandingChanged
from medpeer.accounts.models import (
    Cause,
    DeviceSession,
    EmailProof,
    Physician,
    PhysicianRole,
    PolicyTightening,
    Role,
    Standing,
    StandingEvent,
    Tier,
)
from medpeer.accounts.passwords import hash_password, password_matches
from medpeer.accounts.queries import Credentials
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.crypto import new_token, token_digest
from medpeer.core.db import context_of

EMAIL_PROOF: Final = "email-proof"
_SHUT_OUT: Final = frozenset({Standing.SUSPENDED, Standing.LEFT})


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A checked address with its password, hashed: ready to be stored."""

    address: str
    password_hash: str


def prepare_sign_up(*, email: str, password: str) -> Enrolment:
    """Check and hash what was typed. Takes the time of a hash, so it is done before the transaction.

    Raises:
        InvalidEmailError: not an address.
        WeakPasswordError: too short, common or breached.
    """
    address = policy.normalise_email(email)
    policy.check_password(password, email=address)
    return Enrolment(address, hash_password(password))


def sign_up(session: Session, enrolment: Enrolment) -> int | None:
    """Open an account, ask for the mail that proves its address, and return the link's number if there is one.

    An address that has an account gets a mail saying so instead. While it waits to be proved, everybody who signs up
    with it gets a link of their own password: whose mailbox it is decides. The caller's answer is the same each time.
    """
    context = context_of(session)
    known = queries.find_physician(session, enrolment.address)
    if known:
        return _sign_up_again(session, known, enrolment)
    physician = Physician(
        email_sealed=context.vault.seal(enrolment.address),
        email_digest=queries.email_digest(session, enrolment.address),
        password_hash=enrolment.password_hash,
        created_at=context.clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(physician)
    except IntegrityError:
        # Somebody signed up with it in this moment.
        return sign_up(session, enrolment)
    audit.record(session, AuditAction.SIGNED_UP, ObjectKind.PHYSICIAN, physician.id, actor_id=physician.id)
    return _ask_proof(session, physician.id, enrolment.password_hash)


def _sign_up_again(session: Session, known: Physician, enrolment: Enrolment) -> int | None:
    if known.email_proved_at is None:
        return _ask_proof(session, known.id, enrolment.password_hash)
    outbox.record(session, SignUpRepeated(physician_id=known.id))
    return None


def resend_email_proof(session: Session, email: str, proof_id: int | None = None) -> int | None:
    """Mail a fresh link to an address that waits to be proved, and return the link's number.

    It is of the sign-up that ``proof_id`` was mailed for, where that was one with this address; of the latest
    otherwise, which may be another person's. To any other address goes nothing, and nobody learns which it was.
    """
    physician = queries.find_physician(session, email)
    if physician is None or physician.email_proved_at is not None:
        return None
    return _ask_proof(session, physician.id, queries.password_to_prove(session, physician.id, proof_id))


def _ask_proof(session: Session, physician_id: int, password_hash: str) -> int:
    """Ask for a fresh mailed link; links sent before stay good until one is used or they are a day old."""
    context = context_of(session)
    proof = EmailProof(physician_id=physician_id, created_at=context.clock.now(), password_hash=password_hash)
    session.add(proof)
    session.flush()
    proof.token_digest = token_digest(email_proof_token(session, proof.id))
    outbox.record(session, EmailProofRequested(proof_id=proof.id))
    return proof.id


def email_proof_token(session: Session, proof_id: int) -> str:
    """Return the token of a mailed link, derived anew: nothing that waits to be sent holds it."""
    return context_of(session).vault.derive_token(EMAIL_PROOF, proof_id)


def prove_email(session: Session, token: str) -> Physician:
    """Use a mailed link up, make its sign-up's password the account's, and return whose it was.

    Raises:
        DeadLinkError: unknown, used or too old, or the address is proved already.
    """
    proof = queries.find_open_proof(session, token)
    if proof is None:
        raise DeadLinkError
    # A password that is set anew in this moment ends the link: it must not be overwritten.
    physician = lock_person(session, proof.physician_id)
    session.refresh(proof)
    if queries.find_open_proof(session, token) is None:
        raise DeadLinkError
    proof.used_at = context_of(session).clock.now()
    physician.password_hash = proof.password_hash or physician.password_hash
    note_email_proved(session, physician)
    return physician


def note_email_proved(session: Session, physician: Physician) -> None:
    """Note that a link mailed to a physician's address was opened; the first one lets them claim their licence.

    Links of other sign-ups end with that, and their passwords go.
    """
    forget_sign_up_passwords(session, physician.id)
    physician.email_proved_at = physician.email_proved_at or context_of(session).clock.now()
    audit.record(session, AuditAction.EMAIL_PROVED, ObjectKind.PHYSICIAN, physician.id, actor_id=physician.id)
    if physician.standing is Standing.REGISTERED:
        change_standing(session, physician, Standing.EMAIL_OK, actor_id=physician.id)


def forget_sign_up_passwords(session: Session, physician_id: int) -> None:
    """Let the passwords go that were chosen at the sign-ups with an address."""
    session.execute(update(EmailProof).where(EmailProof.physician_id == physician_id).values(password_hash=None))


def forget_expired_password(session: Session, proof_id: int) -> None:
    """Let the password of a sign-up go whose mailed link is too old to be used."""
    session.get_one(EmailProof, proof_id).password_hash = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh sign-in: the cookie's token, which exists nowhere else, and its row."""

    token: str
    physician_id: int
    device_session_id: int


def check_credentials(found: Credentials | None, password: str) -> Credentials:
    """Return ``found``, checked. Takes the time of a hash, known address or not, so no transaction is open.

    What follows begins with ``check_unchanged``: the password may be changed or set anew while the hash is made.

    Raises:
        WrongCredentialsError: they do not belong together, or there is no such account.
    """
    if not password_matches(found.password_hash if found else None, password) or found is None:
        raise WrongCredentialsError
    return found


def check_unchanged(session: Session, checked: Credentials) -> None:
    """Lock a person whose password was checked before this transaction, for what they are let do on its strength.

    Raises:
        WrongCredentialsError: it was changed, set anew or locked since.
    """
    if lock_person(session, checked.physician_id).password_hash != checked.password_hash:
        raise WrongCredentialsError


def open_session(
    session: Session, physician_id: int, device: Device = UNKNOWN_DEVICE, *, proved_here: bool = True
) -> SignedIn:
    """Open a device session for a physician who has proved who they are.

    Where others vouched for them (``proved_here`` is false), the sign-in is no fresh proof: nobody may have been asked.
    """
    token = new_token()
    now = context_of(session).clock.now()
    opened = DeviceSession(
        physician_id=physician_id,
        token_digest=token_digest(token),
        created_at=now,
        browser=device.browser,
        system=device.system,
        proved_at=now if proved_here else None,
    )
    session.add(opened)
    audit.record(session, AuditAction.SIGNED_IN, ObjectKind.PHYSICIAN, physician_id, actor_id=physician_id)
    return SignedIn(token, physician_id, opened.id)


def renew_proof(session: Session, device_session_id: int) -> None:
    """Note that the person of an open sign-in proved just now who they are."""
    session.execute(
        update(DeviceSession)
        .where(DeviceSession.id == device_session_id, DeviceSession.revoked_at.is_(None))
        .values(proved_at=context_of(session).clock.now())
    )


def end_session(session: Session, physician_id: int, device_session_id: int) -> None:
    """End one sign-in of a physician; its sockets are cut by the event. Ending an ended one changes nothing."""
    ended = session.execute(
        update(DeviceSession)
        .where(
            DeviceSession.id == device_session_id,
            DeviceSession.physician_id == physician_id,
            DeviceSession.revoked_at.is_(None),
        )
        .values(revoked_at=context_of(session).clock.now())
        .returning(DeviceSession.id)
    ).scalar_one_or_none()
    if ended is not None:
        outbox.record(session, SessionEnded(device_session_id=ended))
        audit.record(session, AuditAction.SIGNED_OUT, ObjectKind.PHYSICIAN, physician_id, actor_id=physician_id)


def end_every_session(session: Session, physician_id: int) -> None:
    """End all sign-ins of a physician."""
    open_ids = session.scalars(
        select(DeviceSession.id).where(DeviceSession.physician_id == physician_id, DeviceSession.revoked_at.is_(None))
    ).all()
    for device_session_id in open_ids:
        end_session(session, physician_id, device_session_id)


def lock_person(session: Session, physician_id: int) -> Physician:
    """Return a physician as they are now, kept so until this transaction ends: others who change them wait.

    Nothing of them may have been read before that decides; what was is read anew.
    """
    physician = session.get_one(Physician, physician_id)
    session.flush()
    session.refresh(physician, with_for_update=True)
    return physician


def change_standing(
    session: Session,
    physician: Physician,
    standing: Standing,
    *,
    actor_id: int | None,
    cause: Cause | None = None,
    evidence_digest: str | None = None,
) -> None:
    """Move a physician to ``standing``; who may do so is the caller's to check. The same standing changes nothing.

    ``cause`` is the table's own unless given; ``evidence_digest`` goes into the history and the audit trail.

    Raises:
        StandingConflictError: ``standing`` cannot follow the present one.
    """
    before = physician.standing
    if before is standing:
        return
    usual = standings.check_transition(before, standing)
    physician.standing = standing
    session.add(
        StandingEvent(
            physician_id=physician.id,
            before=before,
            after=standing,
            cause=cause or usual,
            at=context_of(session).clock.now(),
            actor_id=actor_id,
            evidence_digest=evidence_digest,
        )
    )
    outbox.record(session, StandingChanged(physician_id=physician.id, standing=standing))
    audit.record(
        session,
        AuditAction.STANDING_CHANGED,
        ObjectKind.PHYSICIAN,
        physician.id,
        actor_id=actor_id,
        reason=standing,
        evidence_digest=evidence_digest,
    )
    # Whoever may no longer read is signed out; an applicant who was refused still reads why.
    if standing in _SHUT_OUT or (before in READING_STANDINGS and standing not in READING_STANDINGS):
        end_every_session(session, physician.id)


def change_tier(session: Session, physician: Physician, tier: Tier, *, actor_id: int | None) -> None:
    """Put a physician into ``tier``; the same tier changes nothing."""
    if physician.tier is not tier:
        physician.tier = tier
        audit.record(
            session, AuditAction.TIER_CHANGED, ObjectKind.PHYSICIAN, physician.id, actor_id=actor_id, reason=tier
        )


def grant_role(session: Session, physician_id: int, role: Role, *, actor_id: int | None) -> None:
    """Give a physician a role; a role held already changes nothing."""
    if session.get(PhysicianRole, (physician_id, role)) is None:
        session.add(PhysicianRole(physician_id=physician_id, role=role))
        audit.record(
            session, AuditAction.ROLE_GRANTED, ObjectKind.PHYSICIAN, physician_id, actor_id=actor_id, reason=role
        )


def tighten(session: Session, physician_id: int, length: timedelta, *, actor_id: int) -> None:
    """Let the gate hold a physician more strictly for ``length`` from now; a time that runs already is prolonged."""
    now = context_of(session).clock.now()
    session.add(PolicyTightening(physician_id=physician_id, since=now, until=now + length))
    outbox.record(session, PolicyTightened(physician_id=physician_id))
    audit.record(session, AuditAction.POLICY_TIGHTENED, ObjectKind.PHYSICIAN, physician_id, actor_id=actor_id)
