"""Changing the address of an account: asked here, agreed to or stopped by links that were mailed to both addresses."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.accounts import queries as accounts
from medpeer.accounts.passwords import no_password
from medpeer.addresses import queries, service
from medpeer.addresses.errors import DeadChangeError, OthersChangeError
from medpeer.addresses.queries import Side
from medpeer.core.errors import InvalidInputError
from medpeer.web.access import Access, access, current_actor, find_actor
from medpeer.web.answers import link_ended
from medpeer.web.auth_forms import AddressForm
from medpeer.web.limits import limiter
from medpeer.web.same_time import same_time
from medpeer.web.state import reading, transaction
from medpeer.web.step_up import fresh_proof

bp = Blueprint("addresses", __name__)

CHANGE_LIMIT: Final = "6 per hour"
"""Each sends two mails, one of them to whoever has the new address."""
LINK_LIMIT: Final = "30 per hour"


@bp.get("/account/address")
@access(Access.SIGNED_IN)
@fresh_proof()
def show_address() -> ResponseReturnValue:
    """Show the address that counts, a change on its way, and the form of a new one."""
    return _page(AddressForm(formdata=None))


def _page(form: AddressForm) -> str:
    actor = current_actor()
    with reading() as session:
        email = accounts.email_of(session, actor.physician_id)
        pending = queries.pending_change(session, actor)
    return render_template("account/address.html", form=form, email=email, pending=pending)


@bp.post("/account/address")
@limiter.limit(CHANGE_LIMIT)
@access(Access.SIGNED_IN)
@fresh_proof("addresses.show_address")
def ask_change() -> ResponseReturnValue:
    """Mail both addresses; one that has an account of its own gets the same answer here."""
    form = AddressForm()
    try:
        with same_time(), transaction() as session:
            service.ask_change(session, current_actor(), form.email.data or "")
    except InvalidInputError as error:
        form.show(error)
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Two mails are on their way, one to each address.", "done")
    return redirect(url_for(".show_address"), HTTPStatus.SEE_OTHER)


@bp.post("/account/address/drop")
@access(Access.SIGNED_IN)
def drop_change() -> ResponseReturnValue:
    """Let the change on its way drop."""
    with transaction() as session:
        service.drop_change(session, current_actor())
    flash("Your address stays as it is.", "done")
    return redirect(url_for("account.show_account"), HTTPStatus.SEE_OTHER)


@bp.get("/address/<token>")
@access(Access.PUBLIC)
def show_link(token: str) -> ResponseReturnValue:
    """Show what a mailed link can say: to look uses nothing up."""
    try:
        with reading() as session:
            view = queries.view_link(session, find_actor(), token)
    except DeadChangeError as error:
        return _dead(error)
    return render_template("auth/address_link.html", view=view, token=token)


def _dead(error: DeadChangeError) -> ResponseReturnValue:
    return link_ended(error.advice, url_for("account.show_account"), "See your account")


@bp.post("/address/<token>/agree")
@limiter.limit(LINK_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def agree(token: str) -> ResponseReturnValue:
    """Take one mailbox's word for the change; the new one's from whoever is signed in to the account."""
    try:
        with transaction() as session:
            is_done = service.agree(session, find_actor(), token)
    except DeadChangeError as error:
        return _dead(error)
    except OthersChangeError:
        # Whoever is signed in elsewhere comes straight back, and reads why it is not theirs to say.
        return redirect(url_for("auth.sign_in", next=url_for(".show_link", token=token)), HTTPStatus.SEE_OTHER)
    return render_template("auth/address_said.html", said="done" if is_done else "agreed")


@bp.post("/address/<token>/object")
@limiter.limit(LINK_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def object_to(token: str) -> ResponseReturnValue:
    """Stop the change, or undo it; on the old mailbox's word every sign-in ends."""
    password_hash = no_password()
    try:
        with transaction() as session:
            side = service.object_to(session, token, password_hash)
    except DeadChangeError as error:
        return _dead(error)
    return render_template("auth/address_said.html", said="locked" if side is Side.OLD else "stopped")
