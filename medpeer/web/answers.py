"""How a view answers what was stored, and tells who asks: a page, a fragment, or a script that keeps the text."""

from http import HTTPStatus

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of a page."""
    return "HX-Request" in request.headers


def stored(location: str) -> ResponseReturnValue:
    """Send the browser on to ``location``: by 303, or by name where a script sent the form and navigates itself.

    A script's fetch would follow a redirect and lose the place in the page.
    """
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(location=location)
    return redirect(location, HTTPStatus.SEE_OTHER)


def link_ended(advice: str, onward: str, label: str, *, or_else: tuple[str, str] | None = None) -> ResponseReturnValue:
    """Say that a mailed link is of no use any more (410), with ``advice`` and a button to ``onward``.

    ``or_else`` is a second way on, an address and its words.
    """
    page = render_template("auth/link_ended.html", advice=advice, onward=onward, label=label, or_else=or_else)
    return page, HTTPStatus.GONE
