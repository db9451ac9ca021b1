"""The inbox: rows of ids. What a row says is made when it is shown, so that it never outlives what it speaks of."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import UtcDateTime, Vocabulary
from medpeer.core.db import Base


class NotificationKind(StrEnum):
    """What a member is told."""

    REPLY = "reply"
    ANSWER = "answer"
    HELPFUL = "helpful"
    SOLVED = "solved"
    HIDDEN = "hidden"
    REINSTATED = "reinstated"
    REDACTED = "redacted"
    PURGED = "purged"
    ADMITTED = "admitted"
    LAPSED = "lapsed"
    ENDS_IN_60 = "ends_in_60"
    ENDS_IN_30 = "ends_in_30"
    ENDS_IN_7 = "ends_in_7"
    TIER_PHYSICIAN = "tier_physician"
    TIER_TRAINEE = "tier_trainee"
    TIER_RETIRED = "tier_retired"
    TIER_NON_US = "tier_non_us"
    TIGHTENED = "tightened"
    UNMASKED = "unmasked"
    UNMASKING_ASKED = "unmasking_asked"


MODERATED: Final = frozenset(
    {NotificationKind.HIDDEN, NotificationKind.REINSTATED, NotificationKind.REDACTED, NotificationKind.PURGED}
)
"""What is said of the member's own post."""
OF_TIER: Final = frozenset(
    {
        NotificationKind.TIER_PHYSICIAN,
        NotificationKind.TIER_TRAINEE,
        NotificationKind.TIER_RETIRED,
        NotificationKind.TIER_NON_US,
    }
)
"""On what licence the member is here from now on."""


class Notification(Base):
    """One event told to one member; an event is told once, however often it is delivered."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_id", "physician_id"),
        Index("ix_notification_physician_id_created_at", "physician_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    event_id: Mapped[int]
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    kind: Mapped[NotificationKind] = mapped_column(Vocabulary(NotificationKind))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True, default=None)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True, default=None)
    unmasking_id: Mapped[int | None] = mapped_column(ForeignKey("unmasking.id"), default=None)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
