"""Every read of credentials."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.devices import Device
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.credentials import policy
from medpeer.credentials.ceremonies import Owner, StoredPasskey
from medpeer.credentials.codes import setup_address
from medpeer.credentials.models import Authenticator, KnownDevice, Passkey, PasswordReset, RecoveryCode

PASSKEY_HANDLE: Final = "passkey-handle"


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One passkey as its owner sees it."""

    passkey_id: int
    device: Device
    is_synced: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """With what a person proves who they are, beside the password."""

    authenticator_since: datetime | None
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether a password alone is not enough."""
        return self.authenticator_since is not None or bool(self.passkeys)


def list_factors(session: Session, physician_id: int) -> Factors:
    """Return a person's factors, passkeys oldest first."""
    since = session.scalar(select(Authenticator.confirmed_at).where(Authenticator.physician_id == physician_id))
    passkeys = session.scalars(select(Passkey).where(Passkey.physician_id == physician_id).order_by(Passkey.id))
    rows = tuple(
        PasskeyRow(one.id, Device(one.browser, one.system), one.is_synced, one.created_at, one.last_used_at)
        for one in passkeys
    )
    return Factors(since, rows, count_codes(session, physician_id))


def count_codes(session: Session, physician_id: int) -> int:
    """Return how many recovery codes a person has left."""
    unused = (RecoveryCode.physician_id == physician_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def has_factor(session: Session, physician_id: int) -> bool:
    """Tell whether a person's password alone does not let them in."""
    confirmed = exists().where(Authenticator.physician_id == physician_id, Authenticator.confirmed_at.is_not(None))
    held = exists().where(Passkey.physician_id == physician_id)
    return bool(session.scalar(select(or_(confirmed, held))))


@dataclass(frozen=True, slots=True)
class Setup:
    """What an authenticator app is given before its first code."""

    secret: str
    address: str


def access_setup(session: Session, actor: Actor) -> Setup:
    """Return the secret that waits for the actor's first code.

    Raises:
        NotFoundError: none waits; a confirmed secret is never shown again.
    """
    row = session.get(Authenticator, actor.physician_id)
    if row is None or row.confirmed_at is not None:
        raise NotFoundError
    secret = context_of(session).vault.unseal(row.secret_sealed)
    return Setup(secret, setup_address(secret, accounts.email_of(session, actor.physician_id)))


def knows_device(session: Session, email: str, device_token: str) -> bool:
    """Tell whether the owner of the address as typed has signed in from the browser that holds ``device_token``."""
    physician = accounts.find_physician(session, email)
    return physician is not None and is_known_device(session, physician.id, device_token)


def is_known_device(session: Session, physician_id: int, device_token: str) -> bool:
    """Tell whether a person has signed in from the browser that holds ``device_token``."""
    return session.get(KnownDevice, (physician_id, token_digest(device_token))) is not None


@dataclass(frozen=True, slots=True)
class FoundPasskey:
    """A stored passkey as its answer is checked."""

    passkey_id: int
    physician_id: int
    stored: StoredPasskey


def find_passkey(session: Session, credential_id: str) -> FoundPasskey | None:
    """Return the passkey of an id, or ``None`` when nobody has it."""
    row = session.scalar(select(Passkey).where(Passkey.credential_digest == token_digest(credential_id)))
    return FoundPasskey(row.id, row.physician_id, StoredPasskey(row.public_key, row.sign_count)) if row else None


def list_passkey_ids(session: Session, physician_id: int) -> tuple[str, ...]:
    """Return the ids by which authenticators know a person's passkeys."""
    ids = session.scalars(
        select(Passkey.credential_id).where(Passkey.physician_id == physician_id).order_by(Passkey.id)
    )
    return tuple(ids)


def passkey_owner(session: Session, physician_id: int) -> Owner:
    """Return for whom an authenticator makes a passkey."""
    handle = context_of(session).vault.derive_token(PASSKEY_HANDLE, physician_id)
    return Owner(handle, accounts.email_of(session, physician_id))


def find_open_reset(session: Session, token: str) -> PasswordReset | None:
    """Return the mailed link of a token, or ``None`` when it is unknown, used or too old."""
    reset = session.scalar(select(PasswordReset).where(PasswordReset.token_digest == token_digest(token)))
    return reset if reset is not None and _is_open(session, reset) else None


def is_reset_open(session: Session, reset_id: int) -> bool:
    """Tell whether a mailed link is still of use."""
    reset = session.get(PasswordReset, reset_id)
    return reset is not None and _is_open(session, reset)


def _is_open(session: Session, reset: PasswordReset) -> bool:
    age = context_of(session).clock.now() - reset.asked_at
    return reset.closed_at is None and age <= policy.RESET_LIFETIME


def physician_of_reset(session: Session, reset_id: int) -> int:
    """Return whose password a mailed link sets."""
    return session.execute(select(PasswordReset.physician_id).where(PasswordReset.id == reset_id)).scalar_one()
