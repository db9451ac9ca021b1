"""What one reviewer said for a claim that takes the word of two."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.models import Specialty
from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import ClearedText, optional_cleared_text
from medpeer.licensing.policy import DecisionReason


class ClaimEndorsement(Base):
    """One reviewer's word that a claim may be approved; with another's it is.

    ``evidence_digest`` is of everything that reviewer had before them: it counts while that stays the same.
    """

    __tablename__ = "claim_endorsement"
    __table_args__ = (
        UniqueConstraint("claim_id", "reviewer_id", "evidence_digest"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    reason: Mapped[DecisionReason] = mapped_column(Vocabulary(DecisionReason))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    evidence_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    specialty: Mapped[Specialty | None] = mapped_column(Vocabulary(Specialty), default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    note: Mapped[ClearedText | None] = optional_cleared_text("note")
