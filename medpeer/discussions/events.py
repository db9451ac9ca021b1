"""What happens in discussions, as ids. Hiding, redacting and purging are ``core.content.VisibilityChanged``."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class ThreadOpened(Event):
    """A question was asked; its text is the opening post."""

    name: ClassVar[str] = "discussions.thread_opened"
    thread_id: int
    post_id: int


@event_type
@dataclass(frozen=True, slots=True)
class PostAdded(Event):
    """Somebody replied."""

    name: ClassVar[str] = "discussions.post_added"
    post_id: int
    thread_id: int


@event_type
@dataclass(frozen=True, slots=True)
class PostEdited(Event):
    """A post says something else now."""

    name: ClassVar[str] = "discussions.post_edited"
    post_id: int
    thread_id: int


@event_type
@dataclass(frozen=True, slots=True)
class AnswerMarked(Event):
    """The asker marked a post as helpful."""

    name: ClassVar[str] = "discussions.answer_marked"
    post_id: int
    thread_id: int


@event_type
@dataclass(frozen=True, slots=True)
class ThreadSolved(Event):
    """The asker gave the outcome."""

    name: ClassVar[str] = "discussions.thread_solved"
    thread_id: int
