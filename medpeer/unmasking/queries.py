"""Every read of unmasking. Nobody sees a request about themself: not even that there is one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role
from medpeer.audit import AuditAction, AuditEntry, ObjectKind
from medpeer.chat.models import Message, Room, RoomMember
from medpeer.core.content import ContentKind
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Participant, Post
from medpeer.unmasking import policy
from medpeer.unmasking.models import Unmasking, UnmaskingReason, UnmaskingState

LENGTH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskingRow:
    """A request as a privacy officer finds it: where the handle stands, never whose it is."""

    id: int
    content_kind: ContentKind
    content_id: int
    handle: str
    thread_id: int | None
    room_slug: str | None
    reason: UnmaskingReason
    state: UnmaskingState
    requested_at: datetime
    settled_at: datetime | None
    mine: bool
    waits: bool
    may_look: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRow:
    """One handle of the reader's own that was opened: where, why, and how often the two looked at the name since."""

    content_kind: ContentKind
    content_id: int
    handle: str
    thread_id: int | None
    room_slug: str | None
    reason: UnmaskingReason
    opened_at: datetime
    looks: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind a handle."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something, as the server knows them; ``shows_name`` tells that everybody does."""

    physician_id: int
    handle: str
    shows_name: bool
    thread_id: int | None
    room_slug: str | None


def find_author(session: Session, kind: ContentKind, content_id: int) -> Author | None:
    """Return who wrote a post or a message, or ``None`` where there is none."""
    return _authors(session, kind, [content_id]).get(content_id)


def _authors(session: Session, kind: ContentKind, content_ids: Collection[int]) -> dict[int, Author]:
    """Return by its number who wrote each of some posts or messages, in one query."""
    if not content_ids:
        return {}
    posts = (
        select(
            Post.id, Participant.physician_id, Participant.handle, Participant.shows_name, Participant.thread_id, null()
        )
        .join(Participant, Participant.id == Post.participant_id)
        .where(Post.id.in_(content_ids))
    )
    messages = (
        select(Message.id, RoomMember.physician_id, RoomMember.handle, RoomMember.shows_name, null(), Room.slug)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .join(Room, Room.id == Message.room_id)
        .where(Message.id.in_(content_ids))
    )
    rows = session.execute(posts if kind is ContentKind.POST else messages)
    return {number: Author(*author) for number, *author in rows}


def _authors_of(session: Session, rows: Sequence[Unmasking]) -> dict[ContentKind, dict[int, Author]]:
    return {
        kind: _authors(session, kind, {row.content_id for row in rows if row.content_kind is kind})
        for kind in ContentKind
    }


def access_unmasking(session: Session, actor: Actor, unmasking_id: int) -> Unmasking:
    """Return a request.

    Raises:
        NotFoundError: there is none, it is about the actor, or they are no privacy officer.
    """
    policy.check_may_unmask(actor)
    row = session.get(Unmasking, unmasking_id)
    if row is None or row.physician_id == actor.physician_id:
        raise NotFoundError
    return row


