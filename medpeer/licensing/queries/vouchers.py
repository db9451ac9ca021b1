"""Reads of vouchers: what a member is asked, how many words a claim has, who gave one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.accounts.tiers import Right
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.licensing import policy
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus, LicenceClaim, LicenceHolding
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy.vouchers import (
    ASKED_FOR,
    ASKED_WITHIN,
    VOUCHERS_NEEDED,
    YEAR,
    VouchingRecord,
    WithdrawalReason,
)


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher as the member who was asked sees it."""

    voucher_id: int
    first_name: str
    last_name: str
    asked_at: datetime
    is_given: bool
    withdrawn_for: WithdrawalReason | None


def list_vouchers(session: Session, actor: Actor) -> tuple[VoucherRow, ...]:
    """Return where somebody waits for the actor's word, and every word they gave, newest first."""
    given = Voucher.given_at.is_not(None)
    found = session.execute(
        select(Voucher, LicenceClaim)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(Voucher.colleague_id == actor.physician_id, _waits(session) | given)
        .order_by(Voucher.id.desc())
    )
    return tuple(
        VoucherRow(
            voucher_id=one.id,
            first_name=claim.first_name.value,
            last_name=claim.last_name.value,
            asked_at=one.asked_at,
            is_given=one.given_at is not None,
            withdrawn_for=one.withdrawn_for,
        )
        for one, claim in found
    )


def _waits(session: Session) -> ColumnElement[bool]:
    """Return the condition that an applicant waits for a word: asked in two weeks, for a claim that is still open."""
    since = context_of(session).clock.now() - ASKED_FOR
    is_open = LicenceClaim.status.in_(OPEN_STATUSES)
    return (Voucher.asked_at > since) & Voucher.given_at.is_(None) & is_open


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many applicants wait for the actor's word; 0 for whoever may give none."""
    if not actor.may(Right.VOUCH):
        return 0
    waiting = (
        select(func.count())
        .select_from(Voucher)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(Voucher.colleague_id == actor.physician_id, _waits(session))
    )
    return session.scalar(waiting) or 0


def access_voucher(session: Session, actor: Actor, voucher_id: int) -> Voucher:
    """Return a voucher that the actor was asked for.

    Raises:
        NotFoundError: there is none, or another was asked.
    """
    voucher = session.get(Voucher, voucher_id)
    if voucher is None or voucher.colleague_id != actor.physician_id:
        raise NotFoundError
    return voucher


def count_asked(session: Session, claim_id: int) -> int:
    """Return how many addresses were asked for a claim."""
    asked = select(func.count()).select_from(Voucher).where(Voucher.claim_id == claim_id)
    return session.scalar(asked) or 0


def count_left_behind(session: Session, physician_id: int) -> int:
    """Return how many colleagues an applicant asked lately under other details, who have to be asked again."""
    since = context_of(session).clock.now() - ASKED_FOR
    left = (
        select(func.count())
        .select_from(Voucher)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(
            LicenceClaim.physician_id == physician_id,
            LicenceClaim.status == ClaimStatus.REPLACED,
            Voucher.asked_at > since,
        )
    )
    return session.scalar(left) or 0


def count_asked_by(session: Session, physician_id: int) -> int:
    """Return how many addresses an applicant asked in a month, for whichever claim."""
    since = context_of(session).clock.now() - ASKED_WITHIN
    asked = (
        select(func.count())
        .select_from(Voucher)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(LicenceClaim.physician_id == physician_id, Voucher.asked_at > since)
    )
    return session.scalar(asked) or 0


def vouching_record(session: Session, physician_id: int) -> VouchingRecord:
    """Return since when somebody is a member, and what became of the words they gave in a year, withdrawn ones too."""
    since = context_of(session).clock.now() - YEAR
    given = select(func.count()).select_from(Voucher)
    given = given.where(Voucher.colleague_id == physician_id, Voucher.given_at > since)
    false = given.where(Voucher.withdrawn_for == WithdrawalReason.FOUND_FALSE)
    held_since = select(LicenceHolding.held_since).where(LicenceHolding.physician_id == physician_id)
    return VouchingRecord(
        # Whoever waited long for admission is new here all the same.
        member_since=session.scalar(held_since) or session.get_one(Physician, physician_id).created_at,
        given=session.scalar(given) or 0,
        found_false=session.scalar(false) or 0,
    )


def are_enough(session: Session, claim_id: int) -> bool:
    """Tell whether two active members of one institution stand for a claim now."""
    institutions = session.scalars(
        select(Voucher.institution)
        .join(Physician, Physician.id == Voucher.colleague_id)
        .where(
            Voucher.claim_id == claim_id,
            Voucher.given_at.is_not(None),
            Voucher.withdrawn_at.is_(None),
            Physician.standing == Standing.ACTIVE,
        )
    )
    return max(Counter(institutions).values(), default=0) >= VOUCHERS_NEEDED


def standing_words(session: Session, claim_id: int) -> Sequence[Voucher]:
    """Return the words for a claim that nobody took back, whatever became of those who gave them."""
    given = (Voucher.claim_id == claim_id) & Voucher.given_at.is_not(None) & Voucher.withdrawn_at.is_(None)
    return session.scalars(select(Voucher).where(given).order_by(Voucher.id)).all()


def words_of(session: Session, physician_id: int) -> Sequence[Voucher]:
    """Return the words that a member gave and stands by."""
    given = (Voucher.colleague_id == physician_id) & Voucher.given_at.is_not(None) & Voucher.withdrawn_at.is_(None)
    return session.scalars(select(Voucher).where(given).order_by(Voucher.id)).all()


def vouched_for(physician_id: int) -> Select[int]:
    """Return for whom a member ever gave their word, withdrawn or not; they review none of theirs."""
    return (
        select(LicenceClaim.physician_id)
        .join(Voucher, Voucher.claim_id == LicenceClaim.id)
        .where(Voucher.colleague_id == physician_id, Voucher.given_at.is_not(None))
    )


def domain_of_member(session: Session, physician_id: int) -> str | None:
    """Return the domain of a member's proved address, in its one spelling."""
    return policy.domain_of(accounts.email_of(session, physician_id))


def find_asked(session: Session, voucher_id: int) -> int | None:
    """Return the member to mail about a voucher, ``None`` when nobody is to be."""
    return session.scalar(select(Voucher.colleague_id).where(Voucher.id == voucher_id))
