"""What is kept of a member's licence between two rounds of re-matching, and which notices of its end were sent."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime
from medpeer.core.db import Base


class LicenceTerm(Base):
    """How long a member's licence runs, when the registers were last asked, and what was accepted in spite of them.

    ``accepted_digest`` stands for what the registers said when somebody was admitted or cleared: the same words do not
    hold them a second time. ``extended_until`` is given by a reviewer who saw a renewal that the register lacks yet.
    """

    __tablename__ = "licence_term"

    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date | None] = mapped_column(Date, default=None)
    lapsed_on: Mapped[date | None] = mapped_column(Date, default=None)
    extended_until: Mapped[date | None] = mapped_column(Date, default=None)
    seen_change_id: Mapped[int] = mapped_column(default=0)
    accepted_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)


class ExpiryNotice(Base):
    """One notice that a licence ends; each of the three is sent once for one date."""

    __tablename__ = "expiry_notice"
    __table_args__ = (UniqueConstraint("physician_id", "expires_on", "days"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    expires_on: Mapped[date] = mapped_column(Date)
    days: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
