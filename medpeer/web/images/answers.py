"""How the views of images answer: a script's JSON, or the same on a page."""

from http import HTTPStatus

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from medpeer.core.errors import MedpeerError, TooManyError
from medpeer.gate import IdentifiersFoundError, IdentifiersInImageError
from medpeer.images.pending import Pending
from medpeer.web.finding_rows import fields_json
from medpeer.web.images.rows import pending_row, region_row


def wants_page() -> bool:
    """Tell whether a browser navigates here; anything else is a script's request."""
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def ready(pending: Pending) -> ResponseReturnValue:
    """Send a browser on to prepare what was sent in, or tell a script all about it."""
    if wants_page():
        page = "images.show_study" if pending.study else "images.prepare"
        return redirect(url_for(page, token=pending.token), HTTPStatus.SEE_OTHER)
    return jsonify(pending_row(pending)), HTTPStatus.CREATED


def refusal(error: MedpeerError) -> ResponseReturnValue:
    """Return what a script learns of a refusal: a sentence, and the places if there are some."""
    row: dict[str, object] = {"error": error.advice}
    if isinstance(error, IdentifiersFoundError):
        row["fields"] = fields_json(error.verdicts)
    if isinstance(error, IdentifiersInImageError):
        row["regions"] = [region_row(one) for one in error.regions]
    return jsonify(row), status_of(error)


def status_of(error: MedpeerError) -> HTTPStatus:
    """Return the status of a refusal."""
    too_many = isinstance(error, TooManyError)
    return HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY
