"""Reads of the reviewers' queue: who waits, since when, for what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing, StandingEvent
from medpeer.core.db import context_of
from medpeer.licensing.models import WAITING_STATUSES, ClaimCheck, ClaimStatus, LicenceClaim, RegisterChange
from medpeer.licensing.policy import CheckResult
from medpeer.licensing.policy.endorsing import is_document_only
from medpeer.licensing.policy.queue import QueueKind, QueueView, due_at, kind_of
from medpeer.licensing.queries import claims
from medpeer.licensing.queries.endorsements import possessions, standing_words
from medpeer.licensing.queries.review import check_reviewer, is_anothers


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting applicant in the reviewers' list.

    ``words`` are of whom a word counts already, where it takes two; ``is_mine`` tells that the reader's is among them.
    """

    claim_id: int
    first_name: str
    last_name: str
    kind: QueueKind
    waits_since: datetime
    due_at: datetime
    is_late: bool
    is_document_only: bool
    words: int
    is_mine: bool
    checks: tuple[ClaimCheck, ...]

    def is_in(self, view: QueueView) -> bool:
        """Tell whether a part of the queue shows this row."""
        match view:
            case QueueView.ALL:
                return True
            case QueueView.LATE:
                return self.is_late
            case QueueView.SECOND:
                return bool(self.words) and not self.is_mine
            case _:
                return self.kind.value == view.value


def list_waiting(session: Session, actor: Actor) -> tuple[QueueRow, ...]:
    """Return the claims that wait for a reviewer and are for the actor to review, the first filed first.

    Raises:
        NotFoundError: the actor is no reviewer.
    """
    check_reviewer(actor)
    waiting = session.execute(
        select(LicenceClaim, Physician.standing)
        .join(Physician, Physician.id == LicenceClaim.physician_id)
        .where(LicenceClaim.status.in_(WAITING_STATUSES), is_anothers(actor))
        .order_by(LicenceClaim.filed_at, LicenceClaim.id)
    ).all()
    return tuple(_rows(session, actor, waiting)) if waiting else ()


def _rows(session: Session, actor: Actor, waiting: Collection[Row[LicenceClaim, Standing]]) -> Iterable[QueueRow]:
    ids = [claim.id for claim, _ in waiting]
    open_checks = session.scalars(
        select(ClaimCheck).where(ClaimCheck.claim_id.in_(ids), ClaimCheck.result != CheckResult.PASSED)
    ).all()
    shown, words = possessions(session, ids), standing_words(session, ids)
    since, now = _waits_since(session, waiting), context_of(session).clock.now()
    for claim, standing in waiting:
        kind = kind_of(standing, is_held=claim.status is ClaimStatus.HELD)
        given = {word.reviewer_id for word in words.get(claim.id, ())}
        due = due_at(kind, since[claim.id])
        yield QueueRow(
            claim_id=claim.id,
            first_name=claim.first_name.value,
            last_name=claim.last_name.value,
            kind=kind,
            waits_since=since[claim.id],
            due_at=due,
            is_late=now > due,
            is_document_only=is_document_only(shown[claim.id]),
            words=len(given),
            is_mine=actor.physician_id in given,
            checks=claims.in_order(check for check in open_checks if check.claim_id == claim.id),
        )


def _waits_since(session: Session, waiting: Collection[Row[LicenceClaim, Standing]]) -> dict[int, datetime]:
    """Return since when each claim is before the reviewers: filed, answered, appealed, held, or spoken against."""
    people = [claim.physician_id for claim, _ in waiting]
    moved = dict(
        session.execute(
            select(StandingEvent.physician_id, func.max(StandingEvent.at))
            .join(Physician, Physician.id == StandingEvent.physician_id)
            .where(StandingEvent.physician_id.in_(people), StandingEvent.after == Physician.standing)
            .group_by(StandingEvent.physician_id)
        ).all()
    )
    noticed = dict(
        session.execute(
            select(RegisterChange.physician_id, func.max(RegisterChange.noticed_at))
            .where(RegisterChange.physician_id.in_(people))
            .group_by(RegisterChange.physician_id)
        ).all()
    )
    return {
        claim.id: max(filter(None, (claim.filed_at, _last_step(claim, standing, moved, noticed))))
        for claim, standing in waiting
    }


def _last_step(
    claim: LicenceClaim, standing: Standing, moved: dict[int, datetime], noticed: dict[int, datetime]
) -> datetime | None:
    # A member in good standing was admitted long ago: what a register said since is what waits.
    is_member = kind_of(standing, is_held=False) is QueueKind.MEMBER
    return (noticed if is_member else moved).get(claim.physician_id)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many applicants wait for this reviewer; 0 for anybody else."""
    if not actor.has(Role.REVIEWER):
        return 0
    waiting = select(func.count()).select_from(LicenceClaim)
    return session.scalar(waiting.where(LicenceClaim.status.in_(WAITING_STATUSES), is_anothers(actor))) or 0
