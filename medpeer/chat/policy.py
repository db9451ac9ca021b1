"""Who may do what in rooms, and how much is read at once. Pure."""

import re
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.accounts.tiers import Right, check_right
from medpeer.chat.errors import BadClientKeyError, ReadOnlyMemberError
from medpeer.chat.models import CLIENT_KEY
from medpeer.core.errors import NotFoundError

HISTORY_PAGE: Final = 50
REPLAY_PAGE: Final = 200
SNIPPET_CHARS: Final = 80


def check_may_read(actor: Actor) -> None:
    """Refuse whoever is not verified; to them there are no rooms.

    Raises:
        NotFoundError: the actor is no verified member.
    """
    if not actor.is_verified:
        raise NotFoundError


def check_may_write(actor: Actor) -> None:
    """Refuse whoever may not add anything.

    Raises:
        ReadOnlyMemberError: the actor's standing is not active.
        TierForbidsError: the actor's tier does not carry it.
    """
    if not actor.may_write:
        raise ReadOnlyMemberError
    check_right(actor.tier, Right.CHAT)


def check_client_key(key: str) -> None:
    """Refuse a key that is no key.

    Raises:
        BadClientKeyError: it has other than 1 to 64 letters, digits, hyphens and underscores.
    """
    if not re.fullmatch(CLIENT_KEY, key):
        raise BadClientKeyError
