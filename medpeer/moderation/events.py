"""What happens in moderation, as ids. What others may read of it changes by ``core.content.VisibilityChanged``."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class ContentReported(Event):
    """A member reported something; ``case_id`` is the report that leads the case."""

    name: ClassVar[str] = "moderation.content_reported"
    report_id: int
    case_id: int


@event_type
@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    """A decision took effect; its author and its reporters may be told."""

    name: ClassVar[str] = "moderation.case_decided"
    decision_id: int
    case_id: int


@event_type
@dataclass(frozen=True, slots=True)
class ScrubOrdered(Event):
    """A text was taken out of its rows; the free pages and files that may still hold it are to be cleared."""

    name: ClassVar[str] = "moderation.scrub_ordered"
    certificate_id: int
