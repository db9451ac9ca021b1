"""Reads of the review desk: whose claims are one's to review, and how long they wait."""

from datetime import timedelta
from statistics import median

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.licensing.models import ClaimDecision, LicenceClaim
from medpeer.licensing.queries.vouchers import vouched_for


def median_wait_today(session: Session) -> timedelta | None:
    """Return the median time from filing to a reviewer's decision over today's decisions, or ``None`` without any."""
    midnight = context_of(session).clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = session.execute(
        select(ClaimDecision.decided_at, LicenceClaim.filed_at)
        .join(LicenceClaim, LicenceClaim.id == ClaimDecision.claim_id)
        .where(ClaimDecision.reviewer_id.is_not(None), ClaimDecision.decided_at >= midnight)
    ).all()
    waits = [(decided - filed).total_seconds() for decided, filed in rows]
    return timedelta(seconds=median(waits)) if waits else None


def check_reviewer(actor: Actor) -> None:
    """Refuse whoever is no reviewer: they do not learn that there is anything here.

    Raises:
        NotFoundError: the actor is none.
    """
    if not actor.has(Role.REVIEWER):
        raise NotFoundError


def is_anothers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a claim is for the actor to review.

    None of one's own is, none of another account with one's own number, licence or mailbox, and none of somebody one
    gave one's word for.
    """
    return (
        (LicenceClaim.physician_id != actor.physician_id)
        & LicenceClaim.physician_id.not_in(vouched_for(actor.physician_id))
        & ~_shares_a_digest(actor.physician_id)
    )


def _shares_a_digest(physician_id: int) -> ColumnElement[bool]:
    mine = aliased(LicenceClaim)
    same = (
        (mine.number_digest == LicenceClaim.number_digest)
        | (mine.licence_digest == LicenceClaim.licence_digest)
        | (mine.mailbox_digest == LicenceClaim.mailbox_digest)
    )
    return select(mine.id).where(mine.physician_id == physician_id, same).correlate(LicenceClaim).exists()


def access_claim(session: Session, actor: Actor, claim_id: int) -> LicenceClaim:
    """Return a claim for its reviewer.

    Raises:
        NotFoundError: there is none, the actor is no reviewer, or it is not theirs to review (``is_anothers``).
    """
    check_reviewer(actor)
    claim = session.scalar(select(LicenceClaim).where(LicenceClaim.id == claim_id, is_anothers(actor)))
    if claim is None:
        raise NotFoundError
    return claim
