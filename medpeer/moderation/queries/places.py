"""From a row that holds a text to the post or message it belongs to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind
from medpeer.critiques.models import Paper
from medpeer.discussions.models import Post, PostRevision
from medpeer.images.models import Image

Place = tuple[ContentKind, int]


def content_at(session: Session, table: str, row_id: int) -> Place | None:
    """Return what a text in row ``row_id`` of ``table`` goes with, or ``None`` where it is a note or a name."""
    match table:
        case "message" | "post":
            return ContentKind(table), row_id
        case "post_revision":
            return ContentKind.POST, session.get_one(PostRevision, row_id).post_id
        case "thread" | "outcome":
            return _opening(session, row_id)
        case "paper":
            return _opening(session, session.get_one(Paper, row_id).thread_id)
        case "image":
            return _of_image(session, row_id)
        case _:
            return None


def _of_image(session: Session, image_id: int) -> Place | None:
    post_id = session.get_one(Image, image_id).post_id
    return None if post_id is None else (ContentKind.POST, post_id)


def _opening(session: Session, thread_id: int) -> Place:
    wanted = select(Post.id).where(Post.thread_id == thread_id, Post.is_opening)
    return ContentKind.POST, session.execute(wanted).scalar_one()
