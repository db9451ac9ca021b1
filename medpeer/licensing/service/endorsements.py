"""The word of a first reviewer for a claim that takes two: given, and taken back while nobody has joined."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.gate import ClearedText
from medpeer.licensing.errors import ClaimClosedError, NotLookedAtError, SecondReviewerError
from medpeer.licensing.models import WAITING_STATUSES, LicenceClaim
from medpeer.licensing.models.endorsements import ClaimEndorsement
from medpeer.licensing.policy import DecisionReason
from medpeer.licensing.queries import documents, endorsements, review
from medpeer.licensing.service.alone import judge_claim_alone


def check_has_read(session: Session, actor: Actor, claim: LicenceClaim) -> None:
    """Refuse an approval on a document by whoever has not seen it.

    Raises:
        NotLookedAtError: a document that counts was not looked at, or none is there.
    """
    if not documents.has_read_documents(session, claim.physician_id, actor.physician_id):
        raise NotLookedAtError


def is_seconded(session: Session, actor: Actor, claim: LicenceClaim) -> bool:
    """Tell whether another reviewer gave their word for what is there now.

    The caller holds the claim's row: two who approve at once come one after the other.

    Raises:
        SecondReviewerError: only the actor's own word is there.
    """
    words = endorsements.standing_words(session, [claim.id]).get(claim.id, [])
    if any(word.reviewer_id != actor.physician_id for word in words):
        return True
    if words:
        raise SecondReviewerError
    return False


def give(
    session: Session,
    actor: Actor,
    claim: LicenceClaim,
    reason: DecisionReason,
    *,
    note: ClearedText | None = None,
    specialty: Specialty | None = None,
) -> ClaimEndorsement:
    """Keep the word of a first reviewer; nothing follows from it yet, and the applicant is not told."""
    digest = endorsements.before_reviewer(session, [claim.id])[claim.id]
    word = _word_taken_back(session, actor, claim, digest)
    if word is None:
        word = ClaimEndorsement(
            claim_id=claim.id,
            reviewer_id=actor.physician_id,
            reason=reason,
            given_at=context_of(session).clock.now(),
            evidence_digest=digest,
        )
        session.add(word)
    word.reason, word.given_at, word.withdrawn_at = reason, context_of(session).clock.now(), None
    word.note, word.specialty = note, specialty
    session.flush()
    _record(session, AuditAction.CLAIM_ENDORSED, word)
    return word


def _word_taken_back(session: Session, actor: Actor, claim: LicenceClaim, digest: str) -> ClaimEndorsement | None:
    return session.scalar(
        select(ClaimEndorsement).where(
            ClaimEndorsement.claim_id == claim.id,
            ClaimEndorsement.reviewer_id == actor.physician_id,
            ClaimEndorsement.evidence_digest == digest,
        )
    )


def take_back(session: Session, actor: Actor, claim_id: int) -> None:
    """Take the actor's word for a waiting claim back; without one, nothing changes.

    Raises:
        NotFoundError: as ``review.access_claim``.
        ClaimClosedError: it is settled.
    """
    claim = review.access_claim(session, actor, claim_id)
    judge_claim_alone(session, claim)
    if claim.status not in WAITING_STATUSES:
        message = "This claim was settled meanwhile; your word counted."
        raise ClaimClosedError(message)
    words = select(ClaimEndorsement).where(
        ClaimEndorsement.claim_id == claim.id,
        ClaimEndorsement.reviewer_id == actor.physician_id,
        ClaimEndorsement.withdrawn_at.is_(None),
    )
    for word in session.scalars(words).all():
        word.withdrawn_at = context_of(session).clock.now()
        session.flush()
        _record(session, AuditAction.ENDORSEMENT_WITHDRAWN, word)


def _record(session: Session, action: AuditAction, word: ClaimEndorsement) -> None:
    audit.record(
        session,
        action,
        ObjectKind.LICENCE_CLAIM,
        word.claim_id,
        actor_id=word.reviewer_id,
        reason=word.reason,
        clearance_id=word.note.clearance_id if word.note else None,
        evidence_digest=word.evidence_digest,
    )
