"""Limits on guessing that its victim never feels: strangers to an account are counted apart from its owner.

Whoever guesses at one account from many networks shares one count with all browsers its owner never signed in from.
The owner's own browsers have counts of their own, and passkeys none: no number of wrong passwords shuts the owner out.
"""

from typing import Final

from flask import request
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.credentials import queries
from medpeer.credentials.events import SecondStepFailed
from medpeer.web.limits import limiter
from medpeer.web.signing_in import device_token
from medpeer.web.state import reading, state, transaction

PAIR_LIMIT: Final = "10 per 15 minutes"
"""Failures of one network with one account."""
NETWORK_LIMIT: Final = "200 per hour"
"""Failures of a whole network, wide enough for a hospital behind one address."""
STRANGERS_LIMIT: Final = "60 per hour"
"""Failures with one account from all browsers together that its owner never used, wherever they are."""

_TELL_AFTER: Final[RateLimitItem] = parse("4 per hour")
_TELL_AGAIN: Final[RateLimitItem] = parse("1 per day")


def account_key() -> str:
    """Return a keyed digest of the address in the form: the limiter's memory holds no addresses."""
    return state().database.context.vault.digest("limits", request.form.get("email", "").strip().lower())


def network_and_account() -> str:
    """Return what failures of one network with one account are counted under."""
    return f"{get_remote_address()}:{account_key()}"


def strangers_to_account() -> str:
    """Return what failures with one account are counted under: a browser of its owner's is counted by itself."""
    token = device_token()
    with reading() as session:
        is_known = bool(token) and queries.knows_device(session, request.form.get("email", ""), token)
    return f"{account_key()}:{token_digest(token) if is_known else 'strangers'}"


def strangers_to(physician_id: int) -> str:
    """Return the same for somebody whose password was right."""
    token = device_token()
    with reading() as session:
        is_known = bool(token) and queries.is_known_device(session, physician_id, token)
    return f"second-step:{physician_id}:{token_digest(token) if is_known else 'strangers'}"


def note_wrong_code(physician_id: int) -> None:
    """Have an account's owner told, once a day, that somebody has the password and guesses at codes."""
    if not state().settings.rate_limits:
        return
    key = f"wrong-code:{physician_id}"
    if limiter.limiter.hit(_TELL_AFTER, key) or not limiter.limiter.hit(_TELL_AGAIN, key):
        return
    with transaction() as session:
        outbox.record(session, SecondStepFailed(physician_id=physician_id))
