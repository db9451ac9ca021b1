"""A member's own data: asking for the file, watching it being made, fetching it once."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.own_data import queries, service
from medpeer.own_data.errors import OwnDataGoneError, OwnDataTooOftenError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.state import reading, state, transaction
from medpeer.web.step_up import fresh_proof

bp = Blueprint("own_data", __name__, url_prefix="/account/own-data")

HOME: Final = "own_data.show_own_data"
_FILE_NAME: Final = "medpeer-own-data.zip"


def _page(template: str) -> str:
    with reading() as session:
        newest = queries.view_newest(session, current_actor().physician_id)
    return render_template(template, newest=newest)


@bp.get("")
@access(Access.SIGNED_IN)
def show_own_data() -> ResponseReturnValue:
    """Show what such a file holds, and how far the newest one has come."""
    return _page("own_data/own_data.html")


@bp.get("/progress")
@access(Access.SIGNED_IN)
def show_progress() -> ResponseReturnValue:
    """Show how far the newest file has come, as a part of the page."""
    return _page("own_data/_file.html")


@bp.post("")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def ask_own_data() -> ResponseReturnValue:
    """Have a file made."""
    try:
        with transaction() as session:
            service.ask(session, current_actor())
    except OwnDataTooOftenError as error:
        flash(error.advice, "tell")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


@bp.post("/file")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def fetch_own_data() -> ResponseReturnValue:
    """Send the file, this once, and destroy it."""
    files = state().own_data_files
    try:
        with transaction() as session:
            place = service.fetch(session, current_actor())
        pieces = files.read(place)
    except OwnDataGoneError as error:
        flash(error.advice, "tell")
        return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)
    answer = Response(pieces, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_FILE_NAME}"'
    # Whether it was sent to its end or not.
    answer.call_on_close(lambda: files.destroy(place))
    return answer
