"""The connection to the registry: short, patient to a point, and never the reason for a refusal."""

import http.client
import json
import logging
import time
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from medpeer.core.db import is_writing
from medpeer.licensing.live.answers import UNKNOWN, LiveAnswer, read_answer

log = logging.getLogger(__name__)

VERSION: Final = "2.1"
TIMEOUT_S: Final = 4.0
TRIES: Final = 3
FIRST_PAUSE_S: Final = 0.5
MAX_PAUSE_S: Final = 4.0
"""However long the registry asks to wait: a reviewer waits for this."""
MAX_BODY_BYTES: Final = 1 << 20
_AGAIN: Final = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, *(one for one in HTTPStatus if one >= HTTPStatus.INTERNAL_SERVER_ERROR)}
)


class _StayHere(HTTPRedirectHandler):
    """Follows no redirect: a number is told to the registry that the operator named, and to nobody else."""

    def redirect_request(self, *_arguments: object) -> None:
        """Refuse."""


class LiveClient:
    """Asks the registry at one address; safe to use from any thread."""

    def __init__(self, address: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Ask at ``address``, such as ``https://…/api/``; ``pause`` waits between tries."""
        self._address = address
        self._pause = pause
        self._opener: OpenerDirector = build_opener(_StayHere)

    def ask(self, npi: str, today: date) -> LiveAnswer:
        """Return what the registry says of a number now; unknown where it says nothing of use.

        Raises:
            RuntimeError: a write transaction is open, and all other writing would wait for the network.
        """
        if is_writing():
            message = "ask the registry before the transaction"
            raise RuntimeError(message)
        for number in range(1, TRIES + 1):
            answer, wait_s = self._once(npi, today)
            if wait_s is None:
                return answer
            if number < TRIES:
                self._pause(min(max(wait_s, FIRST_PAUSE_S * 2 ** (number - 1)), MAX_PAUSE_S))
        return UNKNOWN

    def _once(self, npi: str, today: date) -> tuple[LiveAnswer, float | None]:
        """Return an answer, and how long to wait before another try; ``None`` where another is of no use."""
        query = urlencode({"version": VERSION, "number": npi})
        request = Request(f"{self._address}?{query}", headers={"Accept": "application/json"})  # noqa: S310 - checked at the start
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as response:
                body = response.read(MAX_BODY_BYTES + 1)
        except HTTPError as error:
            log.warning("live.refused", extra={"status": error.code})
            return UNKNOWN, _pause_of(error) if error.code in _AGAIN else None
        except (URLError, OSError, http.client.HTTPException) as error:
            log.warning("live.unreachable", extra={"errno": getattr(error, "errno", None)})
            return UNKNOWN, 0.0
        return _read(body, npi, today), None


def _read(body: bytes, npi: str, today: date) -> LiveAnswer:
    if len(body) > MAX_BODY_BYTES:
        return UNKNOWN
    try:
        return read_answer(json.loads(body), npi, today)
    except (ValueError, RecursionError):
        return UNKNOWN


def _pause_of(error: HTTPError) -> float:
    written = error.headers.get("Retry-After", "") if error.headers else ""
    return float(written) if written.isascii() and written.isdigit() and len(written) <= len("9999") else 0.0
