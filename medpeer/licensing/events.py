"""What happens to claims, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type
from medpeer.licensing.membership import Notice


@event_type
@dataclass(frozen=True, slots=True)
class ClaimDecided(Event):
    """A claim was approved or refused, or its applicant was asked something; they get a mail that says no more."""

    name: ClassVar[str] = "licensing.claim_decided"
    claim_id: int
    decision_id: int


@event_type
@dataclass(frozen=True, slots=True)
class RegisterChanged(Event):
    """A newer register file says something else of a member's number than the one before: check them anew."""

    name: ClassVar[str] = "licensing.register_changed"
    change_id: int
    physician_id: int


@event_type
@dataclass(frozen=True, slots=True)
class MembershipChanged(Event):
    """Something about a membership is to be told to its holder, by mail and, while they may read, in the inbox."""

    name: ClassVar[str] = "licensing.membership_changed"
    physician_id: int
    notice: Notice


@event_type
@dataclass(frozen=True, slots=True)
class CodeIssued(Event):
    """A code is to go to an address of record; whoever carries it derives it anew."""

    name: ClassVar[str] = "licensing.code_issued"
    code_id: int


@event_type
@dataclass(frozen=True, slots=True)
class VoucherAsked(Event):
    """An applicant asked a member to vouch for them; the member gets a mail that names nobody."""

    name: ClassVar[str] = "licensing.voucher_asked"
    voucher_id: int
