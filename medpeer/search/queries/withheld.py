"""What is withheld from a search: what may not be seen, and what the index has not heard of yet."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.outbox import Event, OutboxDelivery, OutboxEvent, load_event
from medpeer.discussions.events import PostEdited
from medpeer.discussions.models import Post, Thread
from medpeer.search.backend import DocumentKind, Key, Withheld
from medpeer.search.queries.columns import chunks

HANDLER_KEY: Final = "search"
"""The indexer's name in the delivery table."""


def withheld(session: Session) -> Withheld:
    """Return what counts as absent whatever the index holds.

    Hidden and purged posts and threads, and posts whose change the index has not heard of yet: between a decision and
    the index's next round nothing of them can be found, counted or inferred.
    """
    changed = {post_id for post_id in map(_changed_post, _waiting(session)) if post_id is not None}
    hidden = session.scalars(select(Post.id).where(Post.visibility != Visibility.VISIBLE))
    threads = set(session.scalars(select(Thread.id).where(Thread.visibility != Visibility.VISIBLE)))
    # With an opening post goes what stands beside it: title, outcome, the paper's card.
    for ids in chunks(changed):
        threads |= set(session.scalars(select(Post.thread_id).where(Post.id.in_(ids), Post.is_opening)))
    return Withheld(frozenset(Key(DocumentKind.POST, post_id) for post_id in changed.union(hidden)), frozenset(threads))


def _waiting(session: Session) -> list[Event]:
    rows = session.scalars(
        select(OutboxEvent)
        .outerjoin(
            OutboxDelivery, (OutboxDelivery.event_id == OutboxEvent.id) & (OutboxDelivery.handler == HANDLER_KEY)
        )
        .where(
            OutboxEvent.dispatched_at.is_(None),
            OutboxDelivery.done_at.is_(None),
            OutboxEvent.name.in_((PostEdited.name, VisibilityChanged.name)),
        )
    )
    return [load_event(row) for row in rows]


def _changed_post(event: Event) -> int | None:
    match event:
        case PostEdited():
            return event.post_id
        case VisibilityChanged() if event.kind == ContentKind.POST:
            return event.content_id
        case _:
            return None


def undispatched(session: Session) -> frozenset[int]:
    """Return the ids of events that no round has finished yet."""
    return frozenset(session.scalars(select(OutboxEvent.id).where(OutboxEvent.dispatched_at.is_(None))))
