"""The clearance ledger and the renderings kept beside it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.deid import Category
from medpeer.gate.columns import Rendered
from medpeer.gate.rendering import RenderedHtml
from medpeer.gate.surfaces import AttestationReason, Surface


class Clearance(Base):
    """One text that passed: where, under which policy, and its digest; never the text."""

    __tablename__ = "clearance"
    # A purge deletes clearances; a number given twice would let an old audit entry speak of another text.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface))
    policy_version: Mapped[str] = mapped_column(Identifier(r"[0-9a-z.-]+"))
    digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    cleared_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClearanceAttestation(Base):
    """A finding the author attested: its category and the reason given, never the words."""

    __tablename__ = "clearance_attestation"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), index=True)
    category: Mapped[Category] = mapped_column(Vocabulary(Category))
    reason: Mapped[AttestationReason] = mapped_column(Vocabulary(AttestationReason))


class RenderedText(Base):
    """The HTML of one cleared Markdown text, made once a version of the text."""

    __tablename__ = "rendered_text"

    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), primary_key=True)
    renderer_version: Mapped[str] = mapped_column(Identifier(r"[0-9a-z.-]+"))
    html: Mapped[RenderedHtml] = mapped_column(Rendered)
