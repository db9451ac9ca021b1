"""What happens in the journal club, as ids. Posts on a paper are events of discussions."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class PaperAdded(Event):
    """A paper was put up for critique; its thread opened with it."""

    name: ClassVar[str] = "critiques.paper_added"
    paper_id: int
    thread_id: int
