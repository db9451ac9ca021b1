"""Reads of documents: the applicant's own list, the reviewer's, and those whose time has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.licensing.models import ClaimDecision
from medpeer.licensing.models.documents import ClaimDocument, DocumentView
from medpeer.licensing.policy import DecisionAct
from medpeer.licensing.policy.documents import KEPT_AFTER_DECISION, KEPT_UNDECIDED, DocumentKind
from medpeer.licensing.queries import review


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in a list: never its picture. ``views`` counts the looks of reviewers at it."""

    document_id: int
    kind: DocumentKind
    added_at: datetime
    is_believed: bool
    is_destroyed: bool
    views: int


def list_documents(session: Session, claim_id: int) -> tuple[DocumentRow, ...]:
    """Return what was shown for a claim, oldest first."""
    views = (
        select(func.count())
        .select_from(DocumentView)
        .where(DocumentView.document_id == ClaimDocument.id)
        .scalar_subquery()
    )
    found = select(ClaimDocument, views).where(ClaimDocument.claim_id == claim_id).order_by(ClaimDocument.id)
    return tuple(
        DocumentRow(one.id, one.kind, one.added_at, one.believed_at is not None, one.destroyed_at is not None, seen)
        for one, seen in session.execute(found)
    )


def access_document(session: Session, actor: Actor, claim_id: int, document_id: int) -> ClaimDocument:
    """Return a document of a claim for its reviewer.

    Raises:
        NotFoundError: as ``review.access_claim``; there is none like that; or it was destroyed.
    """
    review.access_claim(session, actor, claim_id)
    document = session.get(ClaimDocument, document_id)
    if document is None or document.claim_id != claim_id or document.place is None:
        raise NotFoundError
    return document


def was_looked_at(session: Session, document_id: int, reviewer_id: int, *, since: datetime) -> bool:
    """Tell whether a reviewer has seen a document at or after the moment ``since``."""
    seen = select(DocumentView.id).where(
        DocumentView.document_id == document_id,
        DocumentView.reviewer_id == reviewer_id,
        DocumentView.viewed_at >= since,
    )
    return session.scalar(select(seen.exists())) is True


def has_read_documents(session: Session, applicant_id: int, reviewer_id: int) -> bool:
    """Tell whether a reviewer has seen every document of an applicant that counts; without any, nobody has."""
    counting = select(ClaimDocument.id).where(
        ClaimDocument.physician_id == applicant_id, ClaimDocument.believed_at.is_not(None)
    )
    seen = select(DocumentView.document_id).where(DocumentView.reviewer_id == reviewer_id)
    believed = set(session.scalars(counting))
    return bool(believed) and believed <= set(session.scalars(seen.where(DocumentView.document_id.in_(believed))))


def due_documents(session: Session) -> tuple[tuple[int, str], ...]:
    """Return id and place of each document whose time has come: 28 days after the first decision, or 90 without one."""
    now = context_of(session).clock.now()
    final = (DecisionAct.APPROVE, DecisionAct.REJECT)
    # An appeal opens the claim anew, and lengthens nothing.
    decided = (
        select(func.min(ClaimDecision.decided_at))
        .where(ClaimDecision.claim_id == ClaimDocument.claim_id, ClaimDecision.act.in_(final))
        .scalar_subquery()
    )
    due = (decided <= now - KEPT_AFTER_DECISION) | (ClaimDocument.added_at <= now - KEPT_UNDECIDED)
    rows = session.execute(select(ClaimDocument.id, ClaimDocument.place).where(ClaimDocument.place.is_not(None), due))
    return tuple((number, place) for number, place in rows if place)


def known_places(session: Session) -> tuple[str, ...]:
    """Return the places of all documents that are there."""
    return tuple(place for place in session.scalars(select(ClaimDocument.place)) if place)
