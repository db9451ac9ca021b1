"""Every write to the inbox. Services never commit."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.notifications.models import MODERATED, Notification, NotificationKind


def tell(
    session: Session,
    event_id: int,
    told: Mapping[int, NotificationKind],
    *,
    at: datetime | None = None,
    thread_id: int | None = None,
    post_id: int | None = None,
    unmasking_id: int | None = None,
) -> None:
    """Put one event into the inboxes of ``told``; who has it already gets nothing more.

    ``at`` is when it happened, by default now: what is told late keeps its time.
    """
    known = set(session.scalars(select(Notification.physician_id).where(Notification.event_id == event_id)))
    at = at or context_of(session).clock.now()
    for physician_id in sorted(told.keys() - known):
        session.add(
            Notification(
                physician_id=physician_id,
                event_id=event_id,
                kind=told[physician_id],
                thread_id=thread_id,
                post_id=post_id,
                unmasking_id=unmasking_id,
                created_at=at,
            )
        )
    session.flush()


def tell_author(
    session: Session, event_id: int, physician_id: int, kind: NotificationKind, *, thread_id: int | None, post_id: int
) -> None:
    """Tell an author how their post now stands, in place of what they were told of it before.

    An event that comes late, after a newer one on the same post, tells nothing.
    """
    of_post = (
        Notification.post_id == post_id,
        Notification.physician_id == physician_id,
        Notification.kind.in_(MODERATED),
    )
    if session.scalar(select(exists().where(*of_post, Notification.event_id > event_id))):
        return
    session.execute(delete(Notification).where(*of_post, Notification.event_id < event_id))
    tell(session, event_id, {physician_id: kind}, thread_id=thread_id, post_id=post_id)


def forget_post(session: Session, post_id: int) -> None:
    """Take out what others were told of a purged post."""
    session.execute(delete(Notification).where(Notification.post_id == post_id, Notification.kind.not_in(MODERATED)))


def forget_thread(session: Session, thread_id: int) -> None:
    """Take out what anyone was told of a purged thread, and the way to it from what its authors were told."""
    of_thread = Notification.thread_id == thread_id
    session.execute(delete(Notification).where(of_thread, Notification.kind.not_in(MODERATED)))
    session.execute(update(Notification).where(of_thread).values(thread_id=None))


def mark_read(session: Session, actor: Actor, *, up_to: int | None = None) -> None:
    """Mark the actor's notifications as read, those up to the id ``up_to`` or all; what is read stays as it is."""
    mine = [Notification.physician_id == actor.physician_id, Notification.read_at.is_(None)]
    if up_to is not None:
        mine.append(Notification.id <= up_to)
    session.execute(update(Notification).where(*mine).values(read_at=context_of(session).clock.now()))
