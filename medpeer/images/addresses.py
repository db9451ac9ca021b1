"""Signed addresses of images: for one member, one image and a short time."""

from datetime import datetime
from hmac import compare_digest
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.core.crypto import Vault
from medpeer.core.errors import NotFoundError
from medpeer.images import policy

_PURPOSE: Final = "image-address"
_STEP_S: Final = 60
# Within a minute the same page has the same addresses.


def sign(vault: Vault, actor: Actor, image_id: int, now: datetime) -> str:
    """Return the signature that opens an image to ``actor`` for half an hour."""
    until = (int((now + policy.ADDRESS_FOR).timestamp()) // _STEP_S + 1) * _STEP_S
    return f"{until:x}.{_mac(vault, actor, image_id, until)}"


def check(vault: Vault, actor: Actor, image_id: int, signature: str, now: datetime) -> None:
    """Refuse a signature that is another's, of another image, forged or too old.

    Raises:
        NotFoundError: for each of these alike.
    """
    stated, _, mac = signature.partition(".")
    until = _number(stated)
    if until is None or until <= now.timestamp() or not _same(mac, _mac(vault, actor, image_id, until)):
        raise NotFoundError


def _mac(vault: Vault, actor: Actor, image_id: int, until: int) -> str:
    return vault.derive_token(_PURPOSE, actor.physician_id, image_id, until)


def _number(stated: str) -> int | None:
    try:
        return int(stated, 16)
    except ValueError:
        return None


def _same(given: str, wanted: str) -> bool:
    return given.isascii() and compare_digest(given, wanted)
