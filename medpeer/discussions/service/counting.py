"""Keeping a thread's counts true to its visible posts."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.core.content import Visibility
from medpeer.discussions.models import Participant, Post, Thread


def recount(session: Session, thread: Thread) -> None:
    """Set a thread's counts and last activity anew from its visible posts."""
    session.flush()
    counted = session.execute(
        select(func.count(), func.count().filter(Participant.is_asker), func.max(Post.created_at))
        .join(Participant, Participant.id == Post.participant_id)
        .where(Post.thread_id == thread.id, Post.visibility == Visibility.VISIBLE)
    ).one()
    total, by_asker, latest = counted
    thread.post_count = total
    thread.answer_count = total - by_asker
    # A hidden opening post without replies leaves nothing visible to take the time from.
    if total:
        thread.last_post_at = latest
