"""Telling of a change: to the audit and, by the outbox, to the account's owner."""

from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.credentials.events import CredentialChanged
from medpeer.credentials.models import CredentialChange


def tell(session: Session, physician_id: int, change: CredentialChange) -> None:
    """Record a change in a person's credentials."""
    audit.record(
        session,
        AuditAction.CREDENTIAL_CHANGED,
        ObjectKind.PHYSICIAN,
        physician_id,
        actor_id=physician_id,
        reason=change,
    )
    outbox.record(session, CredentialChanged(physician_id=physician_id, change=change))
