"""Keeping what shows possession of a claim, taking it back, and looking at the claim anew after either."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.errors import NotFoundError
from medpeer.licensing.errors import ClaimClosedError
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus, LicenceClaim, PossessionShown
from medpeer.licensing.queries import claims as claim_queries
from medpeer.licensing.service import claims


def access_own_open_claim(session: Session, actor: Actor) -> LicenceClaim:
    """Return the actor's claim that waits for a decision.

    Raises:
        NotFoundError: there is none.
        ClaimClosedError: it is decided.
    """
    claim = claim_queries.find_claim(session, actor.physician_id)
    if claim is None:
        raise NotFoundError
    if claim.status not in OPEN_STATUSES:
        message = "Your claim is decided. Your onboarding page says what you can do now."
        raise ClaimClosedError(message)
    return claim


def show(session: Session, claim: LicenceClaim, proof: PossessionProof, *, actor_id: int | None = None) -> None:
    """Keep that ``proof`` was given for a claim, and let what follows from it follow. Given before, it changes nothing.

    ``actor_id`` is who gave it, where that is not the applicant.
    """
    if proof in claim_queries.possession_of(session, claim.id):
        return
    claims.show_possession(session, claim, frozenset({proof}))
    _record(session, AuditAction.POSSESSION_SHOWN, claim, proof, actor_id or claim.physician_id)
    # A question of a reviewer may be answered by just this.
    if claim.status is ClaimStatus.MORE_INFO:
        _move(session, claim, Standing.NEEDS_REVIEW, actor_id=actor_id)
    claims.recheck_claim(session, claim.id)


def take_back(session: Session, claim: LicenceClaim, proof: PossessionProof, *, actor_id: int) -> None:
    """Take a proof back. Whoever was admitted by it alone is held: signed out, and a reviewer's to decide anew."""
    if proof not in claim_queries.possession_of(session, claim.id):
        return
    shown = PossessionShown.__table__.c
    session.execute(
        delete(PossessionShown).where(shown.claim_id == claim.id, shown.proof == proof),
    )
    session.expire_all()
    _record(session, AuditAction.POSSESSION_WITHDRAWN, claim, proof, actor_id)
    if claim.status is ClaimStatus.APPROVED and not claim_queries.possession_of(session, claim.id):
        _move(session, claim, Standing.HELD, actor_id=actor_id)
    elif claim.status in OPEN_STATUSES:
        claims.recheck_claim(session, claim.id)


def _move(session: Session, claim: LicenceClaim, standing: Standing, *, actor_id: int | None) -> None:
    claim.status = ClaimStatus.NEEDS_REVIEW
    physician = session.get_one(Physician, claim.physician_id)
    accounts.change_standing(session, physician, standing, actor_id=actor_id or claim.physician_id)


def _record(
    session: Session, action: AuditAction, claim: LicenceClaim, proof: PossessionProof, actor_id: int | None
) -> None:
    audit.record(session, action, ObjectKind.LICENCE_CLAIM, claim.id, actor_id=actor_id, reason=proof)
