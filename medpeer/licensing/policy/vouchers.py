"""Colleagues who vouch: who may, how many it takes, how many one may give. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.licensing.errors import MayNotVouchError

VOUCHERS_NEEDED: Final = 2
"""Active members of one institution, of which neither is the applicant."""
VOUCHERS_A_YEAR: Final = 5
"""Withdrawn ones count: a word lightly given was given."""
YEAR: Final = timedelta(days=365)
MEMBER_FOR: Final = timedelta(days=30)
"""Nobody comes in and opens the door for the next on the same day."""
ASKED_AT_MOST: Final = 6
"""So many colleagues an applicant may ask for one claim; more is a search for who is here."""
ASKED_FOR: Final = timedelta(days=14)


class WithdrawalReason(StrEnum):
    """Why a word was taken back."""

    NOT_THAT_PERSON = "not_that_person"
    NOT_A_COLLEAGUE = "not_a_colleague"
    BY_MISTAKE = "by_mistake"


def check_may_vouch(actor: Actor, *, member_since: datetime, given: int, now: datetime) -> None:
    """Refuse a voucher by whoever is not active, is new here, or has given this year's all.

    Raises:
        MayNotVouchError: with a sentence that says which.
    """
    if not actor.may_write:
        message = "Only active members vouch."
        raise MayNotVouchError(message)
    if now - member_since < MEMBER_FOR:
        message = f"You can vouch once you have been here for {MEMBER_FOR.days} days."
        raise MayNotVouchError(message)
    if given >= VOUCHERS_A_YEAR:
        message = f"You have vouched {VOUCHERS_A_YEAR} times in a year, which is as often as one can."
        raise MayNotVouchError(message)
