"""Which sign-in at a hospital opens which account, and which of our sign-ins came that way."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime
from medpeer.core.db import Base
from medpeer.hospitals.providers import SLUG


class HospitalLink(Base):
    """One person's sign-in at one hospital. Of what the hospital calls them only a keyed digest is kept."""

    __tablename__ = "hospital_link"
    __table_args__ = (UniqueConstraint("physician_id", "hospital"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    hospital: Mapped[str] = mapped_column(Identifier(SLUG))
    subject_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class HospitalSignIn(Base):
    """A sign-in that came by a hospital: it ends when the hospital says that its own has ended."""

    __tablename__ = "hospital_sign_in"

    device_session_id: Mapped[int] = mapped_column(ForeignKey("device_session.id"), primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("hospital_link.id"), index=True)
    sid_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None, index=True)
