"""What happens to files of own data, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class OwnDataReady(Event):
    """A file waits to be fetched; whoever asked for it is told by mail."""

    name: ClassVar[str] = "owndata.ready"
    physician_id: int
