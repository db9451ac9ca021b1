"""The clearance ledger and the renderings kept beside it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.deid import Category
from medpeer.gate.circumstances import Circumstance
from medpeer.gate.columns import Rendered
from medpeer.gate.regions import RegionReason
from medpeer.gate.rendering import RenderedHtml
from medpeer.gate.stamp import STAMP, engine_stamp
from medpeer.gate.surfaces import POLICY, AttestationReason, Surface
from medpeer.gate.terms import Strictness


class Clearance(Base):
    """One text that passed: where, under which policy and engine, how strictly, and its digest; never the text.

    ``confirmed`` tells that its author said that it is as general as it can be, where that was asked.
    """

    __tablename__ = "clearance"
    # A purge deletes clearances; a number given twice would let an old audit entry speak of another text.
    __table_args__ = (
        # For counting by day and surface: the index alone answers.
        Index("ix_clearance_cleared_at_surface", "cleared_at", "surface"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface))
    policy_version: Mapped[str] = mapped_column(Identifier(POLICY))
    digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    cleared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    engine_version: Mapped[str] = mapped_column(Identifier(STAMP), default_factory=engine_stamp)
    strictness: Mapped[Strictness] = mapped_column(Vocabulary(Strictness), default=Strictness.USUAL)
    confirmed: Mapped[bool] = mapped_column(default=False)


class ClearanceAttestation(Base):
    """A finding the author attested: its category and the reason given, never the words."""

    __tablename__ = "clearance_attestation"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), index=True)
    category: Mapped[Category] = mapped_column(Vocabulary(Category))
    reason: Mapped[AttestationReason] = mapped_column(Vocabulary(AttestationReason))


class ClearanceRegion(Base):
    """A place in a picture that its author answered for: the reason given, never what was read there."""

    __tablename__ = "clearance_region"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), index=True)
    reason: Mapped[RegionReason] = mapped_column(Vocabulary(RegionReason))


class Rescreening(Base):
    """What a stored text came to when it was last examined anew: under what, and how many findings."""

    __tablename__ = "rescreening"

    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), primary_key=True)
    policy_version: Mapped[str] = mapped_column(Identifier(POLICY))
    engine_version: Mapped[str] = mapped_column(Identifier(STAMP))
    screened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    must_go: Mapped[int]
    to_ask: Mapped[int]


class RenderedText(Base):
    """The HTML of one cleared Markdown text, made once a version of the text."""

    __tablename__ = "rendered_text"

    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearance.id", ondelete="CASCADE"), primary_key=True)
    renderer_version: Mapped[str] = mapped_column(Identifier(r"[0-9a-z.-]+"))
    html: Mapped[RenderedHtml] = mapped_column(Rendered)


class GateMiss(Base):
    """How often, in one week, the gate let such a thing through and a moderator found it."""

    __tablename__ = "gate_miss"

    week_on: Mapped[date] = mapped_column(primary_key=True)
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface), primary_key=True)
    category: Mapped[Category] = mapped_column(Vocabulary(Category), primary_key=True)
    circumstance: Mapped[Circumstance] = mapped_column(Vocabulary(Circumstance), primary_key=True)
    times: Mapped[int]
