"""Accounts. What admits a person to clinical content is ``standing``; what they may do beyond, their roles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.devices import Browser, System
from medpeer.core.columns import HEX_DIGEST, Identifier, Sealed, SystemText, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import ClearedText, optional_cleared_text


class Standing(StrEnum):
    """Where a person is between signing up and leaving; ``medpeer.accounts.standings`` says what may follow what."""

    REGISTERED = "registered"
    EMAIL_OK = "email_ok"
    AUTO_OK = "auto_ok"
    """Every check passed; admitted in the same breath."""
    NEEDS_REVIEW = "needs_review"
    MORE_INFO = "more_info"
    ACTIVE = "active"
    REJECTED = "rejected"
    LAPSED_READONLY = "lapsed_readonly"
    HELD = "held"
    """A register speaks against a member: shut out until a reviewer has looked."""
    SUSPENDED = "suspended"
    APPEAL = "appeal"
    LEFT = "left"
    """The account was deleted: nobody acts under it again."""


class Cause(StrEnum):
    """Why a standing changed: the closed list kept in the history."""

    EMAIL_PROVED = "email_proved"
    CHECKS_PASSED = "checks_passed"
    CHECKS_OPEN = "checks_open"
    REGISTER_REFUSES = "register_refuses"
    ADMITTED = "admitted"
    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLAIM_CHANGED = "claim_changed"
    LICENCE_ENDED = "licence_ended"
    GRACE_OVER = "grace_over"
    LICENCE_RENEWED = "licence_renewed"
    REGISTER_SPEAKS_AGAINST = "register_speaks_against"
    CLEARED = "cleared"
    UPHELD = "upheld"
    APPEALED = "appealed"
    BY_STAFF = "by_staff"
    DELETED = "deleted"


class Tier(StrEnum):
    """On what licence somebody is a member; ``medpeer.accounts.tiers`` says what each may do."""

    PHYSICIAN = "physician"
    TRAINEE = "trainee"
    RETIRED = "retired"
    NON_US = "non_us"


class Role(StrEnum):
    """What a person may do beyond a member; held apart, least privilege."""

    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    MODERATOR = "moderator"
    PRIVACY_OFFICER = "privacy_officer"
    ADMIN = "admin"


class Specialty(StrEnum):
    """The specialties that have a space and a room; the slug stands in addresses."""

    CARDIOLOGY = "cardiology"
    NEPHROLOGY = "nephrology"
    INFECTIOUS_DISEASE = "infectious-disease"
    RADIOLOGY = "radiology"
    ENDOCRINOLOGY = "endocrinology"
    NEUROLOGY = "neurology"
    RHEUMATOLOGY = "rheumatology"
    HAEMATOLOGY = "haematology"
    EMERGENCY_MEDICINE = "emergency-medicine"
    PAEDIATRICS = "paediatrics"
    ONCOLOGY = "oncology"
    GENERAL_MEDICINE = "general-medicine"

    @property
    def label(self) -> str:
        """The specialty as printed: sentence case."""
        return self.value.replace("-", " ").capitalize()


class BadgeLevel(StrEnum):
    """How much a badge says, the most first."""

    STATE = "state"
    REGION = "region"
    SPECIALTY = "specialty"
    PHYSICIAN = "physician"


STATE_CODE = r"(?:[A-Z]{2})?"
"""A postal code of a state; empty where none is known."""


class Physician(Base):
    """One account. The address is sealed and found by its keyed digest; names are set when a licence is claimed."""

    __tablename__ = "physician"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    email_sealed: Mapped[bytes] = mapped_column(Sealed)
    email_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    password_hash: Mapped[str] = mapped_column(SystemText)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    standing: Mapped[Standing] = mapped_column(Vocabulary(Standing), default=Standing.REGISTERED)
    specialty: Mapped[Specialty | None] = mapped_column(Vocabulary(Specialty), default=None)
    first_name: Mapped[ClearedText | None] = optional_cleared_text("first_name")
    last_name: Mapped[ClearedText | None] = optional_cleared_text("last_name")
    email_proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    state: Mapped[str] = mapped_column(Identifier(STATE_CODE), default="")
    tier: Mapped[Tier] = mapped_column(Vocabulary(Tier), default=Tier.PHYSICIAN)


class StandingEvent(Base):
    """One step of a person's standing: from what to what, why, and the digest of the evidence it rests on."""

    __tablename__ = "standing_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    before: Mapped[Standing] = mapped_column(Vocabulary(Standing))
    after: Mapped[Standing] = mapped_column(Vocabulary(Standing))
    cause: Mapped[Cause] = mapped_column(Vocabulary(Cause))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("physician.id"), default=None)
    evidence_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)


class BadgeRule(Base):
    """How much the badge of one kind of members says; kept by a job. Without a row it says only "Physician"."""

    __tablename__ = "badge_rule"

    specialty: Mapped[Specialty] = mapped_column(Vocabulary(Specialty), primary_key=True)
    state: Mapped[str] = mapped_column(Identifier(STATE_CODE), primary_key=True)
    level: Mapped[BadgeLevel] = mapped_column(Vocabulary(BadgeLevel))
    blurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class PhysicianRole(Base):
    """A role a physician holds."""

    __tablename__ = "physician_role"

    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Vocabulary(Role), primary_key=True)


class PolicyTightening(Base):
    """A time in which the gate holds a physician more strictly, because moderators overturned what they had kept."""

    __tablename__ = "policy_tightening"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class EmailProof(Base):
    """One mailed link; the token is derived from the row and never stored, only its digest.

    Until an address is proved, the password of each sign-up with it stays with that sign-up's link, for any of them
    may have been a stranger's.
    """

    __tablename__ = "email_proof"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(SystemText, default=None)
    token_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), unique=True, default=None)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class DeviceSession(Base):
    """One signed-in browser. The cookie holds the token; this row its digest, so a sign-in can be ended here."""

    __tablename__ = "device_session"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    token_digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    browser: Mapped[Browser] = mapped_column(Vocabulary(Browser), default=Browser.OTHER)
    system: Mapped[System] = mapped_column(Vocabulary(System), default=System.OTHER)
    # When the person last proved here who they are: at the sign-in, and before what needs a fresh proof.
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
