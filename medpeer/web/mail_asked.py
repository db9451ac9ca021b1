"""Mail that a page asks for and anybody may ask for: how much of it goes to one address, and of which sign-up."""

from typing import Final

from flask import render_template, request
from limits import parse

from medpeer.credentials.errors import StaleSlipError
from medpeer.credentials.slips import SlipPurpose, read_slip, write_slip
from medpeer.web.guessing import account_key
from medpeer.web.limits import limiter
from medpeer.web.signing_in import session_token
from medpeer.web.state import state

MAIL_LIMIT: Final = parse("6 per hour")
"""Mails of one page to one address."""


def may_mail() -> bool:
    """Count a mail to the address of the form, and tell whether it may go out.

    Where the count is full, the page answers as ever: whoever asked for the others, the owner has their mails, and is
    not to be told that they may not sign up.
    """
    return not state().settings.rate_limits or limiter.limiter.hit(MAIL_LIMIT, f"{request.endpoint}:{account_key()}")


def check_mail_page(address: str, proof_id: int | None, *, again: bool) -> str:
    """Return the page that says where a mail went; its slip knows the sign-up, if there is one, and looks alike."""
    value = f"{proof_id or 0:020d}"
    slip = write_slip(state().database.context, SlipPurpose.SIGN_UP, session_token=session_token(), value=value)
    return render_template("auth/check_mail.html", email=address, slip=slip, again=again)


def find_sign_up(slip: str) -> int | None:
    """Return the link that was mailed for the sign-up of this browser, or ``None`` where its page is too old."""
    try:
        value = read_slip(state().database.context, slip, SlipPurpose.SIGN_UP, session_token=session_token())
    except StaleSlipError:
        return None
    return int(value) or None
