"""One table: domain error to status, and the pages people see. No page shows a stack; each has an incident id."""

import logging
import secrets
from http import HTTPStatus
from typing import Final

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException

from medpeer.core import errors as core
from medpeer.gate import IdentifiersFoundError, UnclearedTextError
from medpeer.web.access import find_actor
from medpeer.web.finding_rows import fields_json

log = logging.getLogger(__name__)

STATUS: Final[dict[type[core.MedpeerError], HTTPStatus]] = {
    core.NotFoundError: HTTPStatus.NOT_FOUND,
    core.NotAllowedError: HTTPStatus.FORBIDDEN,
    core.ConflictError: HTTPStatus.CONFLICT,
    core.InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    IdentifiersFoundError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnclearedTextError: HTTPStatus.INTERNAL_SERVER_ERROR,
    core.MedpeerError: HTTPStatus.BAD_REQUEST,
}

_PAGES: Final[dict[int, tuple[str, str]]] = {
    400: ("This request could not be read", "Go back, reload the page and try again."),
    401: ("You are signed out", "Sign in again in another tab, then come back and post. Your text is below."),
    403: ("This is not open to you", "Your account does not allow this. Your onboarding page says what is missing."),
    404: ("There is nothing here", "The page was moved, taken down, or is not open to you. Search may find it."),
    405: ("This page cannot do that", "Go back, reload the page and try again."),
    413: ("That is too much at once", "Shorten the text, or choose a file below 20 MB. Nothing was stored."),
    422: ("This could not be stored", "Something in it must change first. Nothing was stored."),
    429: ("That was many requests in a short time", "Wait a minute, then try again. Nothing you typed was lost."),
    500: ("Something broke on our side", "Nothing was half-stored. Try again; if it happens again, report the number."),
    503: ("medpeer is not ready", "It is starting or under repair. Try again in a minute."),
}
# Never given back, not even to the person who typed it.
_UNSHOWN: Final = frozenset(
    {"csrf_token", "password", "new_password", "token", "code", "slip", "credential", "issuer", "logout_token"}
)


# Shorter values are choices and tokens, not something one would miss.
_LONG_ENOUGH: Final = 20


def status_of(error: core.MedpeerError) -> HTTPStatus:
    """Return the status of a domain error: that of its nearest class in the table."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def _typed_texts() -> list[tuple[str, str]]:
    """Return what this very request submitted, so that its sender loses nothing."""
    if request.content_length is None or request.method != "POST":
        return []
    fields = ((name, value) for name, value in request.form.items(multi=True) if name not in _UNSHOWN)
    return [(name, value) for name, value in fields if "\n" in value or len(value) > _LONG_ENOUGH]


def _answer(status: int, *, title: str, advice: str, incident: str) -> ResponseReturnValue:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error={"status": status, "title": title, "advice": advice, "incident": incident}), status
    texts = _typed_texts() if status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE else []
    page = render_template(
        "errors/error.html",
        status=status,
        title=title,
        advice=advice,
        incident=incident,
        texts=texts,
        signed_in=find_actor() is not None,
    )
    return page, status


def new_incident() -> str:
    """Return a short id that a person can read out and an operator find in the log."""
    return secrets.token_hex(4)


def on_domain_error(error: core.MedpeerError) -> ResponseReturnValue:
    """Answer a refusal made on purpose."""
    status, incident = status_of(error), new_incident()
    log.info("request.refused", extra={"status": int(status), "incident_id": int(incident, 16)})
    if isinstance(error, IdentifiersFoundError) and request.accept_mimetypes.best == "application/json":
        fields = fields_json(error.verdicts)
        return jsonify(error={"status": int(status), "advice": error.advice}, fields=fields), status
    title = _PAGES.get(int(status), _PAGES[400])[0]
    return _answer(int(status), title=title, advice=error.advice, incident=incident)


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error in the product's look."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    title, advice = _PAGES.get(code, _PAGES[400])
    if isinstance(error, BadHost):
        # Without a host that can be one, a page could name no address, not even of its style sheet.
        return title, code, {"Content-Type": "text/plain; charset=utf-8"}
    if isinstance(error, CSRFError):
        title = "This form was out of date"
        advice = (
            "The page was open for long, or you signed in again since. Copy your text, reload the page and post it."
        )
    answer = make_response(_answer(code, title=title, advice=advice, incident=new_incident()))
    if isinstance(error, RateLimitExceeded) and error.limit is not None:
        # The longest that it can take: when the window ends is not kept for every kind of count.
        answer.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return answer


def on_crash(error: Exception) -> ResponseReturnValue:
    """Answer a defect: log where it happened under an incident id, show nothing of it."""
    incident = new_incident()
    log.error("request.crashed", exc_info=error, extra={"incident_id": int(incident, 16)})
    title, advice = _PAGES[500]
    return _answer(500, title=title, advice=advice, incident=incident)


def init_app(app: Flask) -> None:
    """Register the three kinds of error."""
    app.register_error_handler(core.MedpeerError, on_domain_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_crash)
