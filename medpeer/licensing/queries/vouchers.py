"""Reads of vouchers: what a member is asked, how many words a claim has, who gave one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.licensing import policy
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy.vouchers import ASKED_FOR, VOUCHERS_NEEDED, YEAR


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher as the member who was asked sees it."""

    voucher_id: int
    first_name: str
    last_name: str
    asked_at: datetime
    is_given: bool
    is_withdrawn: bool


def list_vouchers(session: Session, actor: Actor) -> tuple[VoucherRow, ...]:
    """Return what the actor was asked in two weeks and every word they gave, newest first."""
    since = context_of(session).clock.now() - ASKED_FOR
    found = session.execute(
        select(Voucher, LicenceClaim)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(Voucher.colleague_id == actor.physician_id, (Voucher.asked_at > since) | Voucher.given_at.is_not(None))
        .order_by(Voucher.id.desc())
    )
    return tuple(
        VoucherRow(
            voucher_id=one.id,
            first_name=claim.first_name.value,
            last_name=claim.last_name.value,
            asked_at=one.asked_at,
            is_given=one.given_at is not None,
            is_withdrawn=one.withdrawn_at is not None,
        )
        for one, claim in found
    )


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


def count_given_this_year(session: Session, physician_id: int) -> int:
    """Return how often a member vouched in a year, withdrawn words too."""
    since = context_of(session).clock.now() - YEAR
    given = select(func.count()).select_from(Voucher)
    return session.scalar(given.where(Voucher.colleague_id == physician_id, Voucher.given_at > since)) or 0


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
