"""Fetching with permission. What is missing, closed to the actor or hidden is refused alike."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.columns import SLUG
from medpeer.core.content import Visibility
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Post, Space, Thread


def may_read(actor: Actor) -> bool:
    """Tell whether discussions are open to the actor: to every verified member, alike in all spaces."""
    return actor.is_verified


def access_space(session: Session, actor: Actor, slug: str) -> Space:
    """Return the space called ``slug``.

    Raises:
        NotFoundError: there is none, or the actor is not verified.
    """
    # The column refuses what is no slug, as an error.
    can_be_one = may_read(actor) and re.fullmatch(SLUG, slug)
    space = session.scalar(select(Space).where(Space.slug == slug)) if can_be_one else None
    if space is None:
        raise NotFoundError
    return space


def access_thread(session: Session, actor: Actor, thread_id: int) -> Thread:
    """Return a thread that can be read and written in.

    Raises:
        NotFoundError: there is none, it is hidden or purged, or the actor is not verified.
    """
    thread = session.get(Thread, thread_id) if may_read(actor) else None
    if thread is None or thread.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    return thread


def access_post(session: Session, actor: Actor, post_id: int) -> Post:
    """Return a post that can be read.

    Raises:
        NotFoundError: there is none, it or its thread is hidden or purged, or the actor is not verified.
    """
    found = session.scalar(
        select(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id == post_id,
            Post.visibility == Visibility.VISIBLE,
            Thread.visibility == Visibility.VISIBLE,
        )
    )
    if found is None or not may_read(actor):
        raise NotFoundError
    return found
