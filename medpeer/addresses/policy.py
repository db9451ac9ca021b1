"""How long each mailbox has its say. Pure."""

from datetime import datetime, timedelta
from typing import Final

WAITS_FOR: Final = timedelta(days=7)
"""So long the old mailbox may agree or object. One that says nothing, of a hospital left behind, stands in no way."""
UNDO_FOR: Final = timedelta(days=14)
"""So long after the change the old mailbox can take it back: longer than a holiday, shorter than a reassigned name."""
SUSPECT_FOR: Final = timedelta(days=7)
"""Whoever took an account over added their own way in shortly before; an objection takes those ways too."""


def is_due(*, asked_at: datetime, new_agreed: bool, old_agreed: bool, now: datetime) -> bool:
    """Tell whether a change takes effect: the new mailbox agreed, and the old one too or had its time."""
    return new_agreed and (old_agreed or now - asked_at >= WAITS_FOR)


def ran_out(*, asked_at: datetime, new_agreed: bool, now: datetime) -> bool:
    """Tell whether a change is void: the new mailbox did not answer in time."""
    return not new_agreed and now - asked_at >= WAITS_FOR


def may_undo(done_at: datetime | None, now: datetime) -> bool:
    """Tell whether the old mailbox can still take a change back."""
    return done_at is not None and now - done_at < UNDO_FOR
