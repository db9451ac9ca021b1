"""What authors and reporters learn of a case that concerns them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.errors import NotFoundError
from medpeer.moderation.models import Decision, Report, SecondRequest
from medpeer.moderation.queries.cases import reports_of
from medpeer.moderation.queries.contents import Content, Part, find_content, parts_of
from medpeer.moderation.vocabulary import DecisionReason, DecisionState, Outcome, ReportReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an author sees of the newest case about their text. Moderators and reporters stay out of sight."""

    case_id: int
    content: Content
    reasons: tuple[ReportReason, ...]
    reported_at: datetime
    outcome: Outcome | None
    decision_reason: DecisionReason | None
    note: str
    decided_at: datetime | None
    waits_for_second: bool
    second_asked: bool
    parts: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.outcome is None

    @property
    def may_ask_second(self) -> bool:
        """Whether the author can still ask that nobody purges it alone."""
        return self.is_open and not self.second_asked


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """What became of the actor's own report."""

    reason: ReportReason
    reported_at: datetime
    hidden: bool
    outcome: Outcome | None
    decided_at: datetime | None


def own_notice(session: Session, actor: Actor, kind: ContentKind, content_id: int) -> Notice:
    """Return the newest case about something the actor wrote, with their own text while it is kept.

    Raises:
        NotFoundError: no case that did anything yet, not the actor's, or no such thing; they look the same.
    """
    content = find_content(session, kind, content_id)
    case = _newest_case(session, kind, content_id)
    if content is None or case is None or content.author_id != actor.physician_id or not _is_told(case, content):
        raise NotFoundError
    settled, waiting = _decisions(session, case.id)
    second = session.get(SecondRequest, case.id)
    given = {report.reason for report in reports_of(session, case.id)}
    gone = content.visibility is Visibility.PURGED
    return Notice(
        case_id=case.id,
        content=content,
        reasons=tuple(reason for reason in ReportReason if reason in given),
        reported_at=case.created_at,
        outcome=settled.outcome if settled else None,
        decision_reason=settled.reason if settled else None,
        note=settled.note.value if settled else "",
        decided_at=settled.decided_at if settled else None,
        waits_for_second=waiting,
        second_asked=second is not None,
        parts=() if gone else tuple(part for part in parts_of(session, content) if part.field),
    )


def _is_told(case: Report, content: Content) -> bool:
    # A report that hid nothing may come to nothing; its author is told when it is decided.
    return case.closed_at is not None or content.visibility is not Visibility.VISIBLE


def _newest_case(session: Session, kind: ContentKind, content_id: int) -> Report | None:
    return session.scalar(
        select(Report)
        .where(Report.content_kind == kind, Report.content_id == content_id, Report.case_id.is_(None))
        .order_by(Report.id.desc())
        .limit(1)
    )


def _decisions(session: Session, case_id: int) -> tuple[Decision | None, bool]:
    """Return the decision that settled a case, if any, and whether one waits."""
    found = session.scalars(select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc())).all()
    settled = next((one for one in found if one.state is DecisionState.DONE), None)
    case = session.get_one(Report, case_id)
    waits = any(one.state is DecisionState.WAITS_FOR_SECOND for one in found)
    return (settled if case.closed_at else None), waits


def own_report(session: Session, actor: Actor, kind: ContentKind, content_id: int) -> ReportStatus:
    """Return what became of the actor's newest report of a thing.

    Raises:
        NotFoundError: they did not report it.
    """
    mine = session.scalar(
        select(Report)
        .where(Report.content_kind == kind, Report.content_id == content_id, Report.reporter_id == actor.physician_id)
        .order_by(Report.id.desc())
        .limit(1)
    )
    content = find_content(session, kind, content_id)
    if mine is None or content is None:
        raise NotFoundError
    settled, _ = _decisions(session, mine.case_id or mine.id)
    return ReportStatus(
        mine.reason,
        mine.created_at,
        content.visibility is not Visibility.VISIBLE,
        settled.outcome if settled else None,
        settled.decided_at if settled else None,
    )
