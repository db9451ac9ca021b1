"""Asking a colleague to vouch, giving one's word, taking it back."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import policy as account_policy
from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.core.errors import InvalidInputError
from medpeer.licensing.errors import ClaimClosedError, MayNotVouchError, TooManyAskedError
from medpeer.licensing.events import VoucherAsked
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import OPEN_STATUSES, LicenceClaim
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy import DecisionReason
from medpeer.licensing.policy.vouchers import ASKED_AT_MOST, ASKED_FOR, FALSE_WORD, WithdrawalReason, check_may_vouch
from medpeer.licensing.queries import claims, consulting
from medpeer.licensing.queries import vouchers as queries
from medpeer.licensing.service import proofs
from medpeer.licensing.service.alone import judge_claim_alone


def ask_colleague(session: Session, actor: Actor, email: str) -> None:
    """Ask an address for its owner's word; nothing tells whether that is a member. Asked before, it changes nothing.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is decided.
        InvalidInputError: no address, or one's own.
        TooManyAskedError: six were asked in a month.
    """
    claim = proofs.access_own_open_claim(session, actor)
    digest = accounts.email_digest(session, account_policy.normalise_email(email))
    if digest == session.get_one(Physician, actor.physician_id).email_digest:
        message = "This is your own address. Give a colleague’s."
        raise InvalidInputError(message, field="email")
    before = select(Voucher.id).where(Voucher.claim_id == claim.id, Voucher.address_digest == digest)
    if session.scalar(before) is not None:
        return
    if queries.count_asked_by(session, actor.physician_id) >= ASKED_AT_MOST:
        message = f"You have asked {ASKED_AT_MOST} colleagues. Choose another way, or write to the reviewer."
        raise TooManyAskedError(message)
    _ask(session, actor, claim, digest)


def _ask(session: Session, actor: Actor, claim: LicenceClaim, digest: str) -> None:
    member = session.scalar(
        select(Physician.id).where(Physician.email_digest == digest, Physician.standing == Standing.ACTIVE)
    )
    now = context_of(session).clock.now()
    voucher = Voucher(claim_id=claim.id, address_digest=digest, asked_at=now, colleague_id=member)
    session.add(voucher)
    session.flush()
    audit.record(session, AuditAction.VOUCHER_ASKED, ObjectKind.VOUCHER, voucher.id, actor_id=actor.physician_id)
    outbox.record(session, VoucherAsked(voucher_id=voucher.id))


def give(session: Session, actor: Actor, voucher_id: int, *, institution_domains: Iterable[str]) -> None:
    """Give one's word for the applicant of a claim; the second of one institution is possession.

    Raises:
        NotFoundError: the actor was not asked.
        ClaimClosedError: the claim is decided, or they were asked more than two weeks ago.
        MayNotVouchError: not active, new here, at no institution, or five times this year.
    """
    voucher = queries.access_voucher(session, actor, voucher_id)
    claim, now = session.get_one(LicenceClaim, voucher.claim_id), context_of(session).clock.now()
    judge_claim_alone(session, claim)
    if voucher.given_at is not None:
        return
    if claim.status not in OPEN_STATUSES or now - voucher.asked_at > ASKED_FOR:
        message = "Nobody waits for your word on this any more."
        raise ClaimClosedError(message)
    check_may_vouch(actor, queries.vouching_record(session, actor.physician_id), now=now)
    voucher.institution, voucher.given_at = _institution(session, actor, institution_domains), now
    session.flush()
    _record(session, AuditAction.VOUCHER_GIVEN, voucher, actor)
    if queries.are_enough(session, claim.id):
        proofs.show(session, claim, PossessionProof.VOUCHERS, actor_id=actor.physician_id)


def _institution(session: Session, actor: Actor, domains: Iterable[str]) -> str:
    address = accounts.email_of(session, actor.physician_id)
    domain = queries.domain_of_member(session, actor.physician_id)
    if domain is None or not consulting.possession_by_email(session, address, domains):
        message = "You vouch as a member of an institution, and your address is at none that we know."
        raise MayNotVouchError(message)
    return domain


def withdraw(session: Session, actor: Actor, voucher_id: int, reason: WithdrawalReason) -> None:
    """Take one's word back, now or later. Whoever was admitted by it alone goes back to the reviewers.

    Raises:
        NotFoundError: the actor was not asked.
    """
    voucher = queries.access_voucher(session, actor, voucher_id)
    if voucher.given_at is None or voucher.withdrawn_at is not None:
        return
    claim = session.get_one(LicenceClaim, voucher.claim_id)
    judge_claim_alone(session, claim)
    voucher.withdrawn_at, voucher.withdrawn_for = context_of(session).clock.now(), reason
    session.flush()
    _record(session, AuditAction.VOUCHER_WITHDRAWN, voucher, actor, reason)
    if not queries.are_enough(session, voucher.claim_id):
        proofs.take_back(session, claim, PossessionProof.VOUCHERS, actor_id=actor.physician_id)


def reconsider(session: Session, physician_id: int) -> None:
    """Look anew at everybody whom a member vouches for, once the member's standing changed. May be called again.

    A word carries while its giver is an active member. Where two no longer do, whoever waits has to show it in another
    way, and whoever came in by them goes before the reviewers.
    """
    giver = session.get_one(Physician, physician_id)
    vouched = [(one, session.get_one(LicenceClaim, one.claim_id)) for one in queries.words_of(session, physician_id)]
    for _, claim in sorted(vouched, key=lambda one: one[1].physician_id):
        judge_claim_alone(session, claim)
    for voucher, claim in vouched:
        if queries.are_enough(session, claim.id):
            if claim.status in OPEN_STATUSES:
                proofs.show(session, claim, PossessionProof.VOUCHERS, actor_id=physician_id)
        elif PossessionProof.VOUCHERS in claims.possession_of(session, claim.id):
            _record_of_all(session, AuditAction.VOUCHER_STOPPED, [voucher], giver.standing)
            proofs.lose(session, claim, PossessionProof.VOUCHERS)


def find_false(session: Session, claim_id: int, reason: DecisionReason) -> None:
    """Void every word for a claim that was refused as another's or as no physician's. May be called again.

    Both colleagues answer for it: the trail says so, and they vouch for nobody for a year.
    """
    if reason not in FALSE_WORD:
        return
    claim = session.get_one(LicenceClaim, claim_id)
    judge_claim_alone(session, claim)
    words = queries.standing_words(session, claim_id)
    for voucher in words:
        voucher.withdrawn_at = context_of(session).clock.now()
        voucher.withdrawn_for = WithdrawalReason.FOUND_FALSE
    session.flush()
    _record_of_all(session, AuditAction.VOUCHER_FOUND_FALSE, words, reason)
    if words:
        proofs.lose(session, claim, PossessionProof.VOUCHERS)


def _record_of_all(session: Session, action: AuditAction, words: Iterable[Voucher], reason: StrEnum) -> None:
    for voucher in words:
        audit.record(session, action, ObjectKind.VOUCHER, voucher.id, actor_id=voucher.colleague_id, reason=reason)


def _record(
    session: Session, action: AuditAction, voucher: Voucher, actor: Actor, reason: WithdrawalReason | None = None
) -> None:
    audit.record(session, action, ObjectKind.VOUCHER, voucher.id, actor_id=actor.physician_id, reason=reason)
