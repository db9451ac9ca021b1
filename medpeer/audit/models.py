"""The audit table. Triggers refuse UPDATE and DELETE; the chain shows what went round them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base


class AuditAction(StrEnum):
    """What was done."""

    SIGNED_UP = "signed_up"
    EMAIL_PROVED = "email_proved"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    PROVED_AGAIN = "proved_again"
    CREDENTIAL_CHANGED = "credential_changed"
    ADDRESS_CHANGE_ASKED = "address_change_asked"
    ADDRESS_CHANGED = "address_changed"
    ADDRESS_CHANGE_STOPPED = "address_change_stopped"
    LEAVING_ASKED = "leaving_asked"
    LEAVING_STOPPED = "leaving_stopped"
    IDENTITY_DESTROYED = "identity_destroyed"
    CONTENT_WITHDRAWN = "content_withdrawn"
    CLAIM_FILED = "claim_filed"
    CLAIM_DECIDED = "claim_decided"
    CLAIM_HELD = "claim_held"
    CLAIM_REOPENED = "claim_reopened"
    CLAIM_ENDORSED = "claim_endorsed"
    ENDORSEMENT_WITHDRAWN = "endorsement_withdrawn"
    REGISTER_SEARCHED = "register_searched"
    CODE_ISSUED = "code_issued"
    CODE_REFUSED = "code_refused"
    CODE_ENTERED = "code_entered"
    POSSESSION_SHOWN = "possession_shown"
    POSSESSION_WITHDRAWN = "possession_withdrawn"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_VIEWED = "document_viewed"
    DOCUMENT_BELIEVED = "document_believed"
    DOCUMENT_DESTROYED = "document_destroyed"
    VOUCHER_ASKED = "voucher_asked"
    VOUCHER_GIVEN = "voucher_given"
    VOUCHER_WITHDRAWN = "voucher_withdrawn"
    VOUCHER_STOPPED = "voucher_stopped"
    """Its giver is no longer an active member; the reason is their standing."""
    VOUCHER_FOUND_FALSE = "voucher_found_false"
    STANDING_CHANGED = "standing_changed"
    TIER_CHANGED = "tier_changed"
    ROLE_GRANTED = "role_granted"
    REGISTER_IMPORTED = "register_imported"
    THREAD_OPENED = "thread_opened"
    POST_ADDED = "post_added"
    POST_EDITED = "post_edited"
    ANSWER_MARKED = "answer_marked"
    THREAD_SOLVED = "thread_solved"
    PAPER_ADDED = "paper_added"
    MESSAGE_SENT = "message_sent"
    CONTENT_REPORTED = "content_reported"
    CONTENT_HIDDEN = "content_hidden"
    CONTENT_REINSTATED = "content_reinstated"
    CONTENT_REDACTED = "content_redacted"
    CONTENT_PURGED = "content_purged"
    CASE_OPENED = "case_opened"
    PURGE_PROPOSED = "purge_proposed"
    PURGE_REFUSED = "purge_refused"
    SECOND_MODERATOR_ASKED = "second_moderator_asked"
    IMAGE_ADDED = "image_added"
    IMAGE_REMOVED = "image_removed"
    IMAGE_LET_THROUGH = "image_let_through"
    IMAGE_REFUSED = "image_refused"
    SPOT_CHECK_SETTLED = "spot_check_settled"
    POLICY_TIGHTENED = "policy_tightened"
    UNMASKING_REQUESTED = "unmasking_requested"
    UNMASKING_AGREED = "unmasking_agreed"
    UNMASKING_REFUSED = "unmasking_refused"
    IDENTITY_SEEN = "identity_seen"
    OWN_DATA_ASKED = "own_data_asked"
    OWN_DATA_FETCHED = "own_data_fetched"


class ObjectKind(StrEnum):
    """What kind of thing it was done to."""

    PHYSICIAN = "physician"
    LICENCE_CLAIM = "licence_claim"
    DOCUMENT = "document"
    VOUCHER = "voucher"
    REGISTER = "register"
    THREAD = "thread"
    POST = "post"
    PAPER = "paper"
    MESSAGE = "message"
    REPORT = "report"
    IMAGE = "image"
    SPOT_CHECK = "spot_check"
    UNMASKING = "unmasking"


class AuditEntry(Base):
    """One link: what happened, and the hash over it and the link before."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    action: Mapped[AuditAction] = mapped_column(Vocabulary(AuditAction))
    object_kind: Mapped[ObjectKind] = mapped_column(Vocabulary(ObjectKind))
    object_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Identifier(r"[a-z_]*"))
    clearance_id: Mapped[int | None]
    previous_hash: Mapped[str] = mapped_column(Identifier(HEX_DIGEST))
    hash: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    evidence_digest: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), default=None)
    """Keyed digest of what a decision rests on; the evidence itself is never here."""
