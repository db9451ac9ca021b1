"""The moderators' queue and its cases. A text comes only for a case that the moderator has opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.moderation import policy
from medpeer.moderation.models import CaseOpening, Decision, Report, SecondRequest
from medpeer.moderation.queries.certificates import CertificateView, certificates_of
from medpeer.moderation.queries.contents import (
    Content,
    Part,
    find_content,
    images_of_content,
    parts_of,
    takes_part,
)
from medpeer.moderation.vocabulary import DecisionReason, DecisionState, Outcome, ReportReason

QUEUE_LENGTH: Final = 100
SETTLED_LENGTH: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in the queue, without a word of its text."""

    id: int
    what: str
    place: str
    reasons: tuple[ReportReason, ...]
    reported_at: datetime
    hidden: bool
    waits_for_second: bool
    decided_by_me: bool


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A case settled lately."""

    id: int
    what: str
    place: str
    outcome: Outcome
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """Open cases, the oldest first, and how many more only others may decide; then some settled ones."""

    rows: tuple[CaseRow, ...]
    elsewhere: int
    settled: tuple[SettledRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report of a case; who sent it stays out of sight."""

    reason: ReportReason
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One decision of a case."""

    outcome: Outcome
    reason: DecisionReason
    note: str
    at: datetime
    state: DecisionState
    mine: bool


@dataclass(frozen=True, slots=True)
class CaseImage:
    """A picture of a case that the moderator has open; its words are among the parts."""

    id: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as a moderator finds it. ``parts`` and ``images`` are empty until they open the text."""

    id: int
    content: Content
    reports: tuple[ReportView, ...]
    reported_at: datetime
    closed_at: datetime | None
    decisions: tuple[DecisionView, ...]
    second_asked: bool
    second_note: str
    opened: bool
    parts: tuple[Part, ...]
    images: tuple[CaseImage, ...]
    needs_second: bool
    certificates: tuple[CertificateView, ...]

    @property
    def waiting(self) -> DecisionView | None:
        """The decision that waits for a second moderator, if one does."""
        return next((one for one in self.decisions if one.state is DecisionState.WAITS_FOR_SECOND), None)

    @property
    def is_open(self) -> bool:
        """Whether it still is to be decided."""
        return self.closed_at is None

    @property
    def is_hidden(self) -> bool:
        """Whether members cannot read it now."""
        return self.content.visibility is not Visibility.VISIBLE


def lead_of(session: Session, report_id: int) -> Report:
    """Return the report that leads the case of ``report_id``.

    Raises:
        NotFoundError: there is no such report.
    """
    report = session.get(Report, report_id)
    if report is None:
        raise NotFoundError
    return report if report.case_id is None else session.get_one(Report, report.case_id)


def reports_of(session: Session, case_id: int) -> list[Report]:
    """Return all reports of a case, its lead first."""
    wanted = select(Report).where((Report.id == case_id) | (Report.case_id == case_id)).order_by(Report.id)
    return list(session.scalars(wanted))


def waiting_decision(session: Session, case_id: int) -> Decision | None:
    """Return the decision of a case that waits for a second moderator, or ``None``."""
    return session.scalar(
        select(Decision).where(Decision.case_id == case_id, Decision.state == DecisionState.WAITS_FOR_SECOND)
    )


def access_case(session: Session, actor: Actor, report_id: int) -> tuple[Report, Content]:
    """Return the lead of a case and what it is about.

    Raises:
        NotFoundError: there is no such case, or the actor is no moderator.
        ConflictOfInterestError: the actor took part there or reported it.
    """
    policy.check_may_moderate(actor)
    lead = lead_of(session, report_id)
    content = find_content(session, lead.content_kind, lead.content_id)
    if content is None:
        raise NotFoundError
    policy.check_disinterested(takes_part=takes_part(session, actor, content))
    return lead, content


