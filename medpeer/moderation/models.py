"""Tables of moderation. A case is its first report; reports of the same thing while it is open join it."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.content import ContentKind
from medpeer.core.db import Base
from medpeer.deid import Category, Severity
from medpeer.gate import AttestationReason, ClearedText, Surface, cleared_text, optional_cleared_text
from medpeer.moderation.vocabulary import (
    DecisionReason,
    DecisionState,
    Outcome,
    ReportReason,
    ScanState,
    SpotCheckCause,
    SpotCheckVerdict,
    Store,
)

SALT: Final = r"[0-9A-Za-z_-]{43}"

_LEADS: Final = text("closed_at IS NULL AND case_id IS NULL")
_OPEN: Final = text("closed_at IS NULL")
_WAITS: Final = text("state = 'waits_for_second'")


class Report(Base):
    """A member's word that something should not stand; ``case_id`` names the report it joined, if it did."""

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "uq_report_open_case",
            "content_kind",
            "content_id",
            unique=True,
            sqlite_where=_LEADS,
            postgresql_where=_LEADS,
        ),
        Index(
            "uq_report_open_reason",
            "content_kind",
            "content_id",
            "reporter_id",
            "reason",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    content_kind: Mapped[ContentKind] = mapped_column(Vocabulary(ContentKind))
    content_id: Mapped[int]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    reason: Mapped[ReportReason] = mapped_column(Vocabulary(ReportReason))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[ClearedText | None] = optional_cleared_text("note")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class CaseOpening(Base):
    """When a moderator last opened a case's text; the audit log keeps every time."""

    __tablename__ = "case_opening"

    case_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondRequest(Base):
    """An author's wish, once a case, that no moderator takes their text down alone."""

    __tablename__ = "second_request"

    case_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[ClearedText | None] = optional_cleared_text("note")


class Decision(Base):
    """What a moderator settled, why, and whether a second one had to agree."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_waiting",
            "case_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    outcome: Mapped[Outcome] = mapped_column(Vocabulary(Outcome))
    reason: Mapped[DecisionReason] = mapped_column(Vocabulary(DecisionReason))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[ClearedText] = cleared_text("note")
    state: Mapped[DecisionState] = mapped_column(Vocabulary(DecisionState), default=DecisionState.DONE)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SpotCheck(Base):
    """A stored text to be looked at once more: its author kept something in it, or today's check would refuse it.

    Its content is empty where it is a note or a name; its clearance once the text is gone.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("clearance_id", "cause"),
        Index("ix_spot_check_author_id_settled_at", "author_id", "settled_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    cause: Mapped[SpotCheckCause] = mapped_column(Vocabulary(SpotCheckCause))
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface))
    clearance_id: Mapped[int | None] = mapped_column(ForeignKey("clearance.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content_kind: Mapped[ContentKind | None] = mapped_column(Vocabulary(ContentKind), default=None)
    content_id: Mapped[int | None] = mapped_column(default=None)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None)
    verdict: Mapped[SpotCheckVerdict | None] = mapped_column(Vocabulary(SpotCheckVerdict), default=None)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SpotCheckFinding(Base):
    """How many findings of one kind a spot check is about, and why their author kept them; never the words."""

    __tablename__ = "spot_check_finding"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    spot_check_id: Mapped[int] = mapped_column(ForeignKey("spot_check.id", ondelete="CASCADE"), index=True)
    category: Mapped[Category] = mapped_column(Vocabulary(Category))
    severity: Mapped[Severity] = mapped_column(Vocabulary(Severity))
    count: Mapped[int]
    reason: Mapped[AttestationReason | None] = mapped_column(Vocabulary(AttestationReason), default=None)


class PurgeCertificate(Base):
    """What is left of a text that was taken out, and what the search for copies found.

    ``digest`` is keyed and salted: it tells whether a given text is the one, and gives no text away.
    ``content_created_at`` tells the thing from another that gets its number after an old backup was restored.
    """

    __tablename__ = "purge_certificate"
    __table_args__ = (
        Index("ix_purge_certificate_content_kind_content_id", "content_kind", "content_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    content_kind: Mapped[ContentKind] = mapped_column(Vocabulary(ContentKind))
    content_id: Mapped[int]
    content_created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome] = mapped_column(Vocabulary(Outcome))
    salt: Mapped[str] = mapped_column(Identifier(SALT), unique=True)
    digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True, default=None)
    state: Mapped[ScanState] = mapped_column(Vocabulary(ScanState), default=ScanState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    rewritten: Mapped[bool] = mapped_column(default=False)
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class PurgeScan(Base):
    """What the newest search for copies found in one store."""

    __tablename__ = "purge_scan"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("purge_certificate.id"), primary_key=True)
    store: Mapped[Store] = mapped_column(Vocabulary(Store), primary_key=True)
    files: Mapped[int]
    size_bytes: Mapped[int]
    copies: Mapped[int]


class PurgeEcho(Base):
    """Something of others' that holds rare words of a purged text, such as a quotation: for moderators to look at."""

    __tablename__ = "purge_echo"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("purge_certificate.id"), primary_key=True)
    content_kind: Mapped[ContentKind] = mapped_column(Vocabulary(ContentKind), primary_key=True)
    content_id: Mapped[int] = mapped_column(primary_key=True)
