"""What happens to images, as ids. Hiding and purging come with the post: ``core.content.VisibilityChanged``."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class ImageAttached(Event):
    """An image stands with a post."""

    name: ClassVar[str] = "images.image_attached"
    image_id: int
    post_id: int


@event_type
@dataclass(frozen=True, slots=True)
class ImageJudged(Event):
    """A second pair of eyes let an image through or refused it."""

    name: ClassVar[str] = "images.image_judged"
    image_id: int
