"""The page that asks again who somebody is, before something that an unattended desk must not do."""

from http import HTTPStatus

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.accounts import queries as account_queries
from medpeer.accounts import service as accounts
from medpeer.accounts.errors import WrongCredentialsError
from medpeer.core.errors import InvalidInputError
from medpeer.credentials import queries
from medpeer.credentials.service import proof
from medpeer.credentials.slips import SlipPurpose
from medpeer.web.access import Access, access, current_actor, find_actor, safe_next
from medpeer.web.credentials.blueprint import CODE_LIMIT, bp, was_refused
from medpeer.web.credentials.ceremony import ask_any
from medpeer.web.credentials.forms import ProofForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("/account/prove")
@access(Access.SIGNED_IN)
def show_proof() -> ResponseReturnValue:
    """Ask for a code, a passkey, or the password of an account that has neither."""
    return _page(ProofForm(formdata=None, next=request.args.get("next", "")))


def _page(form: ProofForm) -> str:
    physician_id = current_actor().physician_id
    with reading() as session:
        factors = queries.list_factors(session, physician_id)
        known_ids = queries.list_passkey_ids(session, physician_id)
    asked = ask_any(SlipPurpose.PROVE, known_ids) if known_ids else None
    return render_template("credentials/proof.html", form=form, factors=factors, asked=asked)


def _sign_in_key() -> str:
    """Return under what failures are counted: whoever guesses in one browser shuts no other of the person's."""
    return f"sign-in:{actor.device_session_id}" if (actor := find_actor()) else get_remote_address()


@bp.post("/account/prove")
@limiter.limit(CODE_LIMIT, key_func=_sign_in_key, deduct_when=was_refused)
@access(Access.SIGNED_IN)
def prove() -> ResponseReturnValue:
    """Take the proof and go on to where it was asked for."""
    form = ProofForm()
    try:
        _take(form)
    except InvalidInputError as error:
        form.show(error)
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(safe_next(form.next.data), HTTPStatus.SEE_OTHER)


def _take(form: ProofForm) -> None:
    actor = current_actor()
    if not form.password.data:
        with transaction() as session:
            proof.prove_by_code(session, actor, form.code.data or "")
        return
    with reading() as session:
        found = account_queries.credentials_of(session, actor.physician_id)
    try:
        accounts.check_credentials(found, form.password.data)
    except WrongCredentialsError:
        message = "This is not your password. Try again."
        raise InvalidInputError(message, field="password") from None
    with transaction() as session:
        proof.prove_by_password(session, actor)
