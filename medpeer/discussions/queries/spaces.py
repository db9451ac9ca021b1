"""The spaces of a kind."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.content import Visibility
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Space, SpaceKind, Thread, ThreadStatus
from medpeer.discussions.queries.access import may_read
from medpeer.discussions.queries.rows import SpaceRow


def list_spaces(session: Session, actor: Actor, kind: SpaceKind) -> tuple[SpaceRow, ...]:
    """Return the spaces of ``kind`` in the order they were set up, each with its counts.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not may_read(actor):
        raise NotFoundError
    waiting = case(((Thread.status == ThreadStatus.OPEN) & (Thread.answer_count == 0), Thread.id))
    rows = session.execute(
        select(
            Space.slug,
            Space.title,
            Space.kind,
            Space.specialty,
            func.count(Thread.id),
            func.count(waiting),
        )
        .outerjoin(Thread, (Thread.space_id == Space.id) & (Thread.visibility == Visibility.VISIBLE))
        .where(Space.kind == kind)
        .group_by(Space.id, Space.slug, Space.title, Space.kind, Space.specialty)
        .order_by(Space.id)
    )
    return tuple(SpaceRow(*row) for row in rows)
