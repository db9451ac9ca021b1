"""Keeping members' licences true: re-matching, notices of the end, lapse, suspension, holds, and the way back."""

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.models import Cause, Physician, Standing, Tier
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.licensing import membership
from medpeer.licensing.events import MembershipChanged
from medpeer.licensing.membership import Act, Ground, Notice, Registered, Verdict
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from medpeer.licensing.models.membership import ExpiryNotice, LicenceTerm
from medpeer.licensing.queries import members
from medpeer.licensing.service.alone import judge_alone

FINDINGS_DIGEST: Final = "membership"


def recheck_member(session: Session, physician_id: int) -> Act:
    """Ask the registers about a member and do what follows; for anybody whose licence is not watched, nothing.

    A hold takes effect with the commit: every request and socket is judged by the standing in the database.
    """
    physician = judge_alone(session, physician_id)
    claim = members.find_holding_claim(session, physician_id)
    if claim is None:
        return Act.KEEP
    term = _term(session, claim)
    term.checked_at = context_of(session).clock.now()
    if not _is_watched(session, physician):
        return Act.KEEP
    found, verdict = _judge(session, physician, claim, term)
    digest = _digest(session, found, verdict)
    if digest == term.accepted_digest:
        verdict = verdict.without_weighty()
    _note(session, term, verdict)
    standing, tier = physician.standing, physician.tier
    accounts.change_tier(session, physician, verdict.tier, actor_id=None)
    if verdict.act is Act.HOLD:
        _hold(session, physician, claim, digest)
        return verdict.act
    if verdict.act is Act.REVIEW:
        reopen(session, claim, digest)
    _follow_end(session, physician, term, verdict, digest)
    if physician.standing is Standing.ACTIVE:
        _tell_tier(session, physician, standing, tier)
    return verdict.act


def _is_watched(session: Session, physician: Physician) -> bool:
    if physician.standing is Standing.SUSPENDED:
        # Whom a person suspended, no register brings back.
        return members.last_cause(session, physician.id) is Cause.GRACE_OVER
    return physician.standing in members.WATCHED


def _today(session: Session) -> date:
    return context_of(session).clock.now().date()


def _term(session: Session, claim: LicenceClaim) -> LicenceTerm:
    term = session.get(LicenceTerm, claim.physician_id)
    if term is None:
        term = LicenceTerm(
            physician_id=claim.physician_id, claim_id=claim.id, checked_at=context_of(session).clock.now()
        )
        session.add(term)
    return term


def _judge(
    session: Session, physician: Physician, claim: LicenceClaim, term: LicenceTerm
) -> tuple[Registered, Verdict]:
    found = members.registered(session, claim, term)
    return found, membership.judge(found, today=_today(session), tier=physician.tier)


def _digest(session: Session, found: Registered, verdict: Verdict) -> str:
    return context_of(session).vault.digest(FINDINGS_DIGEST, membership.words_of(found, verdict))


def _note(session: Session, term: LicenceTerm, verdict: Verdict) -> None:
    term.expires_on = verdict.expires_on
    term.seen_change_id = members.newest_change(session, term.physician_id)


def _follow_end(session: Session, physician: Physician, term: LicenceTerm, verdict: Verdict, digest: str) -> None:
    if Ground.LICENCE_ENDED in verdict.grounds:
        _lapse(session, physician, term, digest)
    else:
        _renew(session, physician, term, digest)
        _announce_end(session, physician, term)


def _hold(session: Session, physician: Physician, claim: LicenceClaim, digest: str) -> None:
    accounts.change_standing(session, physician, Standing.HELD, actor_id=None, evidence_digest=digest)
    claim.status = ClaimStatus.HELD
    claim.held_at = claim.held_at or context_of(session).clock.now()
    _tell(session, physician, Notice.HELD)


