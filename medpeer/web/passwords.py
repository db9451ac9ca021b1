"""A forgotten password and a new one. No answer and no time tells a stranger which addresses have accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from wtforms import PasswordField

from medpeer.accounts import policy
from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.errors import WeakPasswordError, WrongCredentialsError
from medpeer.accounts.passwords import hash_password
from medpeer.core.errors import InvalidInputError
from medpeer.credentials import queries
from medpeer.credentials.errors import DeadResetError
from medpeer.credentials.service import password as service
from medpeer.credentials.service.devices import forget_other_devices
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import link_ended
from medpeer.web.auth import SIGN_UP_LIMIT
from medpeer.web.auth_forms import AddressForm
from medpeer.web.credentials.blueprint import CODE_LIMIT, was_refused
from medpeer.web.limits import limiter
from medpeer.web.mail_asked import may_mail
from medpeer.web.same_time import same_time
from medpeer.web.signing_in import device_token, signed_out
from medpeer.web.state import reading, transaction
from medpeer.web.step_up import fresh_proof
from medpeer.web.user_text import TextForm

bp = Blueprint("passwords", __name__)

LINK_LIMIT: Final = "30 per hour"


class NewPasswordForm(TextForm):
    """A new password; ``password`` is the present one, asked for where somebody is signed in."""

    password = PasswordField("Present password")
    new_password = PasswordField("New password")


@bp.get("/forgotten-password")
@access(Access.PUBLIC)
def show_forgotten() -> ResponseReturnValue:
    """Ask for the address of the account."""
    return render_template("auth/forgotten.html", form=AddressForm(formdata=None), sent=False)


@bp.post("/forgotten-password")
@limiter.limit(SIGN_UP_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def ask_reset() -> ResponseReturnValue:
    """Mail a link to the account's address; for an address of nobody the answer is the same."""
    form = AddressForm()
    with same_time():
        if may_mail():
            _ask_reset(form.email.data or "")
    return render_template("auth/forgotten.html", form=form, sent=True)


def _ask_reset(address: str) -> None:
    with transaction() as session:
        service.ask_reset(session, address)


@bp.get("/reset/<token>")
@access(Access.PUBLIC)
def show_reset(token: str) -> ResponseReturnValue:
    """Ask for the new password; to look uses nothing up."""
    with reading() as session:
        is_open = queries.find_open_reset(session, token) is not None
    return _reset_page(NewPasswordForm(formdata=None), token) if is_open else _dead()


def _reset_page(form: NewPasswordForm, token: str) -> str:
    return render_template("auth/reset.html", form=form, token=token)


def _dead() -> ResponseReturnValue:
    return link_ended(DeadResetError().advice, url_for("passwords.show_forgotten"), "Ask for a new link")


@bp.post("/reset/<token>")
@limiter.limit(LINK_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def reset(token: str) -> ResponseReturnValue:
    """Set the password and go to the sign-in, where a second factor is asked for as ever."""
    form = NewPasswordForm()
    with reading() as session:
        found = queries.find_open_reset(session, token)
        address = accounts.email_of(session, found.physician_id) if found is not None else ""
    if found is None:
        return _dead()
    try:
        password_hash = _checked(form, address)
        with transaction() as session:
            service.reset_password(session, token, password_hash)
    except InvalidInputError as error:
        form.show(error)
        return _reset_page(form, token), HTTPStatus.UNPROCESSABLE_ENTITY
    except DeadResetError:
        return _dead()
    return signed_out("Your new password is set, and every sign-in has ended. Sign in with it.")


def _checked(form: NewPasswordForm, address: str) -> str:
    """Return the hash of the new password. Takes the time of a hash, so it stands before the transaction.

    Raises:
        InvalidInputError: it is short, breached or the address itself.
    """
    typed = form.new_password.data or ""
    try:
        policy.check_password(typed, email=address)
    except WeakPasswordError as error:
        raise InvalidInputError(error.advice, field="new_password") from None
    return hash_password(typed)


@bp.get("/account/password")
@access(Access.SIGNED_IN)
@fresh_proof()
def show_change() -> ResponseReturnValue:
    """Ask for the present password and a new one."""
    return render_template("account/password.html", form=NewPasswordForm(formdata=None))


@bp.post("/account/password")
@limiter.limit(CODE_LIMIT, deduct_when=was_refused)
@access(Access.SIGNED_IN)
@fresh_proof("passwords.show_change")
def change() -> ResponseReturnValue:
    """Change the password; the member's other sign-ins end."""
    form, actor = NewPasswordForm(), current_actor()
    with reading() as session:
        found = accounts.credentials_of(session, actor.physician_id)
        address = accounts.email_of(session, actor.physician_id)
    try:
        with _present_password():
            account_service.check_credentials(found, form.password.data or "")
        password_hash = _checked(form, address)
        with _present_password(), transaction() as session:
            account_service.check_unchanged(session, found)
            service.change_password(session, actor, password_hash)
            forget_other_devices(session, actor.physician_id, device_token())
    except InvalidInputError as error:
        form.show(error)
        return render_template("account/password.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Your password is changed. Sign-ins elsewhere have ended.", "done")
    return redirect(url_for("account.show_account"), HTTPStatus.SEE_OTHER)


@contextmanager
def _present_password() -> Iterator[None]:
    """Say beside the field that what was typed is not the present password, or not any more."""
    try:
        yield
    except WrongCredentialsError:
        message = "This is not your present password. Try again, or have a link mailed to set a new one."
        raise InvalidInputError(message, field="password") from None
