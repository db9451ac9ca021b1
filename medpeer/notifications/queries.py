"""Every read of the inbox. What was hidden is not spoken of: its rows are there, and shown by nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.critiques import queries as critiques
from medpeer.discussions.models import Follow, Participant, Post, Thread
from medpeer.notifications import policy
from medpeer.notifications.models import MODERATED, OF_TIER, Notification, NotificationKind
from medpeer.unmasking.models import Unmasking
from medpeer.unmasking.queries import is_waiting_for

PAGE_SIZE: Final = 30
_SHOWN: Final = Thread.visibility == Visibility.VISIBLE
_LASTING: Final = (
    *sorted(MODERATED),
    *sorted(OF_TIER),
    NotificationKind.ADMITTED,
    NotificationKind.LAPSED,
    NotificationKind.ENDS_IN_60,
    NotificationKind.ENDS_IN_30,
    NotificationKind.ENDS_IN_7,
    NotificationKind.TIGHTENED,
    NotificationKind.UNMASKED,
    NotificationKind.UNMASKING_ASKED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRow:
    """One line of the inbox: one event, or several of a kind in one thread. ``title`` is empty where it is hidden."""

    ids: tuple[int, ...]
    kind: NotificationKind
    thread_id: int | None
    paper_id: int | None
    post_id: int | None
    """The oldest of the posts it speaks of: where reading goes on."""
    unmasking_id: int | None
    title: str
    mine: bool
    """Whether the member asked the thread's question."""
    is_opening: bool
    created_at: datetime
    unread: bool

    @property
    def count(self) -> int:
        """How many events it stands for."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One page of the inbox; finite: it says how many there are."""

    rows: tuple[NotificationRow, ...]
    page: int
    pages: int
    total: int
    unread: int
    first: int

    @property
    def last(self) -> int:
        """The number of the last row shown, counting from 1."""
        return self.first + len(self.rows) - 1

    @property
    def newest_id(self) -> int | None:
        """The newest notification among the rows shown: up to it, the member knows of all."""
        return max((id_ for row in self.rows for id_ in row.ids), default=None)


def list_notifications(session: Session, actor: Actor, *, page: int = 1) -> NotificationPage:
    """Return one page of the actor's inbox, newest first; a page beyond the last is the last. Two queries.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not actor.is_verified:
        raise NotFoundError
    found = session.execute(_select_rows(session, actor)).all()
    papers = critiques.papers_of_threads(session, {row.thread_id for row in found if row.thread_id})
    rows = _collapsed(found, papers)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    unread = sum(row.unread for row in rows)
    return NotificationPage(tuple(rows[first : first + PAGE_SIZE]), page, pages, len(rows), unread, first + 1)


def unread_count(session: Session, actor: Actor) -> int:
    """Return how many lines of the actor's inbox are unread, as the list would show them. One query."""
    rows = _select_rows(session, actor).where(_is_unread()).subquery()
    lines = select(rows.c.kind, rows.c.thread_id, _apart(rows.c)).distinct().subquery()
    return session.scalar(select(func.count()).select_from(lines)) or 0


def _apart(columns: Any) -> ColumnElement[Any]:
    """Return what keeps a row a line of its own: its id, or nothing where rows of a thread go together."""
    return case((columns.kind.in_(_LASTING), columns.id), else_=0)


def _is_unread() -> ColumnElement[bool]:
    seen = and_(Follow.seen_at.is_not(None), Follow.seen_at > Notification.created_at)
    # Reading the thread is reading of it; what was decided on an own post waits to be marked.
    return and_(Notification.read_at.is_(None), or_(Notification.kind.in_(_LASTING), ~func.coalesce(seen, False)))


def _select_rows(session: Session, actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the select of the actor's rows that may be spoken of, newest first."""
    since = context_of(session).clock.now() - policy.KEPT
    readable = and_(_SHOWN, or_(Post.id.is_(None), Post.visibility == Visibility.VISIBLE))
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.thread_id,
            Notification.post_id,
            Notification.unmasking_id,
            Notification.created_at,
            Notification.read_at,
            _is_unread().label("unread"),
            # The title leaves the database only where the thread may be read.
            case((_SHOWN, Thread.__table__.c.title_text), else_="").label("title"),
            Participant.is_asker,
            Post.is_opening,
        )
        .outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(Post, Post.id == Notification.post_id)
        .outerjoin(
            Participant,
            and_(Participant.thread_id == Thread.id, Participant.physician_id == Notification.physician_id),
        )
        .outerjoin(Follow, and_(Follow.thread_id == Thread.id, Follow.physician_id == Notification.physician_id))
        .where(
            Notification.physician_id == actor.physician_id,
            Notification.created_at >= since,
            or_(Notification.kind.in_(_LASTING), readable),
            or_(Notification.unmasking_id.is_(None), _waiting(session, actor)),
        )
        .order_by(Notification.created_at.desc(), Notification.id.desc())
    )


def _waiting(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that what a row asks of a privacy officer is still theirs to answer."""
    if not actor.has(Role.PRIVACY_OFFICER):
        return false()
    return Notification.unmasking_id.in_(select(Unmasking.id).where(is_waiting_for(session, actor.physician_id)))


def _collapsed(found: Iterable[Row[*tuple[Any, ...]]], papers: dict[int, int]) -> list[NotificationRow]:
    """Return the lines: rows of a kind in one thread go together while unread, and when they were read together."""
    keyed = sorted(found, key=_key)
    lines = [_line(list(group), papers) for _, group in groupby(keyed, key=_key)]
    return sorted(lines, key=lambda line: (line.created_at, line.ids[-1]), reverse=True)


def _key(row: Row[*tuple[Any, ...]]) -> tuple[str, int, str, int]:
    read = "" if row.unread else str(row.read_at or "")
    return row.kind.value, row.thread_id or 0, f"{row.unread} {read}", row.id if row.kind in _LASTING else 0


def _line(rows: list[Row[*tuple[Any, ...]]], papers: dict[int, int]) -> NotificationRow:
    rows.sort(key=lambda row: row.id)
    oldest, newest = rows[0], rows[-1]
    return NotificationRow(
        ids=tuple(row.id for row in rows),
        kind=newest.kind,
        thread_id=newest.thread_id,
        paper_id=papers.get(newest.thread_id),
        post_id=oldest.post_id,
        unmasking_id=newest.unmasking_id,
        title=newest.title,
        mine=bool(newest.is_asker),
        is_opening=bool(newest.is_opening),
        created_at=newest.created_at,
        unread=bool(newest.unread),
    )
