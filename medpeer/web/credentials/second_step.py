"""The second step of a sign-in: the password was right, and the account asks for more."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.credentials.errors import StaleSlipError, TooManyCodesError, WrongCodeError
from medpeer.credentials.queries import has_factor
from medpeer.credentials.service import proof
from medpeer.credentials.slips import SlipPurpose, read_slip, spend_slip, write_slip
from medpeer.web.access import Access, access
from medpeer.web.credentials.blueprint import bp
from medpeer.web.credentials.ceremony import ask_any
from medpeer.web.credentials.forms import CodeForm
from medpeer.web.guessing import code_tries, note_wrong_code
from medpeer.web.signing_in import admit, admit_in, session_token
from medpeer.web.state import reading, state, transaction


def go_on(physician_id: int, target: str | None) -> ResponseReturnValue:
    """Let a person in whose password was right, or ask for the second step of who has one."""
    with reading() as database:
        wants_more = has_factor(database, physician_id)
    return ask_second_step(physician_id, target) if wants_more else admit(physician_id, target)


def ask_second_step(physician_id: int, target: str | None) -> ResponseReturnValue:
    """Answer a right password with the question for a second proof; nothing is signed in yet."""
    slip = write_slip(
        state().database.context, SlipPurpose.SECOND_STEP, session_token=session_token(), value=str(physician_id)
    )
    return _page(CodeForm(formdata=None, slip=slip, next=target or ""))


def _page(form: CodeForm) -> str:
    asked = ask_any(SlipPurpose.SIGN_IN)
    return render_template("credentials/second_step.html", form=form, asked=asked)


def _read_pending(slip: str) -> int:
    """Return who gave a right password a moment ago, in this browser.

    Raises:
        StaleSlipError: nobody did, or too long ago.
    """
    context = state().database.context
    return int(read_slip(context, slip, SlipPurpose.SECOND_STEP, session_token=session_token()))


@bp.post("/sign-in/second-step")
@access(Access.PUBLIC)
def take_second_step() -> ResponseReturnValue:
    """Take a code of the app or a recovery code, and sign in."""
    form = CodeForm()
    slip = form.slip.data or ""
    try:
        return _take(form, _read_pending(slip), slip)
    except StaleSlipError as error:
        flash(error.advice, "tell")
        return redirect(url_for("auth.sign_in"), HTTPStatus.SEE_OTHER)


def _take(form: CodeForm, physician_id: int, slip: str) -> ResponseReturnValue:
    tries = code_tries(physician_id)
    if tries.are_used_up():
        raise TooManyCodesError
    try:
        with transaction() as database:
            proof.check_code(database, physician_id, form.code.data or "")
            spend_slip(database, slip)
            return admit_in(database, physician_id, form.next.data)
    except WrongCodeError as error:
        tries.count_one()
        note_wrong_code(physician_id)
        form.show(error)
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