def reopen(session: Session, claim: LicenceClaim, evidence_digest: str | None = None) -> None:
    """Put a settled claim back before the reviewers; one that waits already is left as it is.

    ``evidence_digest`` is of what the registers say, where they are why.
    """
    if claim.status in {ClaimStatus.APPROVED, ClaimStatus.REJECTED}:
        claim.status = ClaimStatus.NEEDS_REVIEW
        kind = ObjectKind.LICENCE_CLAIM
        audit.record(
            session, AuditAction.CLAIM_REOPENED, kind, claim.id, actor_id=None, evidence_digest=evidence_digest
        )


def _lapse(session: Session, physician: Physician, term: LicenceTerm, digest: str) -> None:
    today = _today(session)
    if physician.standing is Standing.ACTIVE:
        term.lapsed_on = today
        accounts.change_standing(session, physician, Standing.LAPSED_READONLY, actor_id=None, evidence_digest=digest)
        _tell(session, physician, Notice.LAPSED)
    elif physician.standing is Standing.LAPSED_READONLY:
        # Whoever lapsed by another road starts their thirty days with the round that finds them.
        term.lapsed_on = term.lapsed_on or today
        if membership.is_grace_over(term.lapsed_on, today):
            accounts.change_standing(session, physician, Standing.SUSPENDED, actor_id=None, evidence_digest=digest)
            _tell(session, physician, Notice.SUSPENDED)


def _renew(session: Session, physician: Physician, term: LicenceTerm, digest: str) -> None:
    if physician.standing is Standing.ACTIVE or term.lapsed_on is None:
        return
    term.lapsed_on = None
    accounts.change_standing(session, physician, Standing.ACTIVE, actor_id=None, evidence_digest=digest)
    _tell(session, physician, Notice.RENEWED)


def _announce_end(session: Session, physician: Physician, term: LicenceTerm) -> None:
    days = membership.due_notice(term.expires_on, _today(session))
    if days is None or term.expires_on is None or _is_announced(session, term, days):
        return
    sent_at = context_of(session).clock.now()
    session.add(ExpiryNotice(physician_id=physician.id, expires_on=term.expires_on, days=days, sent_at=sent_at))
    _tell(session, physician, membership.NOTICE_OF_DAYS[days])


def _is_announced(session: Session, term: LicenceTerm, days: int) -> bool:
    sent = select(ExpiryNotice.id).where(
        ExpiryNotice.physician_id == term.physician_id,
        ExpiryNotice.expires_on == term.expires_on,
        ExpiryNotice.days <= days,
    )
    return session.scalar(select(sent.exists())) is True


def _tell(session: Session, physician: Physician, notice: Notice) -> None:
    outbox.record(session, MembershipChanged(physician_id=physician.id, notice=notice))


def _tell_tier(session: Session, physician: Physician, standing: Standing, before: Tier) -> None:
    """Tell a member on what licence they are here, where that is news since they had ``standing`` and ``before``."""
    if membership.tells_tier(before, physician.tier, is_coming=standing is not Standing.ACTIVE):
        _tell(session, physician, membership.NOTICE_OF_TIER[physician.tier])


def accept(session: Session, claim: LicenceClaim) -> None:
    """Open or reopen the term of whoever is approved: what the registers say today is known and accepted.

    A licence that is past its date by the register is taken as renewed for sixty days: a reviewer saw it elsewhere.
    """
    physician = session.get_one(Physician, claim.physician_id)
    before = physician.tier
    term = session.get(LicenceTerm, physician.id)
    if term is None:
        term = _term(session, claim)
        accounts.change_tier(session, physician, claim.tier, actor_id=None)
    term.claim_id, term.lapsed_on = claim.id, None
    found, verdict = _judge(session, physician, claim, term)
    if Ground.LICENCE_ENDED in verdict.grounds:
        term.extended_until = _today(session) + membership.EXTENSION
        found, verdict = _judge(session, physician, claim, term)
    term.accepted_digest = _digest(session, found, verdict)
    _note(session, term, verdict)
    accounts.change_tier(session, physician, verdict.tier, actor_id=None)
    _tell_tier(session, physician, physician.standing, before)