def list_cases(session: Session, actor: Actor) -> Queue:
    """Return the open cases that the actor may decide, the oldest first.

    Raises:
        NotFoundError: the actor is no moderator.
    """
    policy.check_may_moderate(actor)
    leads = session.scalars(
        select(Report)
        .where(Report.closed_at.is_(None), Report.case_id.is_(None))
        .order_by(Report.created_at, Report.id)
        .limit(QUEUE_LENGTH)
    ).all()
    rows = [_row(session, actor, lead) for lead in leads]
    return Queue(tuple(row for row in rows if row), sum(row is None for row in rows), tuple(_settled(session, actor)))


def _settled(session: Session, actor: Actor) -> Iterator[SettledRow]:
    closed = session.execute(
        select(Report, Decision.outcome)
        .join(Decision, (Decision.case_id == Report.id) & (Decision.state == DecisionState.DONE))
        .where(Report.closed_at.is_not(None), Decision.settled_at == Report.closed_at)
        .order_by(Report.closed_at.desc(), Decision.id.desc())
        .limit(SETTLED_LENGTH)
    ).all()
    for lead, outcome in {row.Report.id: (row.Report, row.outcome) for row in closed}.values():
        content = find_content(session, lead.content_kind, lead.content_id)
        if content and not takes_part(session, actor, content):
            yield SettledRow(lead.id, content.what, content.place, outcome, lead.closed_at)


def _row(session: Session, actor: Actor, lead: Report) -> CaseRow | None:
    content = find_content(session, lead.content_kind, lead.content_id)
    if content is None or takes_part(session, actor, content):
        return None
    waiting = waiting_decision(session, lead.id)
    return CaseRow(
        id=lead.id,
        what=content.what,
        place=content.place,
        reasons=_reasons(reports_of(session, lead.id)),
        reported_at=lead.created_at,
        hidden=content.visibility is not Visibility.VISIBLE,
        waits_for_second=waiting is not None,
        decided_by_me=waiting is not None and waiting.moderator_id == actor.physician_id,
    )


def _reasons(reports: Iterable[Report]) -> tuple[ReportReason, ...]:
    given = {report.reason for report in reports}
    return tuple(reason for reason in ReportReason if reason in given)


def queue_count(session: Session, actor: Actor) -> int:
    """Return how many cases wait for the actor: for the bar of every page. Whoever is no moderator has none."""
    return sum(not row.decided_by_me for row in list_cases(session, actor).rows) if actor.has(Role.MODERATOR) else 0


def view_case(session: Session, actor: Actor, report_id: int) -> CaseView:
    """Return a case; with its text only while the actor has it open.

    Raises:
        NotFoundError: as ``access_case``.
        ConflictOfInterestError: as ``access_case``.
    """
    lead, content = access_case(session, actor, report_id)
    now = context_of(session).clock.now()
    opening = session.get(CaseOpening, (lead.id, actor.physician_id))
    opened = lead.closed_at is None and policy.is_opened(opening.opened_at if opening else None, now)
    second = session.get(SecondRequest, lead.id)
    return CaseView(
        id=lead.id,
        content=content,
        reports=tuple(_report_view(report) for report in reports_of(session, lead.id)),
        reported_at=lead.created_at,
        closed_at=lead.closed_at,
        decisions=_decisions(session, actor, lead.id),
        second_asked=second is not None,
        second_note=second.note.value if second and second.note else "",
        opened=opened,
        parts=parts_of(session, content) if opened else (),
        images=tuple(_case_images(session, content)) if opened else (),
        needs_second=policy.needs_second(
            Outcome.PURGE, written_at=content.written_at, now=now, asked=second is not None
        ),
        certificates=certificates_of(session, content.kind, content.id),
    )


def _case_images(session: Session, content: Content) -> Iterator[CaseImage]:
    return (CaseImage(one.id, one.width, one.height) for one in images_of_content(session, content))


def _report_view(report: Report) -> ReportView:
    return ReportView(report.reason, report.note.value if report.note else "", report.created_at)


def _decisions(session: Session, actor: Actor, case_id: int) -> tuple[DecisionView, ...]:
    wanted = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id)
    return tuple(
        DecisionView(
            outcome=one.outcome,
            reason=one.reason,
            note=one.note.value,
            at=one.decided_at,
            state=one.state,
            mine=one.moderator_id == actor.physician_id,
        )
        for one in session.scalars(wanted)
    )
