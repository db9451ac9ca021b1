"""Settling a claim: by a reviewer, or by the programme where the evidence leaves no question."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.core.errors import InvalidInputError
from medpeer.gate import ClearedText
from medpeer.licensing import membership, policy
from medpeer.licensing.countries import is_abroad
from medpeer.licensing.errors import ClaimClosedError, NumberHeldError, SameReviewerError
from medpeer.licensing.events import ClaimDecided
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import (
    WAITING_STATUSES,
    ClaimDecision,
    ClaimStatus,
    LicenceClaim,
    LicenceHolding,
    PossessionShown,
)
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.policy.endorsing import needs_second
from medpeer.licensing.queries import claims, endorsements, members, review
from medpeer.licensing.service import endorsements as endorsing
from medpeer.licensing.service import membership as member_service
from medpeer.licensing.service.alone import judge_claim_alone

_AFTER: Final = {
    DecisionAct.APPROVE: ClaimStatus.APPROVED,
    DecisionAct.ASK: ClaimStatus.MORE_INFO,
    DecisionAct.REJECT: ClaimStatus.REJECTED,
}


def decide_claim(
    session: Session,
    actor: Actor,
    claim_id: int,
    act: DecisionAct,
    reason: DecisionReason,
    *,
    note: ClearedText | None = None,
    specialty: Specialty | None = None,
    seen: str | None = None,
) -> ClaimDecision | None:
    """Settle a waiting claim as its reviewer, or keep the first of two words and return ``None``.

    ``specialty`` stands on the badge of whoever is approved. ``seen`` is ``endorsements.before_reviewer`` as it was
    when the reviewer read: what came since is not decided over.

    Raises:
        NotFoundError: no such claim, no reviewer, or not the actor's to review.
        ClaimClosedError: somebody else decided it, or something came since it was read.
        UnfitReasonError: the reason does not carry the act.
        SameReviewerError: it is a hold or an appeal, and the actor had a part in what was decided before.
        NotLookedAtError: it rests on a document that the actor has not seen.
        SecondReviewerError: it takes two, and the actor gave their word.
        InvalidInputError: a question without its words.
        NumberHeldError: another account holds the number.
    """
    claim = review.access_claim(session, actor, claim_id)
    # Two who decide at once come one after the other, and the second finds what the first did.
    judge_claim_alone(session, claim)
    possession = claims.possession_of(session, claim.id)
    _check_as_read(session, claim, seen)
    _check_fresh_eyes(session, actor, claim)
    policy.check_reason(act, reason, possession)
    policy.check_senior(act, is_held=claim.status is ClaimStatus.HELD, is_senior=actor.has(Role.SENIOR_REVIEWER))
    if act is DecisionAct.ASK and note is None:
        message = "Write the question: the applicant reads it as it stands."
        raise InvalidInputError(message, field="note")
    if act is DecisionAct.APPROVE and needs_second(possession, reason):
        endorsing.check_has_read(session, actor, claim)
        if not endorsing.is_seconded(session, actor, claim):
            endorsing.give(session, actor, claim, reason, note=note, specialty=specialty)
            return None
    return settle(session, claim, act, reason, note=note, specialty=specialty, reviewer_id=actor.physician_id)


def _check_as_read(session: Session, claim: LicenceClaim, seen: str | None) -> None:
    if claim.status not in WAITING_STATUSES:
        message = "This claim was settled or changed since you opened it. Nothing was decided here."
        raise ClaimClosedError(message)
    if seen is not None and seen != endorsements.before_reviewer(session, [claim.id])[claim.id]:
        message = "Something came since you opened this claim. Read it again; nothing was decided."
        raise ClaimClosedError(message)


def _check_fresh_eyes(session: Session, actor: Actor, claim: LicenceClaim) -> None:
    standing = session.get_one(Physician, claim.physician_id).standing
    if membership.needs_fresh_eyes(standing) and actor.physician_id in endorsements.list_deciders(session, claim.id):
        raise SameReviewerError


def settle(
    session: Session,
    claim: LicenceClaim,
    act: DecisionAct,
    reason: DecisionReason,
    *,
    note: ClearedText | None = None,
    specialty: Specialty | None = None,
    reviewer_id: int | None = None,
) -> ClaimDecision:
    """Write a decision with all that follows from it: holding, standing, audit entry and the applicant's mail."""
    was_member = members.find_holding_claim(session, claim.physician_id) is not None
    if act is DecisionAct.APPROVE:
        _hold_number(session, claim)
    if reason in policy.POSSESSION_REASONS:
        now, reached = context_of(session).clock.now(), PossessionProof.REACHED_BY_REVIEWER
        session.merge(PossessionShown(claim_id=claim.id, proof=reached, shown_at=now))
    decision = ClaimDecision(
        claim_id=claim.id,
        reviewer_id=reviewer_id,
        act=act,
        reason=reason,
        decided_at=context_of(session).clock.now(),
        note=note,
    )
    session.add(decision)
    claim.status = _AFTER[act]
    physician = session.get_one(Physician, claim.physician_id)
    if act is DecisionAct.APPROVE:
        physician.first_name, physician.last_name, physician.specialty = claim.first_name, claim.last_name, specialty
        # A badge names states and regions of one country; elsewhere it stays with the specialty.
        physician.state = "" if is_abroad(claim.jurisdiction) else claim.jurisdiction
    session.flush()
    audit.record(
        session,
        AuditAction.CLAIM_DECIDED,
        ObjectKind.LICENCE_CLAIM,
        claim.id,
        actor_id=reviewer_id,
        reason=reason,
        clearance_id=note.clearance_id if note else None,
    )
    _change_standing(session, physician, claim, act, was_member=was_member, reviewer_id=reviewer_id)
    outbox.record(session, ClaimDecided(claim_id=claim.id, decision_id=decision.id))
    return decision


def _change_standing(
    session: Session,
    physician: Physician,
    claim: LicenceClaim,
    act: DecisionAct,
    *,
    was_member: bool,
    reviewer_id: int | None,
) -> None:
    digest = claims.evidence_digest(session, claim)
    if act is DecisionAct.APPROVE:
        member_service.accept(session, claim)
        if reviewer_id is None and not was_member:
            accounts.change_standing(session, physician, Standing.AUTO_OK, actor_id=None, evidence_digest=digest)
    standing = membership.standing_after(physician.standing, act, was_member=was_member)
    accounts.change_standing(session, physician, standing, actor_id=reviewer_id, evidence_digest=digest)


def _hold_number(session: Session, claim: LicenceClaim) -> None:
    holder = session.scalar(
        select(LicenceHolding.physician_id).where(LicenceHolding.number_digest == claim.number_digest)
    )
    if holder is not None and holder != claim.physician_id:
        message = "This number belongs to another account already. One person has one account: reject, or ask."
        raise NumberHeldError(message)
    if holder is None:
        session.add(
            LicenceHolding(
                number_digest=claim.number_digest,
                physician_id=claim.physician_id,
                claim_id=claim.id,
                held_since=context_of(session).clock.now(),
            )
        )
