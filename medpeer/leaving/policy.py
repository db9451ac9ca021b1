"""How long somebody can change their mind, what goes with them, and what stays. Pure.

Every column that names a physician stands in one of the two tables below; a test holds them against the database.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

GRACE: Final = timedelta(days=14)
LAST_MAIL: Final = timedelta(days=1)
"""Between the closing and the destruction: a mail relay that is down for an evening still gets the last mail."""
SPREAD: Final = timedelta(days=30)
"""Over so long the conversations of one person are withdrawn, each at a moment of its own."""
MISSED_AFTER: Final = timedelta(minutes=3)
"""A moment so long ago was missed: what else was missed meanwhile must not follow in the same minutes."""
POSTPONED: Final = timedelta(days=3)
"""By up to so long a conversation waits again in which a report about one of the texts is open."""

GOES: Final = frozenset(
    {
        "authenticator",
        "claim_document",
        "device_session",
        "email_change",
        "email_proof",
        "expiry_notice",
        "follow",
        "hospital_link",
        "known_device",
        "licence_claim",
        "licence_holding",
        "licence_term",
        "notification",
        "own_data_file",
        "passkey",
        "password_reset",
        "physician_role",
        "policy_tightening",
        "record_code",
        "recovery_code",
        "register_change",
        "room_read",
        "round_dismissal",
        "sign_in_link",
    }
)
"""Tables whose rows go by ``physician_id``, with all that hangs on them."""

STAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "participant.physician_id": "a thread's handle; the number leads to a row without a name",
        "room_member.physician_id": "a room's handle, as in threads",
        "image.uploader_id": "a picture stays or goes with its post",
        "standing_event.physician_id": "what was decided and when, with digests of the evidence",
        "standing_event.actor_id": "who decided on somebody else",
        "claim_endorsement.reviewer_id": "a first reviewer's word on somebody else",
        "claim_decision.reviewer_id": "a reviewer's decisions on others outlast the reviewer",
        "document_view.reviewer_id": "a reviewer's looks at others' documents",
        "voucher.colleague_id": "a word given for somebody else, on which their membership rests",
        "report.reporter_id": "a report is about somebody else's text; its note goes with the texts",
        "case_opening.moderator_id": "a moderator's looks",
        "decision.moderator_id": "a moderator's decisions",
        "decision.second_id": "a moderator's decisions",
        "spot_check.author_id": "figures of what was kept, without words",
        "spot_check.moderator_id": "a moderator's decisions",
        "unmasking.physician_id": "that two people learnt the name, and why",
        "unmasking.requested_by_id": "who asked to learn a name",
        "unmasking.settled_by_id": "who agreed to it",
        "departure.physician_id": "that the account was deleted, and when",
        "withdrawal.physician_id": "goes by itself once the conversation is done",
    }
)
"""Columns that keep a number which leads to nobody any more, each with the reason."""


def may_stay(closed_at: datetime | None) -> bool:
    """Tell whether somebody can still change their mind."""
    return closed_at is None


def closes_at(asked_at: datetime) -> datetime:
    """Return when the time to change one's mind is over."""
    return asked_at + GRACE
