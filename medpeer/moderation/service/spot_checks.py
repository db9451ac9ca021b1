"""Second looks at stored texts: drawing those in which an author kept something, and settling all of them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.deid import Severity
from medpeer.gate.models import Clearance, ClearanceAttestation
from medpeer.moderation import policy, queries
from medpeer.moderation.errors import NotOverturnableError
from medpeer.moderation.models import SpotCheck, SpotCheckFinding
from medpeer.moderation.queries import Content
from medpeer.moderation.service.reports import report
from medpeer.moderation.vocabulary import ReportReason, SpotCheckCause, SpotCheckVerdict

DRAW: Final = "spot-check"
_DRAW_DIGITS: Final = 8


def draw_spot_checks(session: Session, content: Content, *, percent: int) -> None:
    """Queue those of a thing's texts in which its author kept something and that are to be looked at.

    Doing it again changes nothing: what was drawn is there, and what was not is not drawn later.
    """
    for clearance in _kept_in(session, [part.clearance_id for part in queries.parts_of(session, content)]):
        before = _checked_before(session, content.author_id)
        if policy.is_checked(before, _draw(session, clearance.id), percent=percent):
            _queue_kept(session, content, clearance)


def _kept_in(session: Session, clearance_ids: Sequence[int]) -> Sequence[Clearance]:
    drawn = select(SpotCheck.clearance_id).where(
        SpotCheck.cause == SpotCheckCause.ATTESTATION, SpotCheck.clearance_id.is_not(None)
    )
    kept = select(ClearanceAttestation.clearance_id)
    wanted = Clearance.id.in_(clearance_ids) & Clearance.id.in_(kept) & Clearance.id.not_in(drawn)
    return session.scalars(select(Clearance).where(wanted).order_by(Clearance.id)).all()


def _checked_before(session: Session, author_id: int) -> int:
    mine = (SpotCheck.author_id == author_id, SpotCheck.cause == SpotCheckCause.ATTESTATION)
    return session.execute(select(func.count()).where(*mine)).scalar_one()


def _draw(session: Session, clearance_id: int) -> float:
    """Return the text's own number in 0..1: the same each time, and nobody outside can tell it."""
    digits = context_of(session).vault.digest(DRAW, str(clearance_id))[:_DRAW_DIGITS]
    return int(digits, 16) / 16**_DRAW_DIGITS


def _queue_kept(session: Session, content: Content, clearance: Clearance) -> None:
    check = SpotCheck(
        cause=SpotCheckCause.ATTESTATION,
        surface=clearance.surface,
        clearance_id=clearance.id,
        created_at=context_of(session).clock.now(),
        content_kind=content.kind,
        content_id=content.id,
        author_id=content.author_id,
    )
    session.add(check)
    session.flush()
    words = select(ClearanceAttestation).where(ClearanceAttestation.clearance_id == clearance.id)
    for word in session.scalars(words):
        session.add(
            SpotCheckFinding(
                spot_check_id=check.id,
                category=word.category,
                severity=Severity.TELL_AUTHOR,
                count=1,
                reason=word.reason,
            )
        )
    session.flush()


def settle_spot_check(session: Session, actor: Actor, spot_check_id: int, verdict: SpotCheckVerdict) -> None:
    """Settle a second look. What is overturned is hidden and becomes a case for another moderator.

    An author whose own word was overturned too often is held more strictly for a while.

    Raises:
        NotFoundError: it does not wait, or the actor is no moderator; or it is a note, which cannot be overturned here.
        ConflictOfInterestError: the actor took part there or reported it.
        HiddenMeanwhileError: it is hidden; its case comes first.
    """
    check, content = queries.access_spot_check(session, actor, spot_check_id)
    session.refresh(check, with_for_update=True)
    policy.check_is_open(check.settled_at)
    if content is not None:
        policy.check_is_readable(visible=content.is_shown)
    check.verdict, check.moderator_id = verdict, actor.physician_id
    check.settled_at = context_of(session).clock.now()
    session.flush()
    audit.record(
        session,
        AuditAction.SPOT_CHECK_SETTLED,
        ObjectKind.SPOT_CHECK,
        check.id,
        actor_id=actor.physician_id,
        reason=verdict,
    )
    if verdict is SpotCheckVerdict.OVERTURNED:
        _overturn(session, actor, check, content)


def _overturn(session: Session, actor: Actor, check: SpotCheck, content: Content | None) -> None:
    if content is None:
        raise NotOverturnableError
    report(session, actor, content.kind, content.id, ReportReason.IDENTIFIES_PATIENT, on_duty=True)
    if check.cause is SpotCheckCause.ATTESTATION and _keeps_too_often(session, content.author_id):
        accounts.tighten(session, content.author_id, policy.TIGHTENED_FOR, actor_id=actor.physician_id)


def _keeps_too_often(session: Session, author_id: int) -> bool:
    since = context_of(session).clock.now() - policy.OVERTURNED_WITHIN
    verdicts = session.scalars(
        select(SpotCheck.verdict).where(
            SpotCheck.author_id == author_id,
            SpotCheck.cause == SpotCheckCause.ATTESTATION,
            SpotCheck.settled_at > since,
        )
    ).all()
    return policy.is_too_often(sum(one is SpotCheckVerdict.OVERTURNED for one in verdicts), len(verdicts))
