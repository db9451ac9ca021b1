"""Who a physician is in a thread."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.badge_rules import kind_of
from medpeer.accounts.handles import choose_handle
from medpeer.core.db import context_of
from medpeer.discussions.models import Participant


def join_thread(session: Session, actor: Actor, thread_id: int, *, shows_name: bool, asks: bool = False) -> Participant:
    """Return the actor's participant in a thread, made on first use.

    ``shows_name`` turns a handle into the name for the whole thread; there is no way back, for what was read under a
    name cannot be unread.
    """
    found = session.scalar(
        select(Participant).where(Participant.thread_id == thread_id, Participant.physician_id == actor.physician_id)
    )
    if found is not None:
        found.shows_name = found.shows_name or shows_name
        return found
    taken = set(session.scalars(select(Participant.handle).where(Participant.thread_id == thread_id)))
    handle = choose_handle(context_of(session).vault, f"thread:{thread_id}", actor.physician_id, taken)
    kind = kind_of(session, actor.physician_id)
    participant = Participant(
        thread_id=thread_id,
        physician_id=actor.physician_id,
        handle=handle,
        shows_name=shows_name,
        is_asker=asks,
        specialty=kind.specialty if kind else None,
        state=kind.state if kind else "",
    )
    session.add(participant)
    session.flush()
    return participant


def asker_of(session: Session, thread_id: int) -> int:
    """Return the physician who asked a thread's question."""
    return session.execute(
        select(Participant.physician_id).where(Participant.thread_id == thread_id, Participant.is_asker)
    ).scalar_one()
