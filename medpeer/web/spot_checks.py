"""The moderators' second looks: what an author kept, and what today's check would refuse."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField

from medpeer.moderation import queries, service
from medpeer.moderation.marks import marked
from medpeer.moderation.queries import SpotCheckView
from medpeer.moderation.vocabulary import SpotCheckCause, SpotCheckVerdict
from medpeer.web.access import Access, access, current_actor
from medpeer.web.desks import next_in_queue
from medpeer.web.state import reading, transaction

bp = Blueprint("spot_checks", __name__)

_SAID: Final = {
    SpotCheckVerdict.STANDS: "It stands.",
    SpotCheckVerdict.OVERTURNED: "Overturned and hidden. Its author is told, and another moderator decides.",
}


class VerdictForm(FlaskForm):
    """What comes of one second look: the button pressed."""

    verdict = RadioField("Verdict", choices={one.value: one.label for one in SpotCheckVerdict}, validate_choice=True)


@bp.get("/moderation/checks")
@access(Access.MODERATOR)
def show_queue() -> ResponseReturnValue:
    """List what waits for a second look, without a word of it."""
    with reading() as session:
        queue = queries.list_spot_checks(session, current_actor())
    return render_template("moderation/checks.html", queue=queue)


@bp.get("/moderation/checks/<int:spot_check_id>")
@access(Access.MODERATOR)
def show_check(spot_check_id: int) -> ResponseReturnValue:
    """Show one text with the places in question marked."""
    return _page(spot_check_id)


@bp.post("/moderation/checks/<int:spot_check_id>")
@access(Access.MODERATOR)
def settle(spot_check_id: int) -> ResponseReturnValue:
    """Let a text stand, or overturn what its author kept: it is then hidden and a case."""
    form, actor = VerdictForm(), current_actor()
    if not form.validate():
        return _page(spot_check_id), HTTPStatus.UNPROCESSABLE_ENTITY
    verdict = SpotCheckVerdict(form.verdict.data)
    with transaction() as session:
        service.settle_spot_check(session, actor, spot_check_id, verdict)
    flash(_SAID[verdict], "done")
    with reading() as session:
        rows = queries.list_spot_checks(session, actor).rows
    later = next_in_queue(sorted(row.id for row in rows), spot_check_id)
    place = url_for(".show_queue") if later is None else url_for(".show_check", spot_check_id=later)
    return redirect(place, HTTPStatus.SEE_OTHER)


def _page(spot_check_id: int) -> str:
    with reading() as session:
        view = queries.view_spot_check(session, current_actor(), spot_check_id)
    return render_template("moderation/check.html", view=view, part=_marked(view))


def _marked(view: SpotCheckView) -> object:
    if view.part is None:
        return None
    # The ledger keeps no places: the engine finds them again, and of what was kept only its kinds.
    return marked(view.part, view.kept if view.row.cause is SpotCheckCause.ATTESTATION else None)
