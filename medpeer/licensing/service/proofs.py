"""Keeping what shows possession of a claim, taking it back, and looking at the claim anew after either."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import READING_STANDINGS, Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.errors import NotFoundError
from medpeer.licensing.errors import ClaimClosedError
from medpeer.licensing.events import MembershipChanged
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.membership import Notice
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus, LicenceClaim, PossessionShown
from medpeer.licensing.queries import claims as claim_queries
from medpeer.licensing.queries import members
from medpeer.licensing.service import claims
from medpeer.licensing.service import membership as member_service


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
    _answer(session, claim)
    claims.recheck_claim(session, claim.id)


def _answer(session: Session, claim: LicenceClaim) -> None:
    """Bring a claim back to where it waited: a question of a reviewer may be answered by just this proof."""
    if claim.status is not ClaimStatus.MORE_INFO:
        return
    claim.status = ClaimStatus.HELD if claim.held_at else ClaimStatus.NEEDS_REVIEW
    physician = session.get_one(Physician, claim.physician_id)
    # A member who is asked something stays a member meanwhile.
    if physician.standing is Standing.MORE_INFO:
        accounts.change_standing(session, physician, Standing.NEEDS_REVIEW, actor_id=physician.id)


def take_back(session: Session, claim: LicenceClaim, proof: PossessionProof, *, actor_id: int) -> None:
    """Take a proof back that its giver no longer stands by; it changes nothing where it was not given.

    Whoever is a member by it alone is held: signed out, told so, and a reviewer's to decide anew.
    """
    if _forget(session, claim, proof, actor_id=actor_id) and _is_bare_membership(session, claim):
        member_service.reopen(session, claim)
        physician = session.get_one(Physician, claim.physician_id)
        if physician.standing in READING_STANDINGS:
            accounts.change_standing(session, physician, Standing.HELD, actor_id=actor_id)
            outbox.record(session, MembershipChanged(physician_id=physician.id, notice=Notice.HELD))


def lose(session: Session, claim: LicenceClaim, proof: PossessionProof) -> None:
    """Let go of a proof that no longer carries, though nobody took it back; where it was not given, nothing changes.

    Whoever is a member by it alone goes before the reviewers, and stays a member meanwhile.
    """
    if _forget(session, claim, proof, actor_id=None) and _is_bare_membership(session, claim):
        member_service.reopen(session, claim)


def _forget(session: Session, claim: LicenceClaim, proof: PossessionProof, *, actor_id: int | None) -> bool:
    if proof not in claim_queries.possession_of(session, claim.id):
        return False
    shown = PossessionShown.__table__.c
    session.execute(delete(PossessionShown).where(shown.claim_id == claim.id, shown.proof == proof))
    session.expire_all()
    _record(session, AuditAction.POSSESSION_WITHDRAWN, claim, proof, actor_id)
    # An applicant's claim is weighed without it; a member's, and one that is settled, stays where it is.
    claims.recheck_claim(session, claim.id)
    return True


def _is_bare_membership(session: Session, claim: LicenceClaim) -> bool:
    """Tell whether a membership rests on this claim, and the claim on nothing that shows whose it is."""
    holding = members.find_holding_claim(session, claim.physician_id)
    is_holding = holding is not None and holding.id == claim.id and claim.status is not ClaimStatus.REJECTED
    return is_holding and not claim_queries.possession_of(session, claim.id)


def _record(
    session: Session, action: AuditAction, claim: LicenceClaim, proof: PossessionProof, actor_id: int | None
) -> None:
    audit.record(session, action, ObjectKind.LICENCE_CLAIM, claim.id, actor_id=actor_id, reason=proof)
