"""Colleagues who vouch: who may, how many it takes, how many one may give. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.accounts.tiers import Right
from medpeer.licensing.errors import MayNotVouchError
from medpeer.licensing.policy.reviewing import DecisionReason

VOUCHERS_NEEDED: Final = 2
"""Active members of one institution, of which neither is the applicant."""
VOUCHERS_A_YEAR: Final = 5
"""Withdrawn ones count: a word lightly given was given."""
YEAR: Final = timedelta(days=365)
MEMBER_FOR: Final = timedelta(days=30)
"""Nobody comes in and opens the door for the next on the same day."""
ASKED_AT_MOST: Final = 6
"""So many colleagues an applicant may ask in a month, however often they change the claim; more is a search."""
ASKED_WITHIN: Final = timedelta(days=30)
ASKED_FOR: Final = timedelta(days=14)


class WithdrawalReason(StrEnum):
    """Why a word was taken back."""

    NOT_THAT_PERSON = "not_that_person"
    NOT_A_COLLEAGUE = "not_a_colleague"
    BY_MISTAKE = "by_mistake"
    FOUND_FALSE = "found_false"
    """A reviewer refused the person as somebody else, or as no physician: the word is void, and counts against both."""


OWN_REASONS: Final = tuple(reason for reason in WithdrawalReason if reason is not WithdrawalReason.FOUND_FALSE)
"""Those that a member gives."""
FALSE_WORD: Final = frozenset({DecisionReason.NOT_THAT_PERSON, DecisionReason.NOT_A_PHYSICIAN})
"""The refusals that show a colleague's word to have been wrong."""


@dataclass(frozen=True, slots=True)
class VouchingRecord:
    """What is known of a member who vouches: since when they are one, and this year's words."""

    member_since: datetime
    given: int
    found_false: int


def check_may_vouch(actor: Actor, record: VouchingRecord, *, now: datetime) -> None:
    """Refuse a voucher by whoever is not active, is new here, has given this year's all, or was found wrong in one.

    Raises:
        MayNotVouchError: with a sentence that says which.
    """
    if not actor.may_write:
        message = "Only active members vouch."
        raise MayNotVouchError(message)
    if not actor.may(Right.VOUCH):
        message = "Vouching takes a full licence in force. Your account page says what yours lets you do."
        raise MayNotVouchError(message)
    _check_record(record, now)


def _check_record(record: VouchingRecord, now: datetime) -> None:
    if record.found_false:
        message = "Somebody you vouched for was not who they said. You can vouch again a year after you did."
        raise MayNotVouchError(message)
    if now - record.member_since < MEMBER_FOR:
        message = f"You can vouch once you have been here for {MEMBER_FOR.days} days."
        raise MayNotVouchError(message)
    if record.given >= VOUCHERS_A_YEAR:
        message = f"You have vouched {VOUCHERS_A_YEAR} times in a year, which is as often as one can."
        raise MayNotVouchError(message)
