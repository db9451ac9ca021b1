"""What happens in rooms, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """A message was stored; whoever is in the room gets its frame."""

    name: ClassVar[str] = "chat.message_sent"
    message_id: int
    room_id: int
