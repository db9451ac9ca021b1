"""What happens in unmasking, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class UnmaskingAsked(Event):
    """A request waits for a second person; one event for each privacy officer who may be that person."""

    name: ClassVar[str] = "unmasking.asked"
    unmasking_id: int
    officer_id: int


@event_type
@dataclass(frozen=True, slots=True)
class Unmasked(Event):
    """Two people agreed to learn who a member is; the member is told at once."""

    name: ClassVar[str] = "unmasking.unmasked"
    unmasking_id: int
    physician_id: int
