"""The door before Engine.IO: a socket request passes only with a verified member's sign-in, from this very site.

A ``connect`` handler runs too late: by then Engine.IO has given a stranger an id, a queue and threads.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, urlsplit

from werkzeug.wrappers import Request
from werkzeug.wsgi import get_host

from medpeer.realtime.limits import Limits, Rate
from medpeer.realtime.registry import Caller, Registry

PATH: Final = "/socket.io"
CALLER: Final = "medpeer.caller"
MAX_FRAME_BYTES: Final = 32 * 1024
MAX_SOCKETS: Final = 320
"""Fewer than the server's threads, each of which a socket holds: pages must stay reachable."""
MAX_SOCKETS_PER_PERSON: Final = 12
HANDSHAKES: Final = Rate(burst=30, per_s=0.5)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

_MAX_PARAMETERS: Final = 16
_ADVICE: Final = {
    HTTPStatus.UNAUTHORIZED: "Sign in first.",
    HTTPStatus.FORBIDDEN: "This is not open to you.",
    HTTPStatus.TOO_MANY_REQUESTS: "Close some tabs, or wait a minute.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many people are connected. Reload the page to read on.",
}


class SessionReader(Protocol):
    """Reads session cookies; the HTTP edge's session interface is one."""

    @property
    def cookie_name(self) -> str:
        """The cookie's name."""

    def read(self, cookie: str | None) -> tuple[str, int, list[Any]] | None:
        """Return the token first, or ``None`` for a cookie that is forged or idle too long."""


class Guard:
    """WSGI middleware round the Socket.IO middleware; everything else goes through untouched."""

    def __init__(
        self,
        app: WsgiApp,
        *,
        sessions: SessionReader,
        find_caller: Callable[[str], Caller | None],
        registry: Registry,
        limits: Limits,
        base_url: str,
    ) -> None:
        """Guard ``app``; ``find_caller`` says which verified member a session token belongs to, read fresh."""
        self._app = app
        self._sessions = sessions
        self._find_caller = find_caller
        self._registry = registry
        self._limits = limits
        self._base = _origin(base_url)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, or answer it here."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._app(environ, start_response)
        refusal = self._judge(environ)
        if refusal is None:
            return self._app(environ, start_response)
        return _refuse(refusal, start_response)

    def _judge(self, environ: Environ) -> HTTPStatus | None:
        """Return why a socket request is refused, or ``None``; the caller is then known under ``CALLER``."""
        query = _query(environ)
        if environ["REQUEST_METHOD"] not in {"GET", "POST"}:
            return HTTPStatus.METHOD_NOT_ALLOWED
        if query is None or "j" in query or _content_length(environ) > MAX_FRAME_BYTES:
            return HTTPStatus.BAD_REQUEST
        if not self._same_site(environ):
            return HTTPStatus.FORBIDDEN
        caller = self._caller(environ)
        if caller is None:
            return HTTPStatus.UNAUTHORIZED
        environ[CALLER] = caller
        return self._judge_sid(caller, query["sid"]) if "sid" in query else self._judge_handshake(caller, environ)

    def _same_site(self, environ: Environ) -> bool:
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            # Browsers leave it out on same-origin reads alone; what comes from elsewhere tells by Sec-Fetch-Site.
            plain = "HTTP_UPGRADE" not in environ
            return plain and environ.get("HTTP_SEC_FETCH_SITE", "same-origin") in {"same-origin", "none"}
        return origin in {f"{environ['wsgi.url_scheme']}://{get_host(environ)}", self._base}

    def _caller(self, environ: Environ) -> Caller | None:
        # Read as the pages read it: what is no text at all is no cookie, and no error either.
        cookies = Request(environ, populate_request=False).cookies
        found = self._sessions.read(cookies.get(self._sessions.cookie_name))
        return self._find_caller(found[0]) if found else None

    def _judge_sid(self, caller: Caller, sids: list[str]) -> HTTPStatus | None:
        # Engine.IO takes its id for proof of who speaks. Here it is good with the sign-in that opened it, and no other.
        connection = self._registry.find(sids[0])
        ours = connection is not None and connection.caller.device_session_id == caller.device_session_id
        return None if ours and len(sids) == 1 else HTTPStatus.BAD_REQUEST

    def _judge_handshake(self, caller: Caller, environ: Environ) -> HTTPStatus | None:
        if environ["REQUEST_METHOD"] != "GET":
            return HTTPStatus.BAD_REQUEST
        if not self._limits.allows(caller.physician_id, "handshake", HANDSHAKES):
            return HTTPStatus.TOO_MANY_REQUESTS
        if len(self._registry.of_physician(caller.physician_id)) >= MAX_SOCKETS_PER_PERSON:
            return HTTPStatus.TOO_MANY_REQUESTS
        return HTTPStatus.SERVICE_UNAVAILABLE if len(self._registry.all()) >= MAX_SOCKETS else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _query(environ: Environ) -> dict[str, list[str]] | None:
    """Return the parameters of a request, or ``None`` where there are more than any client sends."""
    try:
        return parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
    except ValueError:
        return None


def _content_length(environ: Environ) -> int:
    given = environ.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdecimal() else MAX_FRAME_BYTES + 1


def _refuse(status: HTTPStatus, start_response: StartResponse) -> Iterable[bytes]:
    body = _ADVICE.get(status, "This request could not be read.").encode()
    start_response(
        f"{status.value} {status.phrase}",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [body]
