"""The one table of unmasking: who asked, who agreed, and why. It names no name."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import UtcDateTime, Vocabulary
from medpeer.core.content import ContentKind
from medpeer.core.db import Base


class UnmaskingReason(StrEnum):
    """Why it has to be known who wrote something: a closed list, for a sentence could name the person itself."""

    PATIENT_IN_DANGER = "patient_in_danger"
    COURT_ORDER = "court_order"
    THREAT_TO_A_PERSON = "threat_to_a_person"
    BREACH_OF_CONFIDENCE = "breach_of_confidence"
    IMPOSTOR = "impostor"

    @property
    def label(self) -> str:
        """The reason as printed."""
        return {
            UnmaskingReason.PATIENT_IN_DANGER: "A patient is in danger and the author has to be reached",
            UnmaskingReason.COURT_ORDER: "A court or an authority requires it",
            UnmaskingReason.THREAT_TO_A_PERSON: "It threatens a person",
            UnmaskingReason.BREACH_OF_CONFIDENCE: "It breaks a patient’s confidence, and the law asks who did",
            UnmaskingReason.IMPOSTOR: "The author may not be the physician they were taken for",
        }[self]


class UnmaskingState(StrEnum):
    """How far a request has come."""

    WAITS = "waits"
    AGREED = "agreed"
    REFUSED = "refused"


class Unmasking(Base):
    """A request to learn who wrote one post or message; a second person agrees or refuses."""

    __tablename__ = "unmasking"
    __table_args__ = (
        CheckConstraint("settled_by_id IS NULL OR settled_by_id <> requested_by_id", name="two_people"),
        Index("ix_unmasking_state_requested_at", "state", "requested_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    content_kind: Mapped[ContentKind] = mapped_column(Vocabulary(ContentKind))
    content_id: Mapped[int]
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    reason: Mapped[UnmaskingReason] = mapped_column(Vocabulary(UnmaskingReason))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[UnmaskingState] = mapped_column(Vocabulary(UnmaskingState), default=UnmaskingState.WAITS)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
