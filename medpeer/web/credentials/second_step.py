"""The second step of a sign-in: the password was right, and the account asks for more."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from medpeer.accounts import service as accounts
from medpeer.accounts.queries import Credentials
from medpeer.credentials import queries
from medpeer.credentials.errors import StaleSlipError, TooManyCodesError, WrongCodeError
from medpeer.credentials.service import proof
from medpeer.credentials.slips import SlipPurpose, read_slip, spend_slip, write_slip
from medpeer.hospitals import service as hospitals
from medpeer.hospitals.errors import NotLinkedError
from medpeer.hospitals.identity import CameBy
from medpeer.web.access import Access, access
from medpeer.web.credentials.blueprint import bp
from medpeer.web.credentials.ceremony import ask_any
from medpeer.web.credentials.forms import CodeForm
from medpeer.web.guessing import code_tries, note_wrong_code
from medpeer.web.signing_in import admit, go_in, open_here, session_token
from medpeer.web.state import reading, state, transaction


def go_on(checked: Credentials, target: str | None) -> ResponseReturnValue:
    """Let a person in whose password was right, or ask for the second step of who has one.

    Whatever opens a session on the strength of a password passes here.

    Raises:
        WrongCredentialsError: the password was changed since it was checked.
    """
    with transaction() as database:
        accounts.check_unchanged(database, checked)
        if not queries.has_factor(database, checked.physician_id):
            return admit(database, checked.physician_id, target)
    return ask_second_step(checked, target)


def ask_second_step(begun_under: Credentials, target: str | None, came_by: CameBy | None = None) -> ResponseReturnValue:
    """Answer a right password, or a hospital's word, with the question for a second proof; nothing is signed in yet.

    The step ends with the password of ``begun_under``, the present one where a hospital's word was taken.
    """
    pending = _Pending(begun_under.physician_id, _password_mark(begun_under.password_hash), came_by)
    way = [came_by.link_id, came_by.sid_digest] if came_by else None
    value = json.dumps([pending.physician_id, pending.password_mark, way])
    slip = write_slip(state().database.context, SlipPurpose.SECOND_STEP, session_token=session_token(), value=value)
    return _page(CodeForm(formdata=None, slip=slip, next=target or ""), pending)


def _password_mark(password_hash: str) -> str:
    return state().database.context.vault.digest("second-step", password_hash)


@dataclass(frozen=True, slots=True)
class _Pending:
    """Whose first step is done, under which password, and by which hospital, if it was not the password."""

    physician_id: int
    password_mark: str
    came_by: CameBy | None


def _read_pending(slip: str) -> _Pending:
    """Return whose first step was done a moment ago, in this browser.

    Raises:
        StaleSlipError: nobody's, or too long ago.
    """
    context = state().database.context
    value = read_slip(context, slip, SlipPurpose.SECOND_STEP, session_token=session_token())
    physician_id, mark, came_by = json.loads(value)
    return _Pending(physician_id, mark, CameBy(*came_by) if came_by else None)


def _page(form: CodeForm, pending: _Pending) -> str:
    with reading() as session:
        factors = queries.list_factors(session, pending.physician_id)
    by_hospital = pending.came_by is not None
    asked = ask_any(SlipPurpose.SIGN_IN) if factors.passkeys else None
    return render_template(
        "credentials/second_step.html", form=form, asked=asked, factors=factors, by_hospital=by_hospital
    )


@bp.post("/sign-in/second-step")
@access(Access.PUBLIC)
def take_second_step() -> ResponseReturnValue:
    """Take a code of the app or a recovery code, and sign in."""
    form = CodeForm()
    slip = form.slip.data or ""
    try:
        return _take(form, _read_pending(slip), slip)
    except (NotLinkedError, StaleSlipError) as error:
        flash(error.advice, "tell")
        return redirect(url_for("auth.sign_in"), HTTPStatus.SEE_OTHER)


def _take(form: CodeForm, pending: _Pending, slip: str) -> ResponseReturnValue:
    tries = code_tries(pending.physician_id)
    if tries.are_used_up():
        raise TooManyCodesError
    try:
        with transaction() as database:
            _check_password(database, pending)
            proof.check_code(database, pending.physician_id, form.code.data or "")
            spend_slip(database, slip)
            _open(database, pending)
    except WrongCodeError as error:
        tries.count_one()
        note_wrong_code(pending.physician_id)
        form.show(error)
        return _page(form, pending), HTTPStatus.UNPROCESSABLE_ENTITY
    return go_in(form.next.data)


def _check_password(database: Session, pending: _Pending) -> None:
    """Lock the person of a second step, and refuse where their password is another than it was begun under.

    Raises:
        StaleSlipError: it was changed, set anew or locked since.
    """
    person = accounts.lock_person(database, pending.physician_id)
    if pending.password_mark != _password_mark(person.password_hash):
        raise StaleSlipError


def _open(database: Session, pending: _Pending) -> None:
    device_session_id = open_here(database, pending.physician_id)
    if pending.came_by:
        hospitals.note_sign_in(database, pending.came_by, device_session_id)
