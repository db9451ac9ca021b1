"""Lists of threads."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from medpeer.discussions import queries
from medpeer.discussions.models import SpaceKind
from medpeer.discussions.queries import Facet, ThreadFilter
from medpeer.web.access import Access, access, current_actor
from medpeer.web.discussions.blueprint import bp
from medpeer.web.state import reading


@bp.get("/cases")
@access(Access.VERIFIED)
def list_cases() -> ResponseReturnValue:
    """Show all cases."""
    return _page(ThreadFilter(SpaceKind.CASE))


@bp.get("/practice")
@access(Access.VERIFIED)
def list_practice() -> ResponseReturnValue:
    """Show all questions about practice."""
    return _page(ThreadFilter(SpaceKind.PRACTICE))


@bp.get("/spaces/<slug>")
@access(Access.VERIFIED)
def show_space(slug: str) -> ResponseReturnValue:
    """Show the threads of one space."""
    with reading() as session:
        space = queries.access_space(session, current_actor(), slug)
    return _page(ThreadFilter(space.kind, slug), title=space.title)


def _page(wanted: ThreadFilter, *, title: str = "") -> ResponseReturnValue:
    asked = request.args.get("facet", "")
    facet = Facet(asked) if asked in set(Facet) else Facet.ALL
    wanted = replace(wanted, facet=facet, page=request.args.get("page", 1, type=int))
    actor = current_actor()
    with reading() as session:
        found = queries.list_threads(session, actor, wanted)
        spaces = queries.list_spaces(session, actor, wanted.kind)
    return render_template(
        "discussions/list.html", found=found, spaces=spaces, wanted=wanted, facets=list(Facet), space_title=title
    )
