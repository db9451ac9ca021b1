"""Limits of credentials. Pure."""

from datetime import datetime, timedelta
from typing import Final

PROOF_LIFETIME: Final = timedelta(minutes=10)
"""How long a proof counts as fresh: long enough for one errand, short for an unattended desk."""

SLIP_LIFETIME: Final = timedelta(minutes=30)
LINK_LIFETIME: Final = timedelta(minutes=30)
MAX_LINKS: Final = 3
"""Mailed links to sign in that are open at once: enough for a slow mail, too few to fill a mailbox."""

STEP_S: Final = 30
DRIFT_STEPS: Final = 1
"""Phones' clocks are off by some seconds, and typing takes some: one step before and after (RFC 6238, section 6)."""

RESET_LIFETIME: Final = timedelta(hours=1)
"""A link that sets a password is worth an account: it lies in a mailbox no longer than it takes to read one's mail."""

RECOVERY_CODES: Final = 10
MAX_PASSKEYS: Final = 10


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Tell whether a person proved lately enough who they are for what needs a fresh proof."""
    return proved_at is not None and now - proved_at <= PROOF_LIFETIME
