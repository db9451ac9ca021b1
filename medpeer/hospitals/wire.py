"""Asking a hospital's sign-in over HTTP: short, over TLS, to the named address alone, and never in a transaction."""

import http.client
import json
import logging
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from medpeer.core.db import is_writing
from medpeer.hospitals.errors import HospitalRefusedError, HospitalSilentError
from medpeer.hospitals.providers import is_safe

log = logging.getLogger(__name__)

TIMEOUT_S: Final = 5.0
MAX_BODY_BYTES: Final = 1 << 18
_SERVER_FAULT: Final = 500


class _StayHere(HTTPRedirectHandler):
    """Follows no redirect: a secret goes to the address that the hospital named, and nowhere else."""

    def redirect_request(self, *_arguments: object) -> None:
        """Refuse."""


class Wire:
    """Asks for JSON objects; safe to use from any thread."""

    def __init__(self) -> None:
        """Make an opener that stays where it was sent."""
        self._opener: OpenerDirector = build_opener(_StayHere)

    def get(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """Return what stands at an address.

        Raises:
            HospitalSilentError: nothing of use does.
            HospitalRefusedError: the other side refuses.
        """
        return self._ask(address, None, headers or {})

    def post(self, address: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
        """Return the answer to a form; raises as ``get`` does."""
        return self._ask(address, body.encode(), {"Content-Type": "application/x-www-form-urlencoded"} | headers)

    def _ask(self, address: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        if is_writing():
            message = "ask the hospital before the transaction"
            raise RuntimeError(message)
        if not is_safe(address):
            raise HospitalSilentError
        request = Request(address, data=body, headers={"Accept": "application/json"} | headers)  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as response:
                answer = response.read(MAX_BODY_BYTES + 1)
        except HTTPError as error:
            log.warning("hospital.refused", extra={"status": error.code})
            if error.code >= _SERVER_FAULT:
                raise HospitalSilentError from None
            raise HospitalRefusedError from None
        except (URLError, OSError, http.client.HTTPException) as error:
            log.warning("hospital.unreachable", extra={"errno": getattr(error, "errno", None)})
            raise HospitalSilentError from None
        return _object(answer)


def _object(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= MAX_BODY_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    raise HospitalSilentError
