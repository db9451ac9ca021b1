"""Passkeys: kept, taken away, used. The ceremony itself is checked before, without a transaction."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.devices import Device
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.core.errors import TooManyError
from medpeer.credentials import queries
from medpeer.credentials.ceremonies import NewPasskey
from medpeer.credentials.errors import PasskeyRefusedError
from medpeer.credentials.models import CredentialChange, Passkey
from medpeer.credentials.policy import MAX_PASSKEYS
from medpeer.credentials.service.changes import one_at_a_time, tell
from medpeer.credentials.service.recovery import drop_codes_without_factor, issue_first_codes


def add_passkey(session: Session, actor: Actor, made: NewPasskey, device: Device) -> tuple[str, ...]:
    """Keep a passkey; return recovery codes when the person had none.

    Raises:
        TooManyError: the person has ten already.
        PasskeyRefusedError: it is somebody's already.
    """
    one_at_a_time(session, actor.physician_id)
    held = queries.list_passkey_ids(session, actor.physician_id)
    if len(held) >= MAX_PASSKEYS:
        message = "Ten passkeys are the most an account can have. Remove one first."
        raise TooManyError(message)
    if queries.find_passkey(session, made.credential_id) is not None:
        raise PasskeyRefusedError
    session.add(
        Passkey(
            physician_id=actor.physician_id,
            credential_digest=token_digest(made.credential_id),
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            is_synced=made.is_synced,
            browser=device.browser,
            system=device.system,
            created_at=context_of(session).clock.now(),
        )
    )
    session.flush()
    tell(session, actor.physician_id, CredentialChange.PASSKEY_ADDED)
    return issue_first_codes(session, actor.physician_id)


def remove_passkey(session: Session, actor: Actor, passkey_id: int) -> None:
    """Take one of the actor's passkeys away; another person's is not touched and not told apart from a missing one."""
    one_at_a_time(session, actor.physician_id)
    gone = session.execute(
        delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.physician_id == actor.physician_id)
        .returning(Passkey.id)
    ).scalar_one_or_none()
    if gone is not None:
        tell(session, actor.physician_id, CredentialChange.PASSKEY_REMOVED)
        drop_codes_without_factor(session, actor.physician_id)


@dataclass(frozen=True, slots=True)
class Use:
    """A checked answer of a passkey: from which count to which."""

    passkey_id: int
    from_count: int
    to_count: int


def note_use(session: Session, use: Use) -> None:
    """Keep a passkey's new count; of two answers at the same time, one is taken.

    Raises:
        PasskeyRefusedError: it was removed or used meanwhile.
    """
    noted = session.execute(
        update(Passkey)
        .where(Passkey.id == use.passkey_id, Passkey.sign_count == use.from_count)
        .values(sign_count=use.to_count, last_used_at=context_of(session).clock.now())
        .returning(Passkey.id)
    ).scalar_one_or_none()
    if noted is None:
        raise PasskeyRefusedError
