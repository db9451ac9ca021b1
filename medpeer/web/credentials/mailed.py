"""The mailed link of whoever gave the right password while others guessed at the account."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.accounts.errors import WrongCredentialsError
from medpeer.accounts.queries import credentials_of
from medpeer.credentials.errors import DeadSignInLinkError
from medpeer.credentials.queries.links import is_link_open
from medpeer.credentials.service import links
from medpeer.web.access import Access, access
from medpeer.web.answers import link_ended
from medpeer.web.credentials.blueprint import bp
from medpeer.web.credentials.second_step import go_on
from medpeer.web.signing_in import meet_browser, remember_browser
from medpeer.web.state import reading, transaction


@bp.get("/sign-in/link/<token>")
@access(Access.PUBLIC)
def show_link(token: str) -> ResponseReturnValue:
    """Show a button: programs that look through mail follow links, and must not use them up."""
    with reading() as session:
        is_open = is_link_open(session, token)
    return render_template("auth/open_link.html", token=token) if is_open else _dead()


@bp.post("/sign-in/link/<token>")
@access(Access.PUBLIC)
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up: this browser is one of its owner's from now, and the sign-in goes on."""
    try:
        with transaction() as session:
            physician_id = links.use_link(session, token)
            meet_browser(session, physician_id)
            # A new password ends these links: one of the time after the use ends the sign-in too.
            used_under = credentials_of(session, physician_id)
        return remember_browser(make_response(go_on(used_under, None)))
    except (DeadSignInLinkError, WrongCredentialsError):
        return _dead()


def _dead() -> ResponseReturnValue:
    return link_ended(DeadSignInLinkError().advice, url_for("auth.sign_in"), "Sign in")
