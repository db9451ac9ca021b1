"""Showing a document, looking at one, believing one, and noting that one was destroyed. Files are the caller's."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.licensing.errors import NotLookedAtError, TooManyDocumentsError
from medpeer.licensing.evidence import ClaimedLicence, PossessionProof
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.documents import ClaimDocument, DocumentView
from medpeer.licensing.policy.documents import MAX_DOCUMENTS, MAX_DOCUMENTS_A_DAY, DocumentKind, DocumentMedia
from medpeer.licensing.queries import claims
from medpeer.licensing.queries import documents as queries
from medpeer.licensing.service import proofs
from medpeer.licensing.service.alone import judge_claim_alone


def check_room(session: Session, actor: Actor) -> None:
    """Refuse one document too many: called before a picture is read, for that takes long.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is decided.
        TooManyDocumentsError: four are there, or eight were shown in a day.
    """
    claim = proofs.access_own_open_claim(session, actor)
    mine = select(func.count()).select_from(ClaimDocument).where(ClaimDocument.physician_id == claim.physician_id)
    there = session.scalar(mine.where(ClaimDocument.place.is_not(None))) or 0
    since = context_of(session).clock.now() - timedelta(days=1)
    today = session.scalar(mine.where(ClaimDocument.added_at > since)) or 0
    if there >= MAX_DOCUMENTS or today >= MAX_DOCUMENTS_A_DAY:
        message = f"The reviewer has {there} documents from you, which is as many as we keep."
        raise TooManyDocumentsError(message)


def add_document(
    session: Session, actor: Actor, kind: DocumentKind, media_type: DocumentMedia, place: str
) -> ClaimDocument:
    """Keep that a document lies at ``place``, for the reviewer of the actor's claim.

    Raises:
        MedpeerError: as ``check_room``.
    """
    check_room(session, actor)
    claim = proofs.access_own_open_claim(session, actor)
    document = ClaimDocument(
        claim_id=claim.id,
        physician_id=claim.physician_id,
        kind=kind,
        media_type=media_type,
        place=place,
        added_at=context_of(session).clock.now(),
    )
    session.add(document)
    session.flush()
    _record(session, AuditAction.DOCUMENT_ADDED, document, actor.physician_id)
    return document


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """A document as a reviewer looks at it, beside what its applicant says; the picture lies at ``place``."""

    kind: DocumentKind
    media_type: DocumentMedia
    place: str
    is_believed: bool
    claimed: ClaimedLicence


def look_at(session: Session, actor: Actor, claim_id: int, document_id: int) -> DocumentSeen:
    """Note that a reviewer looks at a document and return it.

    Raises:
        NotFoundError: as ``queries.access_document``.
    """
    document = queries.access_document(session, actor, claim_id, document_id)
    now = context_of(session).clock.now()
    session.add(DocumentView(document_id=document.id, reviewer_id=actor.physician_id, viewed_at=now))
    _record(session, AuditAction.DOCUMENT_VIEWED, document, actor.physician_id)
    return DocumentSeen(
        kind=document.kind,
        media_type=document.media_type,
        place=document.place or "",
        is_believed=document.believed_at is not None,
        claimed=claims.claimed_licence(session, session.get_one(LicenceClaim, claim_id)),
    )


def believe(session: Session, actor: Actor, claim_id: int, document_id: int) -> None:
    """Keep a reviewer's word that a document shows the applicant; it proves possession, as far as a document can.

    Raises:
        NotFoundError: as ``queries.access_document``.
        NotLookedAtError: the reviewer has not seen it.
    """
    document = queries.access_document(session, actor, claim_id, document_id)
    claim = session.get_one(LicenceClaim, claim_id)
    judge_claim_alone(session, claim)
    # What was seen beside other details, before the applicant changed them, was not seen.
    if not queries.was_looked_at(session, document.id, actor.physician_id, since=claim.filed_at):
        raise NotLookedAtError
    if document.believed_at is not None:
        return
    document.believed_at = context_of(session).clock.now()
    _record(session, AuditAction.DOCUMENT_BELIEVED, document, actor.physician_id)
    proofs.show(session, claim, PossessionProof.DOCUMENT, actor_id=actor.physician_id)


def mark_destroyed(session: Session, document_id: int) -> None:
    """Note that a document's file is gone."""
    document = session.get_one(ClaimDocument, document_id)
    document.place, document.destroyed_at = None, context_of(session).clock.now()
    _record(session, AuditAction.DOCUMENT_DESTROYED, document, None)


def _record(session: Session, action: AuditAction, document: ClaimDocument, actor_id: int | None) -> None:
    audit.record(session, action, ObjectKind.DOCUMENT, document.id, actor_id=actor_id, reason=document.kind)
