"""Reporting, and the author's wish for a second moderator."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.chat import service as chat
from medpeer.core import outbox
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import ConflictError
from medpeer.discussions import service as discussions
from medpeer.gate import ClearedText
from medpeer.moderation import policy, queries
from medpeer.moderation.events import ContentReported
from medpeer.moderation.models import Report, SecondRequest
from medpeer.moderation.queries import Content
from medpeer.moderation.vocabulary import ReportReason

_DAY = timedelta(days=1)
OBJECTS = {ContentKind.POST: ObjectKind.POST, ContentKind.MESSAGE: ObjectKind.MESSAGE}


def report(
    session: Session,
    actor: Actor,
    kind: ContentKind,
    content_id: int,
    reason: ReportReason,
    *,
    note: ClearedText | None = None,
    on_duty: bool = False,
) -> Report:
    """Record a report and return it; one that says it identifies a patient hides the thing for everyone at once.

    A thing under report gets no second case: the report joins. The same reason again returns the report given before.
    ``on_duty`` tells that a moderator reports what they were asked to look at: the day's number does not count.

    Raises:
        NotFoundError: the actor cannot read it, or it is purged.
        TooManyReportsError: the day's number is reached.
    """
    content = queries.access_reportable(session, actor, kind, content_id)
    lead = _open_case(session, content)
    known = _given_before(session, actor, content, reason)
    if known is not None:
        gate.forget(session, [note.clearance_id] if note else [])
        return known
    own = content.author_id == actor.physician_id
    policy.check_report_count(_reported_today(session, actor), own=own or on_duty)
    given = Report(
        content_kind=kind,
        content_id=content_id,
        reporter_id=actor.physician_id,
        reason=reason,
        created_at=context_of(session).clock.now(),
        note=note,
        case_id=lead.id if lead else None,
    )
    session.add(given)
    session.flush()
    audit.record(
        session,
        AuditAction.CONTENT_REPORTED,
        ObjectKind.REPORT,
        given.id,
        actor_id=actor.physician_id,
        reason=reason,
        clearance_id=note.clearance_id if note else None,
    )
    if reason is ReportReason.IDENTIFIES_PATIENT:
        hide(session, content, actor_id=actor.physician_id)
    outbox.record(session, ContentReported(report_id=given.id, case_id=given.case_id or given.id))
    return given


def _open_case(session: Session, content: Content) -> Report | None:
    return session.scalar(
        select(Report).where(
            Report.content_kind == content.kind,
            Report.content_id == content.id,
            Report.case_id.is_(None),
            Report.closed_at.is_(None),
        )
    )


def _given_before(session: Session, actor: Actor, content: Content, reason: ReportReason) -> Report | None:
    return session.scalar(
        select(Report).where(
            Report.content_kind == content.kind,
            Report.content_id == content.id,
            Report.reporter_id == actor.physician_id,
            Report.reason == reason,
            Report.closed_at.is_(None),
        )
    )


def _reported_today(session: Session, actor: Actor) -> int:
    since = context_of(session).clock.now() - _DAY
    wanted = select(func.count()).where(Report.reporter_id == actor.physician_id, Report.created_at > since)
    return session.execute(wanted).scalar_one()


def hide(session: Session, content: Content, *, actor_id: int) -> None:
    """Take a thing out of sight on every surface; one that is out of sight stays so."""
    if content.visibility is Visibility.VISIBLE:
        show_as(session, content, Visibility.HIDDEN)
        audit.record(
            session,
            AuditAction.CONTENT_HIDDEN,
            OBJECTS[content.kind],
            content.id,
            actor_id=actor_id,
            reason=ReportReason.IDENTIFIES_PATIENT,
        )


def show_as(session: Session, content: Content, visibility: Visibility) -> None:
    """Hide or reinstate a thing; its domain tells every surface."""
    if content.kind is ContentKind.POST:
        discussions.set_post_visibility(session, content.id, visibility)
    else:
        chat.set_message_visibility(session, content.id, visibility)


def ask_second(
    session: Session, actor: Actor, kind: ContentKind, content_id: int, note: ClearedText | None = None
) -> None:
    """Note an author's wish that nobody purges their text alone; once a case.

    Raises:
        NotFoundError: there is no case about a text of theirs.
        ConflictError: it is settled, or they asked before.
    """
    notice = queries.own_notice(session, actor, kind, content_id)
    if not notice.may_ask_second:
        message = "This can be asked once, while the case is open."
        raise ConflictError(message)
    session.add(SecondRequest(case_id=notice.case_id, asked_at=context_of(session).clock.now(), note=note))
    audit.record(
        session,
        AuditAction.SECOND_MODERATOR_ASKED,
        ObjectKind.REPORT,
        notice.case_id,
        actor_id=actor.physician_id,
        clearance_id=note.clearance_id if note else None,
    )


def drop_own_notes(session: Session, physician_id: int) -> list[int]:
    """Take out what a person who goes wrote to the moderators in cases that are closed; the reports stay.

    Returns the clearances to forget.
    """
    reports = session.scalars(
        select(Report).where(Report.reporter_id == physician_id, Report.closed_at.is_not(None))
    ).all()
    gone = [one.note.clearance_id for one in reports if one.note is not None]
    for one in reports:
        one.note = None
    session.flush()
    return gone
