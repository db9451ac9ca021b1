"""Telling what it was."""

from http import HTTPStatus

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.content import Visibility
from medpeer.core.errors import InvalidInputError, NotAllowedError, NotFoundError
from medpeer.discussions import policy, queries, service
from medpeer.discussions.models import ConfirmedBy, ThreadStatus
from medpeer.discussions.queries import ThreadView
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.discussions.blueprint import bp
from medpeer.web.discussions.forms import OutcomeForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("/threads/<int:thread_id>/solve")
@access(Access.VERIFIED)
def give_outcome(thread_id: int) -> ResponseReturnValue:
    """Show the asker the form for the outcome."""
    view = _own_thread(thread_id)
    return _page(view, _form(view))


@bp.post("/threads/<int:thread_id>/solve")
@limiter.limit("30 per hour")
@access(Access.VERIFIED)
def solve_thread(thread_id: int) -> ResponseReturnValue:
    """Give a thread its outcome, or show the form again with what the gate found."""
    view = _own_thread(thread_id)
    form = _form(view)
    if form.replace.data:
        form.replace_ticked()
        return _page(view, form)
    try:
        done = form.is_valid and _solve(thread_id, form)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        done = False
    if not done:
        return _page(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return stored(url_for("discussions.show_thread", thread_id=thread_id))


def _solve(thread_id: int, form: OutcomeForm) -> bool:
    actor = current_actor()
    examined = gate.examine_together(form.candidates(), form.terms())
    with transaction() as session:
        thread = queries.access_thread(session, actor, thread_id)
        texts = gate.clear_together(session, examined)
        outcome = service.NewOutcome(
            diagnosis=texts["diagnosis"],
            summary=texts["summary"],
            lesson=texts.get("lesson"),
            confirmed_by=ConfirmedBy(form.confirmed_by.data),
            certainty_percent=form.certainty_percent.data,
        )
        service.solve_thread(session, actor, thread, outcome)
    return True


def _own_thread(thread_id: int) -> ThreadView:
    with reading() as session:
        view = queries.thread_page(session, current_actor(), thread_id)
    if view.visibility is not Visibility.VISIBLE or not policy.CONFIRMATIONS[view.kind]:
        raise NotFoundError
    policy.check_may_write(current_actor())
    if not view.mine or view.status is ThreadStatus.SOLVED:
        message = "Only whoever asked can give the outcome, and only once. Add a reply instead."
        raise NotAllowedError(message)
    return view


def _form(view: ThreadView) -> OutcomeForm:
    form = OutcomeForm()
    form.place_topics = view.topics
    form.confirmed_by.choices = {one.value: one.label.capitalize() for one in policy.CONFIRMATIONS[view.kind]}
    form.renew()
    return form


def _page(view: ThreadView, form: OutcomeForm) -> str:
    return render_template(
        "discussions/solve.html", thread=view, form=form, findings=form.shown_findings(), risk=form.shown_risk()
    )
