"""Colleagues whom applicants ask to vouch for them, and what came of it."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.licensing.policy.vouchers import WithdrawalReason

DOMAIN: Final = r"[a-z0-9.-]{3,253}"


class Voucher(Base):
    """One address that an applicant asked: of no member, of a member, and that member's word, given or withdrawn.

    Asking leaves a row whoever the address belongs to, so that counting them tells nothing. ``institution`` is the
    domain of the colleague's proved address on the day the word was given.
    """

    __tablename__ = "voucher"
    __table_args__ = (UniqueConstraint("claim_id", "address_digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    address_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None, index=True)
    institution: Mapped[str | None] = mapped_column(Identifier(DOMAIN), default=None)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    withdrawn_for: Mapped[WithdrawalReason | None] = mapped_column(Vocabulary(WithdrawalReason), default=None)
