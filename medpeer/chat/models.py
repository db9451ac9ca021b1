"""Rooms, their members, their messages in order, and how far each person has read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.handles import HANDLE
from medpeer.accounts.models import STATE_CODE, Specialty
from medpeer.core.columns import SLUG, Identifier, UtcDateTime, Vocabulary
from medpeer.core.content import Visibility
from medpeer.core.db import Base
from medpeer.gate import ClearedText, cleared_text

CLIENT_KEY = r"[0-9A-Za-z_-]{1,64}"


class Room(Base):
    """One room. ``last_seq`` is the number of its newest message, 0 before the first; its row is the room's lock."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(Identifier(SLUG), unique=True)
    specialty: Mapped[Specialty] = mapped_column(Vocabulary(Specialty), unique=True)
    last_seq: Mapped[int] = mapped_column(default=0)

    @property
    def title(self) -> str:
        """The room's name as printed."""
        return self.specialty.label


class RoomMember(Base):
    """Under which name a physician writes in one room. Ids stay inside: neighbours would join handles across rooms.

    Specialty and state are those of the moment of joining, as in threads.
    """

    __tablename__ = "room_member"
    __table_args__ = (UniqueConstraint("room_id", "physician_id"), UniqueConstraint("room_id", "handle"))

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    handle: Mapped[str] = mapped_column(Identifier(HANDLE))
    shows_name: Mapped[bool]
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    specialty: Mapped[Specialty | None] = mapped_column(Vocabulary(Specialty), default=None)
    state: Mapped[str] = mapped_column(Identifier(STATE_CODE), default="")


class Message(Base):
    """One message. ``seq`` counts from 1 in each room without gaps, so that a reader knows what is missing."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("member_id", "client_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    seq: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("room_member.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_key: Mapped[str] = mapped_column(Identifier(CLIENT_KEY))
    body: Mapped[ClearedText] = cleared_text("body")
    visibility: Mapped[Visibility] = mapped_column(Vocabulary(Visibility), default=Visibility.VISIBLE)
    # As of a post.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class RoomRead(Base):
    """The newest message a physician has seen in a room."""

    __tablename__ = "room_read"
    __table_args__ = (Index("ix_room_read_physician_id", "physician_id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    seq: Mapped[int]
