"""Who asked to go, what becomes of their texts, and the conversations in which that is still to happen."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import UtcDateTime, Vocabulary
from medpeer.core.db import Base


class TextsChoice(StrEnum):
    """What becomes of what somebody wrote when they go."""

    LEAVE = "leave"
    """It stays under the handle of each conversation: nothing changes, so nothing can join two handles."""
    WITHDRAW = "withdraw"
    """Each text says that its author withdrew it; conversations follow one by one, at random moments."""


class Departure(Base):
    """One member's wish to go. It is void while ``closed_at`` is empty and they stay; afterwards it is the record."""

    __tablename__ = "departure"
    # An id that came again would make a link that was mailed before.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), unique=True)
    texts: Mapped[TextsChoice] = mapped_column(Vocabulary(TextsChoice))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Withdrawal(Base):
    """One conversation, a thread or a room, from which somebody's texts go at a moment of its own."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), default=None)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), default=None)
