"""Gives each object a new unique identifier: the same for the same old one within an upload, and never again."""

import hashlib
import hmac
import secrets
from typing import Final

_ROOT: Final = "2.25."
# PS3.5 B.2: a UUID's 128 bits as one decimal number.
_BYTES: Final = 16


class UidMap:
    """Maps old UIDs to new ones under a key that lives as long as the upload is read and is then forgotten."""

    def __init__(self) -> None:
        """Draw a key."""
        self._key = secrets.token_bytes(32)

    def new(self, old: str) -> str:
        """Return the new UID of an old one; without the key neither leads to the other."""
        digest = hmac.digest(self._key, old.encode("utf-8", "surrogateescape"), hashlib.sha256)
        return _ROOT + str(int.from_bytes(digest[:_BYTES]))
