"""Unmasking: a privacy officer asks, another agrees, both may look at the name, and the member is told."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, NumberRange

from medpeer.core.content import ContentKind
from medpeer.unmasking import queries, service
from medpeer.unmasking.errors import NobodyThereError
from medpeer.unmasking.models import UnmaskingReason, UnmaskingState
from medpeer.unmasking.policy import OPEN_FOR
from medpeer.unmasking.queries import Identity
from medpeer.web.access import Access, access, current_actor
from medpeer.web.limits import limiter
from medpeer.web.numbers import NumberField
from medpeer.web.state import reading, transaction
from medpeer.web.step_up import ask_proof, fresh, fresh_proof

bp = Blueprint("unmasking", __name__, url_prefix="/unmasking")


class RequestForm(FlaskForm):
    """What is asked: whose post or message, and why."""

    kind = RadioField(
        "What",
        choices={ContentKind.POST.value: "A post", ContentKind.MESSAGE.value: "A message"},
        default=ContentKind.POST.value,
    )
    content_id = NumberField("Its number", validators=[DataRequired(), NumberRange(min=1, max=2**31 - 1)])
    reason = SelectField(
        "Why it has to be known",
        choices={"": "Choose a reason"} | {one.value: one.label for one in UnmaskingReason},
        validators=[DataRequired()],
    )


class AnswerForm(FlaskForm):
    """What the second person says: the button pressed."""

    answer = RadioField("Answer", choices=[UnmaskingState.AGREED.value, UnmaskingState.REFUSED.value])


@bp.get("")
@access(Access.PRIVACY_OFFICER)
def list_requests() -> ResponseReturnValue:
    """List the requests, with a form for a new one."""
    return _list(_asked_about())


@bp.post("")
@limiter.limit("20 per day")
@access(Access.PRIVACY_OFFICER)
def request_name() -> ResponseReturnValue:
    """Ask who wrote something."""
    form = RequestForm()
    if not fresh(current_actor()):
        return ask_proof(url_for(".list_requests", kind=form.kind.data, id=form.content_id.data))
    if not form.validate():
        return _list(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            row = service.request_unmasking(
                session,
                current_actor(),
                ContentKind(form.kind.data),
                form.content_id.data or 0,
                UnmaskingReason(form.reason.data),
            )
    except NobodyThereError as error:
        form.content_id.errors = [str(error)]
        return _list(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_request", unmasking_id=row.id), HTTPStatus.SEE_OTHER)


@bp.get("/yours")
@access(Access.SIGNED_IN)
def list_openings() -> ResponseReturnValue:
    """Show a member which of their own handles were opened."""
    with reading() as session:
        rows = queries.list_openings(session, current_actor())
    return render_template("unmasking/yours.html", rows=rows, open_h=OPEN_FOR // timedelta(hours=1))


@bp.get("/<int:unmasking_id>")
@access(Access.PRIVACY_OFFICER)
def show_request(unmasking_id: int) -> ResponseReturnValue:
    """Show one request, without the name."""
    return _page(unmasking_id)


@bp.post("/<int:unmasking_id>/answer")
@access(Access.PRIVACY_OFFICER)
@fresh_proof(back="unmasking.show_request")
def answer(unmasking_id: int) -> ResponseReturnValue:
    """Agree to another's request, or refuse it."""
    form = AnswerForm()
    if not form.validate():
        return _page(unmasking_id), HTTPStatus.UNPROCESSABLE_ENTITY
    state = UnmaskingState(form.answer.data)
    with transaction() as session:
        service.settle_unmasking(session, current_actor(), unmasking_id, state)
    flash("Agreed. The member is told." if state is UnmaskingState.AGREED else "Refused.", "done")
    return redirect(url_for(".show_request", unmasking_id=unmasking_id), HTTPStatus.SEE_OTHER)


@bp.post("/<int:unmasking_id>/look")
@access(Access.PRIVACY_OFFICER)
@fresh_proof(back="unmasking.show_request")
def look(unmasking_id: int) -> ResponseReturnValue:
    """Show the name once, to one of the two; each time stands in the audit log, and nothing keeps the page."""
    with transaction() as session:
        identity = service.look(session, current_actor(), unmasking_id)
    page = make_response(_page(unmasking_id, identity))
    page.headers["Cache-Control"] = "no-store"
    return page


def _asked_about() -> RequestForm:
    """Return the form, filled with what a link to this page is about."""
    kinds, given = set(ContentKind), request.args.get("kind", "")
    kind = ContentKind(given) if given in kinds else ContentKind.POST
    return RequestForm(formdata=None, kind=kind.value, content_id=request.args.get("id", type=int))


def _list(form: RequestForm) -> str:
    with reading() as session:
        rows = queries.list_unmaskings(session, current_actor())
    return render_template("unmasking/list.html", rows=rows, form=form)


def _page(unmasking_id: int, identity: Identity | None = None) -> str:
    with reading() as session:
        row = queries.view_unmasking(session, current_actor(), unmasking_id)
    return render_template("unmasking/show.html", row=row, identity=identity)
