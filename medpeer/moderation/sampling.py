"""What draws posts and messages for a second look once they are stored; idempotent, as every handler."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.chat.events import MessageSent
from medpeer.core.content import ContentKind
from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.critiques.events import PaperAdded
from medpeer.discussions.events import PostAdded, PostEdited, ThreadOpened, ThreadSolved
from medpeer.discussions.models import Post
from medpeer.moderation import queries
from medpeer.moderation.service import draw_spot_checks


class SpotCheckSampler:
    """The handler that queues a share of the texts in which an author kept something."""

    key: Final = "moderation.sampler"
    handles: Final[frozenset[type[Event]]] = frozenset(
        {ThreadOpened, PostAdded, PostEdited, ThreadSolved, PaperAdded, MessageSent}
    )

    def __init__(self, database: Database, *, percent: int) -> None:
        """Draw ``percent`` of them, beside all of an author's first."""
        self._database = database
        self._percent = percent

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Draw of each event's texts."""
        with self._database.transaction() as session:
            for one in events:
                kind, content_id = _content_of(session, one.event)
                content = queries.find_content(session, kind, content_id)
                if content is not None:
                    draw_spot_checks(session, content, percent=self._percent)


def _content_of(session: Session, event: Event) -> tuple[ContentKind, int]:
    match event:
        case MessageSent():
            return ContentKind.MESSAGE, event.message_id
        case ThreadOpened() | PostAdded() | PostEdited():
            return ContentKind.POST, event.post_id
        case ThreadSolved() | PaperAdded():
            wanted = select(Post.id).where(Post.thread_id == event.thread_id, Post.is_opening)
            return ContentKind.POST, session.execute(wanted).scalar_one()
        case _:
            raise TypeError(type(event).__name__)
