"""The last steps of every way in: from a proved person to a session under a fresh token, and out again."""

from http import HTTPStatus
from typing import Final

from flask import flash, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from medpeer.accounts import service as accounts
from medpeer.accounts.devices import Device, read_device
from medpeer.core.crypto import new_token
from medpeer.credentials.service.devices import meet_device
from medpeer.web.access import safe_next
from medpeer.web.sessions import CookieSession, state_sessions
from medpeer.web.state import state

_DEVICE_S: Final = 365 * 24 * 3600


def session_token() -> str:
    """Return the token of this browser's session, signed in or not: what slips are bound to.

    Raises:
        TypeError: the session is not one of ours.
    """
    return _opened().token


def this_device() -> Device:
    """Return what this request's browser says it is."""
    return read_device(request.user_agent.string)


def device_token() -> str:
    """Return the token by which this browser is known from earlier sign-ins, empty for a new one."""
    return request.cookies.get(_device_cookie(), "")


def admit(database: Session, physician_id: int, target: str | None) -> Response:
    """Open a session for a person who has proved enough, and answer with the way to ``target``.

    The transaction is the one in which the proof was checked: what it rests on may change at any moment.
    """
    open_here(database, physician_id)
    return go_in(target)


def open_here(database: Session, physician_id: int, *, proved_here: bool = True) -> int:
    """Open a session in this browser and return its number; ``go_in`` is the answer that goes with it."""
    signed_in = accounts.open_session(database, physician_id, this_device(), proved_here=proved_here)
    meet_browser(database, physician_id)
    _rotate(signed_in.token)
    return signed_in.device_session_id


def go_in(target: str | None) -> Response:
    """Return the way to ``target`` for somebody for whom a session was opened, in a browser that is known from now."""
    return remember_browser(make_response(redirect(safe_next(target), HTTPStatus.SEE_OTHER)))


def meet_browser(database: Session, physician_id: int) -> None:
    """Count this browser among a person's own; ``remember_browser`` gives it the token by which it is known."""
    meet_device(database, physician_id, _browser_token())


def _browser_token() -> str:
    """Return the token of this browser, the same all through a request."""
    if "browser_token" not in g:
        g.browser_token = device_token() or new_token()
    return str(g.browser_token)


def signed_out(notice: str) -> ResponseReturnValue:
    """Return the way to the sign-in page with a notice, under a token that belongs to nobody."""
    _rotate(new_token())
    flash(notice, "info")
    response = make_response(redirect(url_for("auth.sign_in"), HTTPStatus.SEE_OTHER))
    # Pages of the member's must not come back by the back button of a shared computer.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _device_cookie() -> str:
    return f"{state_sessions().cookie_name}-device"


def remember_browser(answer: Response) -> Response:
    """Return ``answer`` with the token by which this browser is known from now."""
    answer.set_cookie(
        _device_cookie(),
        _browser_token(),
        max_age=_DEVICE_S,
        httponly=True,
        samesite="Lax",
        secure=state().settings.production,
        path="/",
    )
    return answer


def _opened() -> CookieSession:
    opened: object = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the proxy hides the type
    if not isinstance(opened, CookieSession):
        raise TypeError
    return opened


def _rotate(token: str) -> None:
    state_sessions().rotate(_opened(), token)
