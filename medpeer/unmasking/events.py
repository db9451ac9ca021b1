"""What happens in unmasking, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class Unmasked(Event):
    """Two people agreed to learn who a member is; the member is told at once."""

    name: ClassVar[str] = "unmasking.unmasked"
    unmasking_id: int
    physician_id: int
