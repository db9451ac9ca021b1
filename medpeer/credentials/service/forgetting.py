"""Taking away ways to sign in that somebody else may have added, or all of them when their owner goes."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.credentials.models import (
    Authenticator,
    CredentialChange,
    KnownDevice,
    Passkey,
    PasswordReset,
    RecoveryCode,
    SignInLink,
)
from medpeer.credentials.service.changes import tell
from medpeer.credentials.service.recovery import drop_codes_without_factor


def drop_added_since(session: Session, physician_id: int, since: datetime) -> None:
    """Take away the app, the passkeys and the known browsers that a person's account got at ``since`` or later."""
    gone = [
        session.scalars(
            delete(table)
            .where(table.physician_id == physician_id, table.created_at >= since)
            .returning(table.physician_id)
        ).all()
        for table in (Authenticator, Passkey)
    ]
    session.execute(
        delete(KnownDevice).where(KnownDevice.physician_id == physician_id, KnownDevice.first_seen_at >= since)
    )
    # Codes given since would open what the removed ways opened.
    session.execute(
        delete(RecoveryCode).where(RecoveryCode.physician_id == physician_id, RecoveryCode.created_at >= since)
    )
    drop_codes_without_factor(session, physician_id)
    if any(gone):
        tell(session, physician_id, CredentialChange.AUTHENTICATOR_REMOVED)


def forget_credentials(session: Session, physician_id: int) -> None:
    """Destroy everything by which a person signed in beside the password, and the browsers known for theirs."""
    for table in (Authenticator, Passkey, RecoveryCode, KnownDevice, PasswordReset, SignInLink):
        session.execute(delete(table).where(table.physician_id == physician_id))
