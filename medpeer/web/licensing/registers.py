"""The reviewers' register browser: every edition with its age, and a look at what they hold."""

from http import HTTPStatus
from typing import Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from medpeer.core.errors import InvalidInputError
from medpeer.licensing.models import ImportKind
from medpeer.licensing.policy.lookups import read_lookup
from medpeer.licensing.queries import browsing
from medpeer.licensing.queries.browsing import Found
from medpeer.licensing.queries.editions import list_editions
from medpeer.licensing.service import browsing as service
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing import register_words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction

KINDS: Final = {
    ImportKind.FULL: "whole register",
    ImportKind.WEEKLY: "weekly changes",
    ImportKind.DEACTIVATION: "numbers put out of use",
}


class LookupForm(FlaskForm):
    """What to look up."""

    q = StringField("NPI, name, or state and licence number")


@bp.get("/review/registers")
@access(Access.REVIEWER)
def show_registers() -> ResponseReturnValue:
    """Show every register in use and the files it came from, with a box to look something up."""
    return _page(LookupForm(formdata=None))


@bp.post("/review/registers")
@limiter.limit("120 per hour")
@access(Access.REVIEWER)
def look_up() -> ResponseReturnValue:
    """Look something up; the look is noted first. It is sent as a form, so that no address and no log holds a name."""
    form, actor = LookupForm(), current_actor()
    try:
        lookup = read_lookup(form.q.data or "")
    except InvalidInputError as error:
        form.q.errors = [error.advice]
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        service.note_lookup(session, actor, lookup)
    with reading() as session:
        found = browsing.look_up(session, actor, lookup)
    page = make_response(_page(form, found))
    page.headers["Cache-Control"] = "no-store"
    return page


def _page(form: LookupForm, found: Found | None = None) -> str:
    with reading() as session:
        editions = list_editions(session)
        readings = browsing.list_readings(session, current_actor())
    return render_template(
        "licensing/registers.html",
        form=form,
        found=found,
        read_as=register_words.read_as(found.lookup) if found else "",
        records=[register_words.record_row(one, found.today) for one in found.records] if found else [],
        boards=[register_words.board_row(one) for one in found.boards] if found else [],
        exclusions=[register_words.exclusion_row(one, found.today) for one in found.exclusions] if found else [],
        editions=editions,
        readings=readings,
        kinds=KINDS,
        titles=register_words.TITLES,
    )
