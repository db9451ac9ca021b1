"""Who may unmask, and for how long a request and what came of it last. Pure."""

from datetime import datetime, timedelta
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.errors import NotFoundError
from medpeer.unmasking.errors import SamePersonError, SettledError
from medpeer.unmasking.models import Unmasking, UnmaskingState

WAITS_FOR: Final = timedelta(days=7)
"""A request that nobody answered is void: what was urgent then is asked anew."""
OPEN_FOR: Final = timedelta(hours=72)
"""So long the two may look at the name, each time with an entry in the audit log."""


def check_may_unmask(actor: Actor) -> None:
    """Refuse whoever is no privacy officer; to them there is nothing here.

    Raises:
        NotFoundError: the actor is no active privacy officer.
    """
    if not actor.has(Role.PRIVACY_OFFICER):
        raise NotFoundError


def waits(row: Unmasking, now: datetime) -> bool:
    """Tell whether a request still waits for its second person."""
    return row.state is UnmaskingState.WAITS and now - row.requested_at < WAITS_FOR


def is_open(row: Unmasking, now: datetime) -> bool:
    """Tell whether the name may still be looked at by the two who agreed."""
    return row.state is UnmaskingState.AGREED and row.settled_at is not None and now - row.settled_at < OPEN_FOR


def check_may_settle(actor: Actor, row: Unmasking, now: datetime) -> None:
    """Refuse to settle one's own request, or one that no longer waits.

    Raises:
        SamePersonError: the actor asked for it.
        SettledError: it is settled or too old.
    """
    if row.requested_by_id == actor.physician_id:
        raise SamePersonError
    if not waits(row, now):
        raise SettledError


def check_may_look(actor: Actor, row: Unmasking, now: datetime) -> None:
    """Refuse whoever is not one of the two, or comes late.

    Raises:
        NotFoundError: the actor neither asked nor agreed.
        SettledError: it was not agreed, or too long ago.
    """
    if actor.physician_id not in {row.requested_by_id, row.settled_by_id}:
        raise NotFoundError
    if not is_open(row, now):
        raise SettledError
