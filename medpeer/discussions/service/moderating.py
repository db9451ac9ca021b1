"""What moderation does to posts. It audits its own decisions and gives its reasons; here the texts change."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core import outbox
from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Outcome, Post, PostRevision, Thread
from medpeer.discussions.service.counting import recount
from medpeer.gate import ClearedText, clear_tombstone
from medpeer.images.service import purge_of_post


def set_post_visibility(session: Session, post_id: int, visibility: Visibility) -> None:
    """Hide or reinstate a post; an opening post takes its whole thread with it. What was purged stays so.

    Raises:
        NotFoundError: there is no such post, or it was purged.
    """
    post = _post(session, post_id)
    if post.visibility is Visibility.PURGED:
        raise NotFoundError
    if post.visibility is not visibility:
        _show_as(session, post, visibility)


def purge_post(session: Session, post_id: int) -> list[int]:
    """Put a tombstone where a post's text was and drop what it said before.

    Its images go; for an opening post the title and the outcome go too. Returns the clearances to forget: the texts are
    replaced, and only their digests are left. Purging twice returns none.

    Raises:
        NotFoundError: there is no such post.
    """
    post = _post(session, post_id)
    if post.visibility is Visibility.PURGED:
        return []
    gone = [post.body.clearance_id, *drop_revisions(session, post), *purge_of_post(session, post_id)]
    post.body = clear_tombstone(session)
    if post.is_opening:
        gone += _purge_title_and_outcome(session, session.get_one(Thread, post.thread_id))
    _show_as(session, post, Visibility.PURGED)
    return gone


def redact_post(
    session: Session,
    post_id: int,
    body: ClearedText,
    *,
    title: ClearedText | None = None,
    keep_images: Collection[int] = (),
) -> list[int]:
    """Let a post say ``body``, show it again and drop what it said before; ``title`` is for an opening post.

    Its images go but for ``keep_images``.

    ``body`` must be cleared for the surface of the post's space, which renders it. Returns the clearances to forget.

    Raises:
        NotFoundError: there is no such post, or it was purged.
    """
    post = _post(session, post_id)
    if post.visibility is Visibility.PURGED:
        raise NotFoundError
    gone = [post.body.clearance_id, *drop_revisions(session, post)]
    gone += purge_of_post(session, post_id, keep=keep_images)
    post.body = body
    post.redacted_at = context_of(session).clock.now()
    if post.is_opening and title is not None:
        thread = session.get_one(Thread, post.thread_id)
        gone.append(thread.title.clearance_id)
        thread.title = title
    _show_as(session, post, Visibility.VISIBLE)
    return gone


def _post(session: Session, post_id: int) -> Post:
    post = session.get(Post, post_id)
    if post is None:
        raise NotFoundError
    return post


def _show_as(session: Session, post: Post, visibility: Visibility) -> None:
    post.visibility = visibility
    thread = session.get_one(Thread, post.thread_id)
    if post.is_opening:
        thread.visibility = visibility
    recount(session, thread)
    outbox.record(session, VisibilityChanged(kind=ContentKind.POST, content_id=post.id, visibility=visibility))


def drop_revisions(session: Session, post: Post) -> list[int]:
    """Delete what a post said before and return the clearances to forget."""
    revisions = session.scalars(select(PostRevision).where(PostRevision.post_id == post.id)).all()
    for revision in revisions:
        session.delete(revision)
    return [revision.body.clearance_id for revision in revisions]


def _purge_title_and_outcome(session: Session, thread: Thread) -> list[int]:
    gone = [thread.title.clearance_id]
    thread.title = clear_tombstone(session)
    outcome = session.get(Outcome, thread.id)
    if outcome is not None:
        gone += [outcome.diagnosis.clearance_id, outcome.summary.clearance_id]
        gone += [outcome.lesson.clearance_id] if outcome.lesson else []
        outcome.diagnosis = clear_tombstone(session)
        outcome.summary = clear_tombstone(session)
        outcome.lesson = None
    return gone
