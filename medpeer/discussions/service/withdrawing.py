"""What an author who goes withdraws from a thread. The thread, its facts and everybody's answers stay."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.discussions.events import PostEdited
from medpeer.discussions.models import Outcome, Participant, Post, Space, Thread
from medpeer.discussions.policy import POST_SURFACES, TITLE_SURFACES
from medpeer.discussions.service.moderating import drop_revisions
from medpeer.discussions.vocabulary import SpaceKind
from medpeer.gate import Examined, Surface, clear
from medpeer.images.service import purge_of_post

Words = Mapping[Surface, Examined]


def withdraw_posts(session: Session, physician_id: int, thread_id: int, words: Words) -> list[int]:
    """Put ``words`` in place of a person's texts in one thread; images and earlier versions go.

    With an opening post go its title, but for a paper's, and the outcome. Purged posts stay as they are. Returns the
    clearances to forget.
    """
    thread = session.get_one(Thread, thread_id)
    kind = session.get_one(Space, thread.space_id).kind
    posts = session.scalars(
        select(Post)
        .join(Participant, Participant.id == Post.participant_id)
        .where(
            Post.thread_id == thread_id,
            Participant.physician_id == physician_id,
            Post.visibility != Visibility.PURGED,
            Post.withdrawn_at.is_(None),
        )
        .order_by(Post.id)
    ).all()
    gone: list[int] = []
    for post in posts:
        gone += _withdraw_post(session, post, words[POST_SURFACES[kind]], physician_id)
        if post.is_opening:
            gone += _withdraw_head(session, thread, kind, words)
    return gone


def _withdraw_post(session: Session, post: Post, words: Examined, physician_id: int) -> list[int]:
    gone = [post.body.clearance_id, *drop_revisions(session, post), *purge_of_post(session, post.id)]
    post.body = clear(session, words)
    post.withdrawn_at = context_of(session).clock.now()
    # With the versions goes the way to them.
    post.edited_at = None
    session.flush()
    outbox.record(session, PostEdited(post_id=post.id, thread_id=post.thread_id))
    audit.record(session, AuditAction.CONTENT_WITHDRAWN, ObjectKind.POST, post.id, actor_id=physician_id)
    return gone


def _withdraw_head(session: Session, thread: Thread, kind: SpaceKind, words: Words) -> list[int]:
    gone: list[int] = []
    if kind is not SpaceKind.CRITIQUE:
        gone.append(thread.title.clearance_id)
        thread.title = clear(session, words[TITLE_SURFACES[kind]])
    outcome = session.get(Outcome, thread.id)
    if outcome is not None:
        texts = (outcome.diagnosis, outcome.summary, outcome.lesson)
        gone += [text.clearance_id for text in texts if text is not None]
        outcome.diagnosis = clear(session, words[Surface.OUTCOME])
        outcome.summary = clear(session, words[Surface.OUTCOME])
        outcome.lesson = None
    session.flush()
    return gone
