"""Credentials beside the password. Secrets are sealed, codes and tokens kept as digests alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.devices import Browser, System
from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, SystemText, UtcDateTime, Vocabulary
from medpeer.core.db import Base


class CredentialChange(StrEnum):
    """What became of somebody's ways to sign in; their owner is told of each."""

    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word of the closed set
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a word of the closed set
    HOSPITAL_LINKED = "hospital_linked"
    HOSPITAL_REMOVED = "hospital_removed"


class Authenticator(Base):
    """The secret that a person's authenticator app shares with us; counts once a first code has confirmed it."""

    __tablename__ = "authenticator"

    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    secret_sealed: Mapped[bytes] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # The newest thirty seconds a code was taken from: none is taken twice (RFC 6238, section 5.2).
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """One of ten codes for the day the phone is gone; used once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    code_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Passkey(Base):
    """One WebAuthn credential: its public half, and the device on which it was made."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    credential_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    # Base64url, as WebAuthn writes it; an id has up to 1,023 bytes, an RSA key is longer than a short column.
    credential_id: Mapped[str] = mapped_column(SystemText)
    public_key: Mapped[str] = mapped_column(SystemText)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    is_synced: Mapped[bool]
    browser: Mapped[Browser] = mapped_column(Vocabulary(Browser))
    system: Mapped[System] = mapped_column(Vocabulary(System))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class PasswordReset(Base):
    """One mailed link that lets a new password be set; the token is derived from the row, only its digest is kept."""

    __tablename__ = "password_reset"
    # An id that came again would make a link that was mailed before.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), unique=True, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SpentSlip(Base):
    """A slip that was used: it is refused a second time."""

    __tablename__ = "spent_slip"

    slip_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInLink(Base):
    """A link mailed to whoever gave the right password while others guess; its token is derived, never stored."""

    __tablename__ = "sign_in_link"
    # Its token comes from its id: none may be given twice, though old rows are deleted.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), unique=True, default=None)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class KnownDevice(Base):
    """A browser in which a person has signed in before; it holds the token, this row its digest."""

    __tablename__ = "known_device"

    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
