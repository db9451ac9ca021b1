"""Signing up, proving an address, signing in and out. No answer and no time tells which addresses have accounts."""

import json
from http import HTTPStatus
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.accounts import queries, service
from medpeer.accounts.errors import DeadLinkError, WrongCredentialsError
from medpeer.core.errors import InvalidInputError
from medpeer.credentials.service.links import ask_link
from medpeer.credentials.slips import SlipPurpose
from medpeer.hospitals.queries import came_by_hospital
from medpeer.web.access import Access, access, current_actor, find_actor, safe_next
from medpeer.web.answers import link_ended
from medpeer.web.auth_forms import AddressForm, ProofForm, SignInForm, SignUpForm
from medpeer.web.credentials.ceremony import ask_any
from medpeer.web.credentials.second_step import go_on
from medpeer.web.guessing import code_tries, password_tries
from medpeer.web.limits import limiter
from medpeer.web.mail_asked import check_mail_page, find_sign_up, may_mail
from medpeer.web.same_time import same_time
from medpeer.web.signing_in import signed_out
from medpeer.web.state import reading, state, transaction

bp = Blueprint("auth", __name__)

SIGN_UP_LIMIT: Final = "30 per hour"
NOT_THAT_ONE: Final = "This is not the password of the sign-up. Check it, or have a link mailed to set a new one."


@bp.get("/sign-up")
@access(Access.PUBLIC)
def sign_up() -> ResponseReturnValue:
    """Show the form of a new account."""
    return render_template("auth/sign_up.html", form=SignUpForm(formdata=None))


@bp.post("/sign-up")
@limiter.limit(SIGN_UP_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def create_account() -> ResponseReturnValue:
    """Open an account and say that a mail is on its way; an address that has one gets the same page."""
    form = SignUpForm()
    try:
        enrolment = service.prepare_sign_up(email=form.email.data or "", password=form.password.data or "")
    except InvalidInputError as error:
        form.show(error)
        return render_template("auth/sign_up.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with same_time():
        proof_id = _sign_up(enrolment) if may_mail() else None
    return check_mail_page(enrolment.address, proof_id, again=False)


def _sign_up(enrolment: service.Enrolment) -> int | None:
    with transaction() as database:
        return service.sign_up(database, enrolment)


@bp.post("/sign-up/resend")
@limiter.limit(SIGN_UP_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def resend() -> ResponseReturnValue:
    """Mail the link once more where it is still needed; the answer is the same where it is not."""
    form = AddressForm()
    address, proof_id = form.email.data or "", find_sign_up(form.slip.data or "")
    with same_time():
        proof_id = _resend(address, proof_id) if may_mail() else proof_id
    return check_mail_page(address, proof_id, again=True)


def _resend(address: str, proof_id: int | None) -> int | None:
    with transaction() as database:
        return service.resend_email_proof(database, address, proof_id)


@bp.get("/prove-email/<token>")
@access(Access.PUBLIC)
def prove_email(token: str) -> ResponseReturnValue:
    """Show a button: programs that look through mail follow links, and must not use them up."""
    with reading() as database:
        is_open = queries.find_open_proof(database, token) is not None
    if not is_open:
        return _dead(DeadLinkError())
    return _proof_page(ProofForm(formdata=None), token)


def _proof_page(form: ProofForm, token: str) -> str:
    return render_template("auth/prove_email.html", form=form, token=token)


def _dead(error: DeadLinkError) -> ResponseReturnValue:
    onward = url_for("licensing.show_onboarding")
    if find_actor() is not None:
        return link_ended(error.advice, onward, "Go on")
    return link_ended(
        error.advice, url_for("auth.sign_in", next=onward), "Sign in", or_else=(url_for("auth.sign_up"), "Sign up")
    )


@bp.post("/prove-email/<token>")
@limiter.limit("30 per hour", key_func=get_remote_address)
@access(Access.PUBLIC)
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up and go on to the licence, signed in.

    It takes the password of the sign-up: who reads the mailbox may press a button in a mail they never asked for, and
    must not open an account to whoever signed up with their address.
    """
    form = ProofForm()
    with reading() as database:
        found = queries.find_credentials_of_link(database, token)
    if found is None:
        return _dead(DeadLinkError())
    try:
        checked = service.check_credentials(found, form.password.data or "")
        with transaction() as database:
            service.prove_email(database, token)
        return go_on(checked, url_for("licensing.show_onboarding"))
    except WrongCredentialsError:
        form.show(InvalidInputError(NOT_THAT_ONE, field="password"))
        return _proof_page(form, token), HTTPStatus.UNPROCESSABLE_ENTITY
    except DeadLinkError as error:
        return _dead(error)


@bp.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Show the form, or go on when somebody is signed in."""
    if find_actor() is not None:
        return redirect(safe_next(request.args.get("next")), HTTPStatus.SEE_OTHER)
    form = SignInForm(formdata=None, next=request.args.get("next", ""))
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm, refusal: str = "") -> str:
    asked = ask_any(SlipPurpose.SIGN_IN)
    hospitals = [client.provider for client in state().hospitals.values()]
    return render_template(
        "auth/sign_in.html", form=form, logins=demo_logins(), refusal=refusal, asked=asked, hospitals=hospitals
    )


@bp.post("/sign-in")
@access(Access.PUBLIC)
def open_session() -> ResponseReturnValue:
    """Check the credentials, then sign in under a fresh token, or ask for the second step of who has one.

    Where wrong ones were given too often, right and wrong ones answer alike, and a link goes to the owner's address.
    """
    form, tries = SignInForm(), password_tries()
    must_mail = tries.are_used_up()
    with reading() as database:
        found = queries.find_credentials(database, form.email.data or "")
    try:
        checked = service.check_credentials(found, form.password.data or "")
        if must_mail or code_tries(checked.physician_id).are_used_up():
            return _mail_link(checked)
        return go_on(checked, form.next.data)
    except WrongCredentialsError as error:
        tries.count_one()
        if must_mail:
            return _mail_link(None)
        return _sign_in_page(form, refusal=error.advice), HTTPStatus.UNPROCESSABLE_ENTITY


def _mail_link(checked: queries.Credentials | None) -> ResponseReturnValue:
    with same_time(), transaction() as database:
        if checked is not None:
            ask_link(database, checked.physician_id)
    return render_template("auth/link_mailed.html")


@bp.post("/sign-out")
@access(Access.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this sign-in here and at once."""
    actor, elsewhere = current_actor(), False
    if actor.device_session_id is not None:
        with transaction() as database:
            elsewhere = came_by_hospital(database, actor.device_session_id)
            service.end_session(database, actor.physician_id, actor.device_session_id)
    return signed_out(
        "You are signed out here. At your hospital you may be signed in still." if elsewhere else "You are signed out."
    )


def demo_logins() -> list[dict[str, str]]:
    """Return the log-ins that the demo offers, or none outside it."""
    path = state().settings.data_dir / "demo-logins.json"
    if not state().settings.demo or not path.is_file():
        return []
    rows = json.loads(path.read_text())
    return [{key: str(row[key]) for key in ("email", "password", "who")} for row in rows]
