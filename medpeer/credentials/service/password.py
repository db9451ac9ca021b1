"""The password: changed by who knows it, or set anew by who reads the account's mail. Every other sign-in ends."""

from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import DeviceSession, Physician
from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.credentials import queries
from medpeer.credentials.errors import DeadResetError
from medpeer.credentials.events import PasswordResetAsked
from medpeer.credentials.models import CredentialChange, PasswordReset, SignInLink
from medpeer.credentials.service.changes import tell

PURPOSE: Final = "password-reset"


def ask_reset(session: Session, email: str) -> None:
    """Mail a link to whoever has this address; for an address of nobody nothing happens, and nobody learns which."""
    physician = accounts.find_physician(session, email)
    if physician is None:
        return
    reset = PasswordReset(physician_id=physician.id, asked_at=context_of(session).clock.now())
    session.add(reset)
    session.flush()
    reset.token_digest = token_digest(reset_token(session, reset.id))
    outbox.record(session, PasswordResetAsked(reset_id=reset.id))


def reset_token(session: Session, reset_id: int) -> str:
    """Return the token of a mailed link, derived anew: nothing that waits to be sent holds it."""
    return context_of(session).vault.derive_token(PURPOSE, reset_id)


def reset_password(session: Session, token: str, password_hash: str) -> int:
    """Use a mailed link up, set the password, end every sign-in and return whose account it is.

    The link proves the address; a second factor is asked for at the next sign-in as ever.

    Raises:
        DeadResetError: unknown, used or too old; of two uses at the same time one is taken.
    """
    reset = queries.find_open_reset(session, token)
    if reset is None or not close_resets(session, reset.physician_id):
        raise DeadResetError
    physician = session.get_one(Physician, reset.physician_id)
    physician.password_hash = password_hash
    account_service.note_email_proved(session, physician)
    account_service.end_every_session(session, physician.id)
    tell(session, physician.id, CredentialChange.PASSWORD_RESET)
    return physician.id


def change_password(session: Session, actor: Actor, password_hash: str) -> None:
    """Set the actor's password, end their other sign-ins and void links that were mailed to set one."""
    session.get_one(Physician, actor.physician_id).password_hash = password_hash
    close_resets(session, actor.physician_id)
    end_other_sessions(session, actor)
    tell(session, actor.physician_id, CredentialChange.PASSWORD_CHANGED)


def lock_password(session: Session, physician_id: int, password_hash: str) -> None:
    """Put ``password_hash``, of no password, in place of a person's: a mailed link alone sets the next."""
    session.get_one(Physician, physician_id).password_hash = password_hash
    close_resets(session, physician_id)
    account_service.end_every_session(session, physician_id)


def close_resets(session: Session, physician_id: int) -> bool:
    """Void a person's mailed links, those to sign in too; tell whether any was open that sets a password."""
    session.execute(delete(SignInLink).where(SignInLink.physician_id == physician_id))
    closed = session.scalars(
        update(PasswordReset)
        .where(PasswordReset.physician_id == physician_id, PasswordReset.closed_at.is_(None))
        .values(closed_at=context_of(session).clock.now())
        .returning(PasswordReset.id)
    ).all()
    return bool(closed)


def end_other_sessions(session: Session, actor: Actor) -> None:
    """End every sign-in of the actor but the one that acts."""
    others = select(DeviceSession.id).where(
        DeviceSession.physician_id == actor.physician_id,
        DeviceSession.revoked_at.is_(None),
        DeviceSession.id != (actor.device_session_id or 0),
    )
    for device_session_id in session.scalars(others).all():
        account_service.end_session(session, actor.physician_id, device_session_id)
