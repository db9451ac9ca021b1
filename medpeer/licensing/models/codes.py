"""Codes sent to an address of record."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.licensing.policy.codes import CodeChannel


class RecordCode(Base):
    """A code sent to an address of record; the address as it was then is sealed, and of the code only a digest kept."""

    __tablename__ = "record_code"
    # An id that came again would make a code that was sent before.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    number_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), index=True)
    channel: Mapped[CodeChannel] = mapped_column(Vocabulary(CodeChannel))
    destination_sealed: Mapped[bytes] = mapped_column(Sealed)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)
    tries: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
