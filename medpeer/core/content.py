"""Words for anything members wrote, shared by the domains that hold it and those that react to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


class ContentKind(StrEnum):
    """The kinds of things that can be reported, hidden and purged."""

    POST = "post"
    MESSAGE = "message"


class Visibility(StrEnum):
    """Whether a thing may be read: by all who may read its place, by moderators only, or by nobody ever again."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    PURGED = "purged"


@event_type
@dataclass(frozen=True, slots=True)
class VisibilityChanged(Event):
    """A thing was hidden, reinstated, redacted or purged; every surface that shows it follows."""

    name: ClassVar[str] = "content.visibility_changed"
    kind: ContentKind
    content_id: int
    visibility: Visibility
