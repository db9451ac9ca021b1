"""What happens when somebody goes, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class LeavingAsked(Event):
    """Somebody asked for their account to be deleted; its mailbox is told how to keep it."""

    name: ClassVar[str] = "leaving.leaving_asked"
    departure_id: int


@event_type
@dataclass(frozen=True, slots=True)
class AccountClosed(Event):
    """The time to change one's mind is over; the last mail goes out before the address is destroyed."""

    name: ClassVar[str] = "leaving.account_closed"
    physician_id: int
