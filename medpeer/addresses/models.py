"""Changes of address on their way, and those done lately that the old mailbox can still undo."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, UtcDateTime, Vocabulary
from medpeer.core.db import Base


class ChangeState(StrEnum):
    """How far a change has come."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    OBJECTED = "objected"
    RAN_OUT = "ran_out"


class EmailChange(Base):
    """One change of address. Both addresses are sealed, and gone once nothing can come of the row any more.

    ``new_digest`` finds an account that has the new address already; nobody is told of it.
    """

    __tablename__ = "email_change"
    # An id that came again would make a link that was mailed before.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    new_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    new_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    old_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    state: Mapped[ChangeState] = mapped_column(Vocabulary(ChangeState), default=ChangeState.OPEN, index=True)
    new_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    old_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
