"""Sessions: a signed cookie that names a row. The row can be ended; the cookie alone proves nothing.

The cookie holds a random token, when it was last seen (for idle log-off without a write on every read) and notices
written by the program. The CSRF secret is derived from the token, so it changes at sign-in.
"""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, Request, Response, current_app, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from medpeer.accounts import queries
from medpeer.accounts.actor import Actor
from medpeer.core.crypto import Vault, new_token
from medpeer.core.settings import Settings
from medpeer.web.state import reading, state

_REFRESH_S: Final = 60
_FLASHES: Final = "_flashes"
_CSRF: Final = "csrf_token"


F = TypeVar("F", bound=Callable[..., Any])
_UNATTENDED: Final = "__medpeer_unattended__"


def unattended(view: F) -> F:
    """Declare that pages call this view by themselves: to be asked for it keeps nobody signed in."""
    setattr(view, _UNATTENDED, True)
    return view


def _is_unattended() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, _UNATTENDED, False)


class CookieSession(CallbackDict[str, Any], SessionMixin):
    """What a request sees as its session."""

    def __init__(self, token: str, seen_at: int, *, csrf: str, flashes: list[Any], new: bool) -> None:
        """Start from the cookie's content."""
        self.token = token
        self.seen_at = seen_at
        self.new = new
        self.modified = False
        initial: dict[str, Any] = {_CSRF: csrf}
        if flashes:
            initial[_FLASHES] = flashes
        super().__init__(initial, self._changed)

    def _changed(self, _self: object) -> None:
        self.modified = True


class CookieSessions(SessionInterface):
    """Opens and saves ``CookieSession``; one instance an application."""

    def __init__(self, settings: Settings) -> None:
        """Sign with the settings' secret."""
        self._settings = settings
        self._vault = Vault(settings.secret_key)
        self._signer = URLSafeSerializer(settings.secret_key, salt="medpeer-session")

    @property
    def cookie_name(self) -> str:
        """The cookie's name; the ``__Host-`` prefix needs Secure and keeps other hosts from setting it."""
        return "__Host-medpeer" if self._settings.production else "medpeer"

    def read(self, cookie: str | None) -> tuple[str, int, list[Any]] | None:
        """Return token, last-seen second and notices of a cookie value, or ``None`` when forged or idle too long."""
        if not cookie:
            return None
        try:
            token, seen_at, flashes = self._signer.loads(cookie)
        except (BadSignature, ValueError):
            return None
        idle_s = time.time() - seen_at
        return None if idle_s > self._settings.session_idle_min * 60 else (token, seen_at, flashes)

    def open_session(self, app: Flask, request: Request) -> CookieSession:
        """Return the request's session, a fresh anonymous one when there is none."""
        found = self.read(request.cookies.get(self.cookie_name))
        token, seen_at, flashes = found or (new_token(), int(time.time()), [])
        return CookieSession(token, seen_at, csrf=self._csrf(token), flashes=flashes, new=found is None)

    def seal(self, token: str) -> str:
        """Return the cookie value of a token seen now, without notices."""
        return str(self._signer.dumps([token, int(time.time()), []]))

    def csrf_token(self, cookie: str | None) -> str:
        """Return the CSRF token that goes with a cookie value; for clients that build their own requests.

        Raises:
            ValueError: the cookie is not one of ours.
        """
        found = self.read(cookie)
        if found is None:
            message = "no such session"
            raise ValueError(message)
        return str(URLSafeTimedSerializer(self._settings.secret_key, salt="wtf-csrf-token").dumps(self._csrf(found[0])))

    def _csrf(self, token: str) -> str:
        return self._vault.digest("csrf", token)

    def rotate(self, session: CookieSession, token: str) -> None:
        """Take a new token, at sign-in and sign-out: a planted cookie is worth nothing afterwards."""
        session.token = token
        session[_CSRF] = self._csrf(token)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when something changed or a minute has passed."""
        if not isinstance(session, CookieSession) or request.endpoint == "static" or request.blueprint == "health":
            return
        if _is_unattended():
            return
        now = int(time.time())
        if not (session.modified or session.new or now - session.seen_at > _REFRESH_S):
            return
        value = self._signer.dumps([session.token, now, session.get(_FLASHES, [])])
        response.set_cookie(
            self.cookie_name,
            str(value),
            httponly=True,
            samesite="Lax",
            secure=self._settings.production,
            path="/",
        )
        response.vary.add("Cookie")


class SignedInUser(UserMixin):
    """Flask-Login's user: a thin cover over the actor."""

    def __init__(self, actor: Actor) -> None:
        """Cover ``actor``."""
        self.actor = actor

    def get_id(self) -> str:
        """Return the physician's id."""
        return str(self.actor.physician_id)


def load_user(request: Request) -> SignedInUser | None:
    """Return the signed-in user of a request; a fresh read each time, so that suspension counts at once."""
    interface = state_sessions()
    found = interface.read(request.cookies.get(interface.cookie_name))
    if found is None:
        return None
    with reading() as session:
        actor = queries.find_actor(session, found[0], max_age=state().session_max_age)
    return SignedInUser(actor) if actor else None


def state_sessions() -> CookieSessions:
    """Return the running application's session interface."""
    return interface_of(current_app)


def interface_of(app: Flask) -> CookieSessions:
    """Return an application's session interface."""
    interface = app.session_interface
    if not isinstance(interface, CookieSessions):
        raise TypeError
    return interface


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its sessions and Flask-Login its loader."""
    app.session_interface = CookieSessions(settings)
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(load_user)
    manager.init_app(app)
