"""Limits on guessing that its victim never feels: strangers to an account are counted apart from its owner.

Whoever guesses at one account from many networks shares one count with all browsers its owner never signed in from.
The owner's own browsers have counts of their own, wherever they are, and passkeys none. Where a count is full,
passwords are still taken, but a right one is not told apart from a wrong one: it sends a link to the owner's address.
So no number of wrong passwords shuts the owner out, in a new browser either, and to guess on is of no use.
"""

from dataclasses import dataclass
from typing import Final

from flask import request
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.policy import normalise_email
from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.credentials import queries
from medpeer.credentials.events import SecondStepFailed
from medpeer.web.limits import limiter
from medpeer.web.signing_in import device_token
from medpeer.web.state import reading, state, transaction

PAIR_LIMIT: Final = parse("10 per 15 minutes")
"""Failures of one network, or one browser of the owner's, with one account. Of codes, each has three chances in a
million, so a day of them finds one in 350 times; the account's owner hears of it before."""
STRANGERS_LIMIT: Final = parse("60 per hour")
"""Failures with one account from all browsers together that its owner never used, wherever they are."""
NETWORK_LIMIT: Final = parse("200 per hour")
"""Failures of a whole network, wide enough for a hospital behind one address."""

_TELL_AFTER: Final = parse("4 per hour")
_TELL_AGAIN: Final = parse("1 per day")


@dataclass(frozen=True, slots=True)
class Tries:
    """The counts under which a failure falls, each with its limit."""

    counts: tuple[tuple[RateLimitItem, str], ...]

    def are_used_up(self) -> bool:
        """Tell whether one of the counts is full."""
        enabled = state().settings.rate_limits
        return enabled and not all(limiter.limiter.test(limit, key) for limit, key in self.counts)

    def count_one(self) -> None:
        """Count a failure."""
        if not state().settings.rate_limits:
            return
        for limit, key in self.counts:
            limiter.limiter.hit(limit, key)


def account_key() -> str:
    """Return a keyed digest of the address in the form, the same for its every spelling: limits know none.

    A domain in full-width letters is the same domain. Counted apart, each spelling would bring new tries.
    """
    return state().database.context.vault.digest("limits", _one_spelling(request.form.get("email", "")))


def _one_spelling(typed: str) -> str:
    try:
        return normalise_email(typed)
    except InvalidEmailError:
        return typed.strip().lower()


def password_tries() -> Tries:
    """Return under what a wrong password for the account of the form is counted."""
    token = device_token()
    with reading() as session:
        is_known = bool(token) and queries.knows_device(session, request.form.get("email", ""), token)
    return _tries("password", account_key(), is_known=is_known)


def code_tries(physician_id: int) -> Tries:
    """Return under what a wrong code of somebody whose password was right is counted."""
    token = device_token()
    with reading() as session:
        is_known = bool(token) and queries.is_known_device(session, physician_id, token)
    return _tries("code", str(physician_id), is_known=is_known)


def _tries(kind: str, whose: str, *, is_known: bool) -> Tries:
    if is_known:
        return Tries(((PAIR_LIMIT, f"{kind}:{whose}:device:{token_digest(device_token())}"),))
    network = get_remote_address()
    return Tries(
        (
            (PAIR_LIMIT, f"{kind}:{whose}:{network}"),
            (STRANGERS_LIMIT, f"{kind}:{whose}:strangers"),
            (NETWORK_LIMIT, f"{kind}:{network}"),
        )
    )


def note_wrong_code(physician_id: int) -> None:
    """Have an account's owner told, once a day, that somebody has the password and guesses at codes."""
    if not state().settings.rate_limits:
        return
    key = f"wrong-code:{physician_id}"
    if limiter.limiter.hit(_TELL_AFTER, key) or not limiter.limiter.hit(_TELL_AGAIN, key):
        return
    with transaction() as session:
        outbox.record(session, SecondStepFailed(physician_id=physician_id))
