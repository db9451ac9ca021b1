"""Telling of a change: to the audit and, by the outbox, to the account's owner."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.models import Physician
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.credentials.events import CredentialChanged
from medpeer.credentials.models import CredentialChange


def one_at_a_time(session: Session, physician_id: int) -> None:
    """Let two changes of one person's credentials wait for each other; each sees what the other left."""
    session.execute(select(Physician.id).where(Physician.id == physician_id).with_for_update())


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
