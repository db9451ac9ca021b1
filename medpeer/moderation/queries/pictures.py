"""Images as moderators see them: those that wait for a second pair of eyes, and those of a case they have open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Post, Space, Thread
from medpeer.images.models import Image
from medpeer.images.queries import find_image
from medpeer.images.vocabulary import ImageState
from medpeer.moderation import policy
from medpeer.moderation.models import CaseOpening, Report

QUEUE_LENGTH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldImage:
    """An image that waits, with the words that go with it."""

    id: int
    post_id: int
    alt: str
    caption: str
    width: int
    height: int
    title: str
    place: str
    added_at: datetime


def list_held(session: Session, actor: Actor) -> tuple[HeldImage, ...]:
    """Return the images that wait for the actor's eyes, the oldest first.

    Raises:
        NotFoundError: the actor is no moderator.
    """
    policy.check_may_moderate(actor)
    texts, thread = Image.__table__.c, Thread.__table__.c
    rows = session.execute(
        select(
            Image.id,
            Image.post_id,
            Image.width,
            Image.height,
            Image.created_at,
            texts.alt_text,
            texts.caption_text,
            thread.title_text,
            Space.title.label("place"),
        )
        .join(Post, Post.id == Image.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .where(*_waits(actor))
        .order_by(Image.created_at, Image.id)
        .limit(QUEUE_LENGTH)
    )
    return tuple(
        HeldImage(
            id=row.id,
            post_id=row.post_id,
            alt=row.alt_text,
            caption=row.caption_text or "",
            width=row.width,
            height=row.height,
            title=row.title_text,
            place=row.place,
            added_at=row.created_at,
        )
        for row in rows
    )


def held_count(session: Session, actor: Actor) -> int:
    """Return how many images wait for the actor: for the bar of every page. Whoever is no moderator has none."""
    if not actor.has(Role.MODERATOR):
        return 0
    waiting = select(Image.id).join(Post, Post.id == Image.post_id).join(Thread, Thread.id == Post.thread_id)
    return len(session.scalars(waiting.where(*_waits(actor)).limit(QUEUE_LENGTH)).all())


def access_held(session: Session, actor: Actor, image_id: int) -> Image:
    """Return an image that waits for the actor's eyes.

    Raises:
        NotFoundError: there is none, or it is the actor's own, or the actor is no moderator.
    """
    policy.check_may_moderate(actor)
    found = session.scalar(
        select(Image)
        .join(Post, Post.id == Image.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Image.id == image_id, *_waits(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def access_image(session: Session, actor: Actor, image_id: int) -> Image:
    """Return an image that waits for the actor's eyes, or whose post's case the actor has open.

    Raises:
        NotFoundError: neither is so, or the actor is no moderator.
    """
    policy.check_may_moderate(actor)
    image = find_image(session, image_id)
    return image if _has_open(session, actor, image) else access_held(session, actor, image_id)


def _waits(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Image.state == ImageState.HELD,
        Image.uploader_id != actor.physician_id,
        Post.visibility == Visibility.VISIBLE,
        Thread.visibility == Visibility.VISIBLE,
    )


def _has_open(session: Session, actor: Actor, image: Image) -> bool:
    opened = session.scalars(
        select(CaseOpening.opened_at)
        .join(Report, Report.id == CaseOpening.case_id)
        .where(
            CaseOpening.moderator_id == actor.physician_id,
            Report.content_kind == ContentKind.POST,
            Report.content_id == image.post_id,
            Report.closed_at.is_(None),
        )
    )
    now = context_of(session).clock.now()
    return any(policy.is_opened(opened_at, now) for opened_at in opened)
