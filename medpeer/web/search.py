"""The search page. What is typed comes by POST and goes back in the page only: never into an address or a log."""

import logging
from http import HTTPStatus
from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from medpeer.accounts.models import Specialty
from medpeer.search.errors import IndexBrokenError
from medpeer.search.finder import Narrowing, Results, find
from medpeer.search.query import Kind, Query, parse
from medpeer.search.terms import suggestions
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import wants_fragment
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state

log = logging.getLogger(__name__)

bp = Blueprint("search", __name__)

EXAMPLES: Final = (
    ("PE normal d-dimer", "abbreviations and what they stand for, either way"),
    ('"not ruled out"', "the exact phrase"),
    ("fever -travel is:solved", "without a word, and with an outcome"),
    ('dx:"giant cell arteritis"', "what it turned out to be"),
    ("type:paper after:2026-01", "papers put up since a month"),
)


@bp.get("/search")
@access(Access.VERIFIED)
def search_page() -> ResponseReturnValue:
    """Show the empty box with examples."""
    return render_template("search/search.html", examples=EXAMPLES, terms=suggestions(), query=parse(""))


@bp.post("/search")
@limiter.limit("60 per minute")
@access(Access.VERIFIED)
def search() -> ResponseReturnValue:
    """Answer a query with its results, as a page or as the fragment that htmx puts into it."""
    # A button of the page asks its own variant; the box says what was typed.
    asked = request.form.get("ask")
    query = parse(asked if asked is not None else request.form.get("q", ""))
    if query.is_empty and not query.parts:
        return search_page()
    try:
        results = _find(query)
    except IndexBrokenError as error:
        log.warning("search.index_unreadable", exc_info=error)
        state().search.repair_soon()
        status = HTTPStatus.OK if wants_fragment() else HTTPStatus.SERVICE_UNAVAILABLE
        return _answer(query, None, advice=error.advice), status
    return _answer(query, results, box_follows=asked is not None)


def _find(query: Query) -> Results:
    with reading() as session:
        return find(session, state().search.backend, current_actor(), query, _narrowing(), page=_page())


def _answer(query: Query, results: Results | None, *, advice: str = "", box_follows: bool = False) -> str:
    template = "search/_results.html" if wants_fragment() else "search/search.html"
    return render_template(
        template,
        query=query,
        results=results,
        narrowing=_narrowing(),
        advice=advice,
        terms=suggestions(),
        fragment=wants_fragment(),
        box_follows=box_follows,
    )


def _narrowing() -> Narrowing:
    kinds, specialties = request.form.getlist("kind"), request.form.getlist("specialty")
    return Narrowing(
        kinds=frozenset(Kind(one) for one in kinds if one in set(Kind)),
        specialties=frozenset(Specialty(one) for one in specialties if one in set(Specialty)),
    )


def _page() -> int:
    return request.form.get("page", 1, type=int)
