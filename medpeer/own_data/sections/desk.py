"""What somebody reported, that a handle of theirs was opened, and what the record says they did."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.audit import AuditEntry
from medpeer.moderation.models import Report
from medpeer.own_data.values import Row, Section
from medpeer.unmasking.models import Unmasking, UnmaskingState


def reports(session: Session, physician_id: int) -> Section:
    """Return what they reported and why, in their own words; not what was reported of theirs, nor by whom."""
    found = session.scalars(select(Report).where(Report.reporter_id == physician_id).order_by(Report.id))
    rows: list[Row] = [
        {
            "reported": one.created_at,
            "kind": one.content_kind,
            "number": one.content_id,
            "reason": one.reason,
            "your_note": one.note.value if one.note else None,
            "closed": one.closed_at,
        }
        for one in found
    ]
    return Section("reports", "What you reported", "Nobody but moderators sees that it was you.", rows)


def unmaskings(session: Session, physician_id: int) -> Section:
    """Return when and why a handle of theirs was opened by two privacy officers."""
    found = session.scalars(
        select(Unmasking)
        .where(Unmasking.physician_id == physician_id, Unmasking.state == UnmaskingState.AGREED)
        .order_by(Unmasking.id)
    )
    rows: list[Row] = [
        {"opened": one.settled_at, "kind": one.content_kind, "number": one.content_id, "reason": one.reason}
        for one in found
    ]
    return Section("unmaskings", "Handles of yours that were opened", "By two privacy officers, for a reason.", rows)


def acts(session: Session, physician_id: int) -> Section:
    """Return what the audit record says they did."""
    found = session.scalars(select(AuditEntry).where(AuditEntry.actor_id == physician_id).order_by(AuditEntry.seq))
    rows: list[Row] = [
        {
            "at": one.at,
            "act": one.action,
            "of": one.object_kind,
            "number": one.object_id,
            "reason": one.reason or None,
        }
        for one in found
    ]
    return Section("acts", "What you did", "The record that cannot be changed, as far as it is of your own acts.", rows)