def list_unmaskings(session: Session, actor: Actor) -> tuple[UnmaskingRow, ...]:
    """Return the newest requests, but those about the actor.

    Raises:
        NotFoundError: the actor is no privacy officer.
    """
    policy.check_may_unmask(actor)
    rows = session.scalars(
        select(Unmasking)
        .where(Unmasking.physician_id != actor.physician_id)
        .order_by(Unmasking.requested_at.desc(), Unmasking.id.desc())
        .limit(LENGTH)
    ).all()
    authors = _authors_of(session, rows)
    return tuple(_row(session, actor, row, authors[row.content_kind].get(row.content_id)) for row in rows)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many requests of others wait for this privacy officer; 0 for anybody else."""
    if not actor.has(Role.PRIVACY_OFFICER):
        return 0
    waiting = select(func.count(Unmasking.id)).where(is_waiting_for(session, actor.physician_id))
    return session.execute(waiting).scalar_one()


def is_waiting_for(session: Session, officer_id: int) -> ColumnElement[bool]:
    """Return the condition that a request waits for this privacy officer as its second person."""
    since = context_of(session).clock.now() - policy.WAITS_FOR
    others = (Unmasking.requested_by_id != officer_id) & (Unmasking.physician_id != officer_id)
    return (Unmasking.state == UnmaskingState.WAITS) & (Unmasking.requested_at > since) & others


def waits_for(session: Session, unmasking_id: int, officer_id: int) -> bool:
    """Tell whether a request waits for somebody, who is a privacy officer still."""
    waiting = select(Unmasking.id).where(Unmasking.id == unmasking_id, is_waiting_for(session, officer_id))
    return session.scalar(waiting) is not None and officer_id in accounts.list_serving(session, Role.PRIVACY_OFFICER)


def view_unmasking(session: Session, actor: Actor, unmasking_id: int) -> UnmaskingRow:
    """Return one request.

    Raises:
        NotFoundError: as ``access_unmasking``.
    """
    row = access_unmasking(session, actor, unmasking_id)
    return _row(session, actor, row, find_author(session, row.content_kind, row.content_id))


def _row(session: Session, actor: Actor, row: Unmasking, author: Author | None) -> UnmaskingRow:
    now = context_of(session).clock.now()
    ours = actor.physician_id in {row.requested_by_id, row.settled_by_id}
    return UnmaskingRow(
        id=row.id,
        content_kind=row.content_kind,
        content_id=row.content_id,
        handle=author.handle if author else "",
        thread_id=author.thread_id if author else None,
        room_slug=author.room_slug if author else None,
        reason=row.reason,
        state=row.state,
        requested_at=row.requested_at,
        settled_at=row.settled_at,
        mine=row.requested_by_id == actor.physician_id,
        waits=policy.waits(row, now),
        may_look=ours and policy.is_open(row, now),
    )


def list_openings(session: Session, actor: Actor) -> tuple[OpeningRow, ...]:
    """Return which of the actor's own handles were opened, the newest first; nobody else gets this list."""
    rows = session.scalars(
        select(Unmasking)
        .where(Unmasking.physician_id == actor.physician_id, Unmasking.state == UnmaskingState.AGREED)
        .order_by(Unmasking.settled_at.desc(), Unmasking.id.desc())
        .limit(LENGTH)
    ).all()
    authors, looks = _authors_of(session, rows), _looks(session, [row.id for row in rows])
    return tuple(_opening(row, authors[row.content_kind].get(row.content_id), looks.get(row.id, 0)) for row in rows)


def _opening(row: Unmasking, author: Author | None, looks: int) -> OpeningRow:
    return OpeningRow(
        content_kind=row.content_kind,
        content_id=row.content_id,
        handle=author.handle if author else "",
        thread_id=author.thread_id if author else None,
        room_slug=author.room_slug if author else None,
        reason=row.reason,
        opened_at=row.settled_at or row.requested_at,
        looks=looks,
    )


def _looks(session: Session, unmasking_ids: Collection[int]) -> dict[int, int]:
    if not unmasking_ids:
        return {}
    counted = (
        select(AuditEntry.object_id, func.count())
        .where(
            AuditEntry.object_kind == ObjectKind.UNMASKING,
            AuditEntry.action == AuditAction.IDENTITY_SEEN,
            AuditEntry.object_id.in_(unmasking_ids),
        )
        .group_by(AuditEntry.object_id)
    )
    return dict(session.execute(counted).all())


def place_of(session: Session, unmasking_id: int) -> tuple[int | None, int | None]:
    """Return thread and post that an unmasking is about; neither for a message. For the member's own inbox."""
    row = session.get_one(Unmasking, unmasking_id)
    author = find_author(session, row.content_kind, row.content_id)
    is_post = row.content_kind is ContentKind.POST
    return author.thread_id if author else None, row.content_id if is_post else None


def identity_of(session: Session, physician_id: int) -> Identity:
    """Return who a physician is; that the actor may know is the caller's to check."""
    physician = session.get_one(Physician, physician_id)
    names = (physician.first_name, physician.last_name)
    first, last = (name.value if name else "" for name in names)
    return Identity(first, last, accounts.email_of(session, physician_id))
