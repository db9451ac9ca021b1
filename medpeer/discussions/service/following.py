"""Following threads, and taking them off one's round."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.discussions.models import Follow, RoundDismissal, Thread


def follow(session: Session, actor: Actor, thread: Thread) -> None:
    """Let the actor hear of a thread from now on; following twice changes nothing."""
    if session.get(Follow, (thread.id, actor.physician_id)) is None:
        now = context_of(session).clock.now()
        session.add(Follow(thread_id=thread.id, physician_id=actor.physician_id, seen_at=now))
        session.flush()


def unfollow(session: Session, actor: Actor, thread: Thread) -> None:
    """Stop that; not following changes nothing."""
    session.execute(delete(Follow).where(Follow.thread_id == thread.id, Follow.physician_id == actor.physician_id))


def mark_seen(session: Session, actor: Actor, thread: Thread) -> None:
    """Note that the actor, if they follow the thread, has read it up to now."""
    following = session.get(Follow, (thread.id, actor.physician_id))
    if following is not None:
        following.seen_at = context_of(session).clock.now()


def dismiss(session: Session, actor: Actor, thread: Thread) -> None:
    """Take a thread off the actor's round: an unanswered one for good, news until there is more."""
    now = context_of(session).clock.now()
    mark_seen(session, actor, thread)
    dismissed = session.get(RoundDismissal, (actor.physician_id, thread.id))
    if dismissed is None:
        session.add(RoundDismissal(physician_id=actor.physician_id, thread_id=thread.id, dismissed_at=now))
    else:
        dismissed.dismissed_at = now
