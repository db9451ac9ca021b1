"""Register files as loaded, and licence claims with their checks, notes and decisions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.models import Tier
from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, SystemText, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import ClearedText, cleared_text, optional_cleared_text
from medpeer.licensing.evidence import JURISDICTION, REGISTER_SLUG, EntityType, PossessionProof
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.policy import CheckFinding, CheckKind, CheckResult, DecisionAct, DecisionReason


class ImportKind(StrEnum):
    """What a register file is: the whole register, what changed in a week, or the numbers put out of use."""

    FULL = "full"
    WEEKLY = "weekly"
    DEACTIVATION = "deactivation"


class RegisterImport(Base):
    """One reading of a register file. A full one is an edition, whose rows count only once ``completed_at`` is set.

    Weekly and deactivation files have no rows of their own: they change those of the edition ``base_id``.
    """

    __tablename__ = "register_import"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    register: Mapped[str] = mapped_column(Identifier(REGISTER_SLUG))
    dated_on: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[ImportKind] = mapped_column(Vocabulary(ImportKind), default=ImportKind.FULL)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("register_import.id"), default=None)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    file_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_kept: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)


class NameKind(StrEnum):
    """What another name is; the register's own codes."""

    FORMER = "1"
    PROFESSIONAL = "2"
    OTHER = "5"
    UNSTATED = ""


class RegisterPhysician(Base):
    """One number of an edition: a physician, a group of them, or a number out of use.

    Addresses and the fifteen slots stand in one text each (``medpeer.licensing.packed``): nobody asks for a part of
    them, and one row a number is what makes an edition of millions quick to load and to change. For the same reason no
    foreign key leads to the reading, which is never removed.
    """

    __tablename__ = "register_physician"
    __table_args__ = (Index("ix_register_physician_name", "import_id", "last_name", "first_name"),)

    import_id: Mapped[int] = mapped_column(primary_key=True)
    npi: Mapped[str] = mapped_column(Identifier(NPI_PATTERN), primary_key=True)
    entity: Mapped[EntityType] = mapped_column(Vocabulary(EntityType))
    last_name: Mapped[str] = mapped_column(SystemText, default="")
    first_name: Mapped[str] = mapped_column(SystemText, default="")
    middle_name: Mapped[str] = mapped_column(SystemText, default="")
    name_suffix: Mapped[str] = mapped_column(SystemText, default="", server_default="")
    credential: Mapped[str] = mapped_column(SystemText, default="")
    other_last_name: Mapped[str] = mapped_column(SystemText, default="")
    other_first_name: Mapped[str] = mapped_column(SystemText, default="")
    other_middle_name: Mapped[str] = mapped_column(SystemText, default="")
    other_kind: Mapped[NameKind] = mapped_column(Vocabulary(NameKind), default=NameKind.UNSTATED)
    practice_address: Mapped[str] = mapped_column(SystemText, default="")
    mailing_address: Mapped[str] = mapped_column(SystemText, default="")
    phone: Mapped[str] = mapped_column(SystemText, default="")
    fax: Mapped[str] = mapped_column(SystemText, default="")
    licences: Mapped[str] = mapped_column(SystemText, default="")
    replacement_npi: Mapped[str] = mapped_column(Identifier(rf"(?:{NPI_PATTERN})?"), default="")
    deactivation_reason: Mapped[str] = mapped_column(Identifier(r"(?:[A-Z0-9]{1,4})?"), default="")
    enumerated_on: Mapped[date | None] = mapped_column(Date, default=None)
    updated_on: Mapped[date | None] = mapped_column(Date, default=None)
    deactivated_on: Mapped[date | None] = mapped_column(Date, default=None)
    reactivated_on: Mapped[date | None] = mapped_column(Date, default=None)


class RegisterChangeKind(StrEnum):
    """What a newer file says otherwise of a member."""

    GONE = "gone"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    NAME = "name"
    LICENCES = "licences"
    EXCLUDED = "excluded"
    REINSTATED = "reinstated"
    STATUS = "status"
    EXPIRY = "expiry"
    DISCIPLINE = "discipline"


class RegisterChange(Base):
    """One thing that a newer file says otherwise of a member; ``key`` is the keyed digest of the number."""

    __tablename__ = "register_change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    register: Mapped[str] = mapped_column(Identifier(REGISTER_SLUG))
    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"))
    key: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    kind: Mapped[RegisterChangeKind] = mapped_column(Vocabulary(RegisterChangeKind))
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimStatus(StrEnum):
    """Where a claim is."""

    NEEDS_REVIEW = "needs_review"
    MORE_INFO = "more_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"
    HELD = "held"


WAITING_STATUSES = frozenset({ClaimStatus.NEEDS_REVIEW, ClaimStatus.HELD})
"""Those a reviewer has to look at; a held one takes a senior reviewer, and its applicant is told no more."""
OPEN_STATUSES = WAITING_STATUSES | {ClaimStatus.MORE_INFO}


class LicenceClaim(Base):
    """A person's statement of which licence is theirs. Numbers are sealed and found by keyed digest.

    ``register`` is where somebody has one number for life: the national one, by the NPI, or that of another country,
    where ``npi_sealed`` holds nothing. ``number_digest`` is of that number, ``licence_digest`` of place and licence
    number, ``mailbox_digest`` of the address in the one spelling of its mailbox: each finds another account of the same
    person. ``held_at`` stays. ``tier`` is what the last decision on the evidence came to.
    """

    __tablename__ = "licence_claim"
    __table_args__ = (Index("ix_licence_claim_queue", "status", "filed_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    register: Mapped[str] = mapped_column(Identifier(REGISTER_SLUG))
    npi_sealed: Mapped[bytes] = mapped_column(Sealed)
    number_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), index=True)
    jurisdiction: Mapped[str] = mapped_column(Identifier(JURISDICTION))
    licence_sealed: Mapped[bytes] = mapped_column(Sealed)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_name: Mapped[ClearedText] = cleared_text("first_name")
    last_name: Mapped[ClearedText] = cleared_text("last_name")
    status: Mapped[ClaimStatus] = mapped_column(Vocabulary(ClaimStatus), default=ClaimStatus.NEEDS_REVIEW)
    licence_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None, index=True)
    mailbox_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None, index=True)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    birth_date_sealed: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    tier: Mapped[Tier] = mapped_column(Vocabulary(Tier), default=Tier.PHYSICIAN)


class PossessionShown(Base):
    """One way in which the applicant of a claim has shown that it is theirs."""

    __tablename__ = "possession_shown"

    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), primary_key=True)
    proof: Mapped[PossessionProof] = mapped_column(Vocabulary(PossessionProof), primary_key=True)
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimCheck(Base):
    """The answer to one question about a claim, with the register it came from, that file’s date, and until when."""

    __tablename__ = "claim_check"

    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), primary_key=True)
    kind: Mapped[CheckKind] = mapped_column(Vocabulary(CheckKind), primary_key=True)
    result: Mapped[CheckResult] = mapped_column(Vocabulary(CheckResult))
    finding: Mapped[CheckFinding] = mapped_column(Vocabulary(CheckFinding))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source_dated_on: Mapped[date | None] = mapped_column(Date, default=None)
    evidence_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)
    source: Mapped[str | None] = mapped_column(Identifier(REGISTER_SLUG), default=None)
    valid_until: Mapped[date | None] = mapped_column(Date, default=None)


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
