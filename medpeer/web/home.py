"""The front page: a member's round, or what this is for whoever is not signed in."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.accounts.actor import Actor
from medpeer.discussions import queries, service
from medpeer.discussions.models import SpaceKind
from medpeer.licensing.queries.membership import ends_soon
from medpeer.web.access import Access, access, current_actor, find_actor
from medpeer.web.answers import stored
from medpeer.web.pages import has_endpoint
from medpeer.web.state import reading, transaction

bp = Blueprint("home", __name__)


@bp.get("/")
@access(Access.PUBLIC)
def round() -> ResponseReturnValue:  # noqa: A001 - the endpoint's name; the built-in is not used here
    """Show the round; strangers get the page that says what this is, applicants go on with their checks."""
    actor = find_actor()
    if actor is None:
        return render_template("home/landing.html")
    if not actor.is_verified:
        page = "licensing.show_onboarding"
        if has_endpoint(page):
            return redirect(url_for(page), HTTPStatus.SEE_OTHER)
        return render_template("home/landing.html")
    return _round(actor)


def _round(actor: Actor) -> ResponseReturnValue:
    with reading() as session:
        view = queries.round_of(session, actor)
        spaces = queries.list_spaces(session, actor, SpaceKind.CASE)
        ends_on = ends_soon(session, actor.physician_id)
    own = next((space for space in spaces if space.specialty is actor.specialty), None)
    others = [space for space in spaces if space is not own and space.unanswered]
    return render_template("home/round.html", round=view, own=own, others=others, ends_on=ends_on)


@bp.post("/round/<int:thread_id>/dismiss")
@access(Access.VERIFIED)
def dismiss(thread_id: int) -> ResponseReturnValue:
    """Take a thread off the member's round."""
    with transaction() as session:
        thread = queries.access_thread(session, current_actor(), thread_id)
        service.dismiss(session, current_actor(), thread)
    return stored(url_for("home.round"))
