"""Every read of rooms. Fetch and permission are one call; rows are frozen and hold nothing a reader may not see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.handles import choose_handle
from medpeer.accounts.models import BadgeRule, Physician, Specialty
from medpeer.chat import policy
from medpeer.chat.models import Message, Room, RoomMember, RoomRead
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.gate import RenderedHtml
from medpeer.gate.models import RenderedText
from medpeer.licensing.badges import badge_label


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message as its readers see it; a hidden or purged one keeps its place and has no ``html``.

    ``author_id`` is for the server alone: it decides who reads "You" and never leaves in a frame or a page.
    """

    id: int
    room_id: int
    room_slug: str
    seq: int
    name: str
    specialty: str
    sent_at: datetime
    visibility: Visibility
    html: RenderedHtml
    author_id: int
    withdrawn: bool = False

    @property
    def state(self) -> str:
        """What stands in its place: the text where it is ``visible``, or the word for why there is none."""
        return "withdrawn" if self.withdrawn and self.visibility is Visibility.VISIBLE else self.visibility.value


@dataclass(frozen=True, slots=True)
class History:
    """Messages oldest first, and whether there are older ones before (of a page) or newer ones after (of a replay)."""

    lines: tuple[MessageLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room in the list: what was said last, and how many messages the reader has not seen."""

    slug: str
    title: str
    last_at: datetime | None
    last_name: str
    last_text: str
    unread: int


@dataclass(frozen=True, slots=True)
class RoomView:
    """One room as one reader finds it. ``read_seq`` is ``None`` before the first visit; ``name`` before joining."""

    id: int
    slug: str
    title: str
    last_seq: int
    read_seq: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class NameChoice:
    """The two names under which a person may join a room; ``full_name`` is empty when none is known."""

    handle: str
    full_name: str


def access_room(session: Session, actor: Actor, slug: str) -> Room:
    """Return a room.

    Raises:
        NotFoundError: there is none, or the actor is no verified member: the two look the same.
    """
    policy.check_may_read(actor)
    room = session.scalar(select(Room).where(Room.slug == slug)) if _is_slug(slug) else None
    if room is None:
        raise NotFoundError
    return room


def _is_slug(slug: str) -> bool:
    return slug in set(Specialty)


def view_room(session: Session, actor: Actor, slug: str) -> RoomView:
    """Return a room with what the actor has read of it and under which name they write there.

    Raises:
        NotFoundError: as ``access_room``.
    """
    room = access_room(session, actor, slug)
    read = session.get(RoomRead, (room.id, actor.physician_id))
    found = session.execute(
        select(RoomMember.handle, RoomMember.shows_name, Physician)
        .join(Physician, Physician.id == RoomMember.physician_id)
        .where(RoomMember.room_id == room.id, RoomMember.physician_id == actor.physician_id)
    ).first()
    name = _shown_name(found.handle, full_name(found.Physician) if found.shows_name else "") if found else None
    return RoomView(room.id, room.slug, room.title, room.last_seq, read.seq if read else None, name)


def name_choice(session: Session, actor: Actor, room_id: int) -> NameChoice:
    """Return the names under which the actor could join: the handle is the one they would get now."""
    taken = set(session.scalars(select(RoomMember.handle).where(RoomMember.room_id == room_id)))
    handle = choose_handle(context_of(session).vault, f"room:{room_id}", actor.physician_id, taken)
    return NameChoice(handle, full_name(session.get_one(Physician, actor.physician_id)))


def full_name(physician: Physician) -> str:
    """Return a physician's name as printed, or an empty text when none is known."""
    parts = (physician.first_name, physician.last_name)
    return " ".join(part.value for part in parts if part is not None)


def _shown_name(handle: str, name: str) -> str:
    return name or handle


def list_rooms(session: Session, actor: Actor) -> tuple[RoomRow, ...]:
    """Return all rooms, the actor's own specialty first, then by name.

    Raises:
        NotFoundError: the actor is no verified member.
    """
    policy.check_may_read(actor)
    newest = (
        select(Message.id)
        .where(Message.room_id == Room.id, Message.visibility == Visibility.VISIBLE)
        .order_by(Message.seq.desc())
        .limit(1)
        .correlate(Room)
        .scalar_subquery()
    )
    newest_ids = session.scalars(select(newest).select_from(Room)).all()
    lines = _select_lines().add_columns(Message.body).where(Message.id.in_(newest_ids))
    last = {row.room_id: (_line(row), row.body.value) for row in session.execute(lines)}
    unread = unread_counts(session, actor)
    rooms = sorted(session.scalars(select(Room)), key=lambda room: (room.specialty is not actor.specialty, room.title))
    return tuple(_room_row(room, last.get(room.id), unread.get(room.id, 0), actor) for room in rooms)


def _room_row(room: Room, last: tuple[MessageLine, str] | None, unread: int, actor: Actor) -> RoomRow:
    if last is None:
        return RoomRow(room.slug, room.title, None, "", "", unread)
    line, text = last
    name = "You" if line.author_id == actor.physician_id else line.name
    return RoomRow(room.slug, room.title, line.sent_at, name, text[: policy.SNIPPET_CHARS], unread)


def unread_counts(session: Session, actor: Actor) -> dict[int, int]:
    """Return by room id how many readable messages came since the actor's last visit; rooms never visited have none."""
    rows = session.execute(
        select(Message.room_id, func.count())
        .join(RoomRead, RoomRead.room_id == Message.room_id)
        .where(
            RoomRead.physician_id == actor.physician_id,
            Message.seq > RoomRead.seq,
            Message.visibility == Visibility.VISIBLE,
        )
        .group_by(Message.room_id)
    )
    return dict(rows.all())


def history(session: Session, actor: Actor, slug: str, *, before: int | None = None) -> History:
    """Return a page of a room: the newest ``HISTORY_PAGE`` messages, or those before seq ``before``, oldest first.

    Raises:
        NotFoundError: as ``access_room``.
    """
    room = access_room(session, actor, slug)
    wanted = _select_lines().where(Message.room_id == room.id).order_by(Message.seq.desc())
    if before is not None:
        wanted = wanted.where(Message.seq < before)
    lines = _lines(session, wanted.limit(policy.HISTORY_PAGE + 1))
    return History(tuple(reversed(lines[: policy.HISTORY_PAGE])), len(lines) > policy.HISTORY_PAGE)


def replay(session: Session, actor: Actor, slug: str, *, after: int) -> History:
    """Return what came after seq ``after`` in order, at most ``REPLAY_PAGE`` messages at once.

    Raises:
        NotFoundError: as ``access_room``.
    """
    room = access_room(session, actor, slug)
    wanted = _select_lines().where(Message.room_id == room.id, Message.seq > after).order_by(Message.seq)
    lines = _lines(session, wanted.limit(policy.REPLAY_PAGE + 1))
    return History(tuple(lines[: policy.REPLAY_PAGE]), len(lines) > policy.REPLAY_PAGE)


def lines_for(session: Session, message_ids: Iterable[int]) -> dict[int, MessageLine]:
    """Return messages by id for the relay, which has no reader: it sends them only to who may read the room."""
    wanted = _select_lines().where(Message.id.in_(list(message_ids)))
    return {line.id: line for line in _lines(session, wanted)}


def access_message(session: Session, actor: Actor, message_id: int) -> MessageLine:
    """Return one message that the actor may read.

    Raises:
        NotFoundError: there is none, it is hidden or purged, or the actor is no verified member.
    """
    policy.check_may_read(actor)
    line = lines_for(session, [message_id]).get(message_id)
    if line is None or line.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    return line


def _select_lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message.id,
            Message.room_id,
            Room.slug,
            Message.seq,
            Message.sent_at,
            Message.visibility,
            Message.withdrawn_at,
            RoomMember.handle,
            RoomMember.shows_name,
            RoomMember.physician_id,
            RoomMember.specialty,
            RoomMember.state,
            BadgeRule.level,
            Physician.first_name,
            Physician.last_name,
            RenderedText.html,
        )
        .join(Room, Room.id == Message.room_id)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .join(Physician, Physician.id == RoomMember.physician_id)
        .outerjoin(BadgeRule, (BadgeRule.specialty == RoomMember.specialty) & (BadgeRule.state == RoomMember.state))
        .outerjoin(RenderedText, RenderedText.clearance_id == Message.__table__.c.body_clearance_id)
    )


def _lines(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[MessageLine]:
    return [_line(row) for row in session.execute(wanted)]


def _line(row: Any) -> MessageLine:
    visible = row.visibility is Visibility.VISIBLE
    named = [part.value for part in (row.first_name, row.last_name) if part is not None] if row.shows_name else []
    return MessageLine(
        id=row.id,
        room_id=row.room_id,
        room_slug=row.slug,
        seq=row.seq,
        name=_shown_name(row.handle, " ".join(named)),
        specialty=badge_label(row.specialty, row.state, row.level),
        sent_at=row.sent_at,
        visibility=row.visibility,
        html=row.html if visible and row.html is not None else RenderedHtml(""),
        author_id=row.physician_id,
        withdrawn=row.withdrawn_at is not None,
    )
