"""Adding and changing posts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import ConflictError, NotAllowedError, NotFoundError
from medpeer.discussions import policy
from medpeer.discussions.events import PostAdded, PostEdited
from medpeer.discussions.models import CritiqueQuestion, Participant, Post, PostRevision, Space, Thread
from medpeer.discussions.service.counting import recount
from medpeer.discussions.service.following import follow, mark_seen
from medpeer.discussions.service.participants import join_thread
from medpeer.gate import ClearedText
from medpeer.images import service as image_service


def add_post(
    session: Session,
    actor: Actor,
    thread: Thread,
    body: ClearedText,
    *,
    parent_id: int | None = None,
    question: CritiqueQuestion | None = None,
    shows_name: bool = False,
    images: Sequence[int] = (),
    client_key: str,
) -> Post:
    """Add a reply and return it; for a ``client_key`` the actor used here before, the post it made.

    A reply to a reply is attached to the same parent; one to the opening post stands on the first level. ``images`` are
    the actor's own, stored before and attached now.

    Raises:
        NotAllowedError: the actor may only read, or their tier does not write here.
        NotFoundError: ``parent_id`` is no visible post of this thread, or the thread is hidden.
        ConflictError: the key was used for another text.
        ImageGoneError: an image is not there any more or not the actor's.
    """
    policy.check_may_answer(actor, session.get_one(Space, thread.space_id).kind)
    if thread.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    known = _sent_before(session, actor, thread, client_key)
    if known is not None:
        return _same_text(session, known, body)
    parent = _parent(session, thread, parent_id)
    participant = join_thread(session, actor, thread.id, shows_name=shows_name)
    post = Post(
        thread_id=thread.id,
        participant_id=participant.id,
        parent_id=parent,
        question=question,
        body=body,
        created_at=context_of(session).clock.now(),
        client_key=client_key,
    )
    session.add(post)
    session.flush()
    image_service.attach(session, actor, post.id, images)
    recount(session, thread)
    follow(session, actor, thread)
    mark_seen(session, actor, thread)
    outbox.record(session, PostAdded(post_id=post.id, thread_id=thread.id))
    audit.record(session, AuditAction.POST_ADDED, ObjectKind.POST, post.id, actor_id=actor.physician_id)
    return post


def _sent_before(session: Session, actor: Actor, thread: Thread, client_key: str) -> Post | None:
    return session.scalar(
        select(Post)
        .join(Participant, Participant.id == Post.participant_id)
        .where(
            Participant.thread_id == thread.id,
            Participant.physician_id == actor.physician_id,
            Post.client_key == client_key,
        )
    )


def _same_text(session: Session, known: Post, body: ClearedText) -> Post:
    if known.body.value != body.value and known.edited_at is None and known.visibility is Visibility.VISIBLE:
        # Swallowing the second text would lose it without a word.
        message = "This form was used for another reply already. Copy your text, reload the page and post it again."
        raise ConflictError(message)
    gate.forget(session, [body.clearance_id])
    return known


def _parent(session: Session, thread: Thread, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = session.get(Post, parent_id)
    if parent is None or parent.thread_id != thread.id or parent.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    return None if parent.is_opening else parent.parent_id or parent.id


def add_images(session: Session, actor: Actor, post: Post, images: Sequence[int]) -> None:
    """Let images of the actor's stand with a post of theirs, while they may still change it.

    Raises:
        NotAllowedError: not the author's, too late, redacted or hidden, or the actor may only read.
        ImageGoneError: an image is not there any more or not the actor's.
    """
    _check_may_change(session, actor, post)
    image_service.attach(session, actor, post.id, images)
    audit.record(session, AuditAction.POST_EDITED, ObjectKind.POST, post.id, actor_id=actor.physician_id)


def edit_post(session: Session, actor: Actor, post: Post, body: ClearedText) -> None:
    """Let a post say ``body`` and keep what it said before; the same text again changes nothing.

    Raises:
        NotAllowedError: not the author's, too late, redacted or hidden, or the actor may only read.
    """
    now = _check_may_change(session, actor, post)
    if post.body.value == body.value:
        gate.forget(session, [body.clearance_id])
        return
    session.add(PostRevision(post_id=post.id, body=post.body, replaced_at=now))
    post.body = body
    post.edited_at = now
    session.flush()
    outbox.record(session, PostEdited(post_id=post.id, thread_id=post.thread_id))
    audit.record(session, AuditAction.POST_EDITED, ObjectKind.POST, post.id, actor_id=actor.physician_id)


def _check_may_change(session: Session, actor: Actor, post: Post) -> datetime:
    """Return the present moment where the actor may change a post of theirs now."""
    policy.check_may_write(actor)
    author = session.get_one(Participant, post.participant_id)
    policy.check_is_author(actor, author.physician_id)
    now = context_of(session).clock.now()
    if not policy.may_edit(
        mine=True,
        created_at=post.created_at,
        redacted=post.redacted_at is not None,
        visibility=post.visibility,
        now=now,
    ):
        message = "This post can no longer be changed. Add a reply that corrects it."
        raise NotAllowedError(message)
    return now
