"""Register files as loaded, and licence claims with their checks, notes and decisions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, SystemText, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import ClearedText, cleared_text, optional_cleared_text
from medpeer.licensing.evidence import EntityType, Possession, Register
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.policy import CheckFinding, CheckKind, CheckResult, DecisionAct, DecisionReason
from medpeer.licensing.states import LicenceState
from medpeer.licensing.taxonomy import TAXONOMY_PATTERN


class RegisterImport(Base):
    """One reading of a register file. Its rows count only once ``completed_at`` is set, so half a file is none."""

    __tablename__ = "register_import"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    register: Mapped[Register] = mapped_column(Vocabulary(Register))
    dated_on: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    file_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)
    rows_read: Mapped[int] = mapped_column(default=0)
    physicians: Mapped[int] = mapped_column(default=0)


class RegisterPhysician(Base):
    """One number of a register file: a physician, a group of them, or a number out of use."""

    __tablename__ = "register_physician"

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    npi: Mapped[str] = mapped_column(Identifier(NPI_PATTERN), primary_key=True)
    entity: Mapped[EntityType] = mapped_column(Vocabulary(EntityType))
    last_name: Mapped[str] = mapped_column(SystemText)
    first_name: Mapped[str] = mapped_column(SystemText)
    middle_name: Mapped[str] = mapped_column(SystemText)
    credential: Mapped[str] = mapped_column(SystemText)
    city: Mapped[str] = mapped_column(SystemText)
    state: Mapped[str] = mapped_column(SystemText)
    deactivated_on: Mapped[date | None] = mapped_column(Date, default=None)
    reactivated_on: Mapped[date | None] = mapped_column(Date, default=None)


class RegisterLicence(Base):
    """One of the fifteen slots of a number: taxonomy code, licence number, state."""

    __tablename__ = "register_licence"

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    npi: Mapped[str] = mapped_column(Identifier(NPI_PATTERN), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    taxonomy_code: Mapped[str] = mapped_column(Identifier(rf"(?:{TAXONOMY_PATTERN})?"))
    number: Mapped[str] = mapped_column(SystemText)
    state: Mapped[str] = mapped_column(SystemText)
    is_primary: Mapped[bool]


class NameKind(StrEnum):
    """What another name is; the register's own codes."""

    FORMER = "1"
    PROFESSIONAL = "2"
    OTHER = "5"
    UNSTATED = ""


class RegisterName(Base):
    """Another name of a number: former, professional or other."""

    __tablename__ = "register_name"

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    npi: Mapped[str] = mapped_column(Identifier(NPI_PATTERN), primary_key=True)
    kind: Mapped[NameKind] = mapped_column(Vocabulary(NameKind), primary_key=True)
    last_name: Mapped[str] = mapped_column(SystemText)
    first_name: Mapped[str] = mapped_column(SystemText)
    middle_name: Mapped[str] = mapped_column(SystemText)


class ClaimStatus(StrEnum):
    """Where a claim is."""

    NEEDS_REVIEW = "needs_review"
    MORE_INFO = "more_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"


OPEN_STATUSES = frozenset({ClaimStatus.NEEDS_REVIEW, ClaimStatus.MORE_INFO})


class LicenceClaim(Base):
    """A person's statement of which licence is theirs. Numbers are sealed and found by keyed digest."""

    __tablename__ = "licence_claim"
    __table_args__ = (Index("ix_licence_claim_queue", "status", "filed_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    register: Mapped[Register] = mapped_column(Vocabulary(Register))
    npi_sealed: Mapped[bytes] = mapped_column(Sealed)
    number_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), index=True)
    licence_state: Mapped[LicenceState] = mapped_column(Vocabulary(LicenceState))
    licence_sealed: Mapped[bytes] = mapped_column(Sealed)
    possession: Mapped[Possession] = mapped_column(Vocabulary(Possession))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_name: Mapped[ClearedText] = cleared_text("first_name")
    last_name: Mapped[ClearedText] = cleared_text("last_name")
    status: Mapped[ClaimStatus] = mapped_column(Vocabulary(ClaimStatus), default=ClaimStatus.NEEDS_REVIEW)


class ClaimCheck(Base):
    """The answer to one question about a claim, with the date of the source it came from."""

    __tablename__ = "claim_check"

    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), primary_key=True)
    kind: Mapped[CheckKind] = mapped_column(Vocabulary(CheckKind), primary_key=True)
    result: Mapped[CheckResult] = mapped_column(Vocabulary(CheckResult))
    finding: Mapped[CheckFinding] = mapped_column(Vocabulary(CheckFinding))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source_dated_on: Mapped[date | None] = mapped_column(Date, default=None)
    evidence_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)


class ClaimNote(Base):
    """What an applicant wrote to the reviewer."""

    __tablename__ = "claim_note"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[ClearedText] = cleared_text("body")


class ClaimDecision(Base):
    """What was done with a claim and why; by the programme where ``reviewer_id`` is absent."""

    __tablename__ = "claim_decision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"))
    act: Mapped[DecisionAct] = mapped_column(Vocabulary(DecisionAct))
    reason: Mapped[DecisionReason] = mapped_column(Vocabulary(DecisionReason))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[ClearedText | None] = optional_cleared_text("note")


class LicenceHolding(Base):
    """Which account a number belongs to: one human, one account, and the database says so."""

    __tablename__ = "licence_holding"

    number_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), unique=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"))
    held_since: Mapped[datetime] = mapped_column(UtcDateTime)
