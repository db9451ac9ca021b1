"""What happens to claims, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


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
