"""Deleting one's account: the choice about one's texts, the time to change one's mind, the way back."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from wtforms import RadioField

from medpeer.core.errors import InvalidInputError
from medpeer.leaving import policy, queries
from medpeer.leaving.errors import DeadStayError
from medpeer.leaving.models import TextsChoice
from medpeer.leaving.service import announcing
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import link_ended
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction
from medpeer.web.step_up import fresh_proof
from medpeer.web.user_text import TextForm

bp = Blueprint("leaving", __name__)

LINK_LIMIT: Final = "30 per hour"


class LeavingForm(TextForm):
    """What becomes of the texts."""

    texts = RadioField("Your texts", choices={one.value: one.value for one in TextsChoice})

    def choice(self) -> TextsChoice:
        """Return the choice.

        Raises:
            InvalidInputError: there is none.
        """
        if self.texts.data not in set(TextsChoice):
            message = "Choose what becomes of your texts."
            raise InvalidInputError(message, field="texts")
        return TextsChoice(self.texts.data)


@bp.get("/account/leave")
@access(Access.SIGNED_IN)
def show_leaving() -> ResponseReturnValue:
    """Show what deleting means, or until when it can be taken back."""
    return _page(LeavingForm(formdata=None, texts=TextsChoice.LEAVE))


def _page(form: LeavingForm) -> str:
    actor = current_actor()
    with reading() as session:
        departure = queries.view_departure(session, actor)
        written = queries.count_written(session, actor)
    return render_template(
        "account/leave.html",
        form=form,
        departure=departure,
        written=written,
        grace_days=policy.GRACE.days,
        spread_days=policy.SPREAD.days,
    )


@bp.post("/account/leave")
@access(Access.SIGNED_IN)
@fresh_proof("leaving.show_leaving")
def ask_to_leave() -> ResponseReturnValue:
    """Note the wish; nothing changes before the time to change one's mind is over."""
    form = LeavingForm()
    try:
        choice = form.choice()
    except InvalidInputError as error:
        form.show(error)
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        announcing.ask_to_leave(session, current_actor(), choice)
    return redirect(url_for(".show_leaving"), HTTPStatus.SEE_OTHER)


@bp.post("/account/leave/stay")
@access(Access.SIGNED_IN)
def stay() -> ResponseReturnValue:
    """Keep the account."""
    try:
        with transaction() as session:
            announcing.stay(session, current_actor().physician_id)
    except DeadStayError as error:
        return _dead(error)
    flash("Your account stays. Nothing was changed.", "done")
    return redirect(url_for("account.show_account"), HTTPStatus.SEE_OTHER)


@bp.get("/stay/<token>")
@access(Access.PUBLIC)
def show_stay(token: str) -> ResponseReturnValue:
    """Show the button that keeps an account: programs that look through mail press none."""
    try:
        with reading() as session:
            queries.access_by_token(session, token)
    except DeadStayError as error:
        return _dead(error)
    return render_template("auth/stay.html", token=token)


@bp.post("/stay/<token>")
@limiter.limit(LINK_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def keep(token: str) -> ResponseReturnValue:
    """Keep the account on the word of its mailbox."""
    try:
        with transaction() as session:
            announcing.stay(session, queries.access_by_token(session, token).physician_id)
    except DeadStayError as error:
        return _dead(error)
    flash("The account stays. Nothing was changed.", "done")
    return redirect(url_for("auth.sign_in"), HTTPStatus.SEE_OTHER)


def _dead(error: DeadStayError) -> ResponseReturnValue:
    return link_ended(error.advice, url_for("account.show_account"), "See your account")
