"""Encryption at rest, keyed digests and derived tokens, all from one secret by HKDF."""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32


def new_token() -> str:
    """Return an unguessable URL-safe token of 256 bits."""
    return secrets.token_urlsafe(KEY_BYTES)


def token_digest(token: str) -> str:
    """Return the hex SHA-256 of a token: what the database keeps instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Vault:
    """Seals short personal values and derives digests; a stolen database without the secret shows neither."""

    def __init__(self, secret: str) -> None:
        """Derive one key a purpose from ``secret`` (RFC 5869)."""
        self._secret = secret.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._key("sealed-values")))

    def _key(self, purpose: str) -> bytes:
        kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"medpeer/{purpose}".encode())
        return kdf.derive(self._secret)

    def seal(self, value: str) -> bytes:
        """Return ``value`` encrypted and authenticated."""
        return self._fernet.encrypt(value.encode())

    def unseal(self, sealed: bytes) -> str:
        """Return the value that ``seal`` took.

        Raises:
            cryptography.fernet.InvalidToken: sealed with another secret, or tampered with.
        """
        return self._fernet.decrypt(sealed).decode()

    def seal_bytes(self, place: str, content: bytes) -> bytes:
        """Return ``content`` encrypted and authenticated by a key of its own: opened for the same ``place`` alone."""
        return self._place_key(place).encrypt(content)

    def unseal_bytes(self, place: str, sealed: bytes) -> bytes:
        """Return what ``seal_bytes`` took.

        Raises:
            cryptography.fernet.InvalidToken: sealed with another secret or for another place, or tampered with.
        """
        return self._place_key(place).decrypt(sealed)

    def _place_key(self, place: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key(f"sealed-file/{place}")))

    def digest(self, purpose: str, value: str) -> str:
        """Return a keyed hex digest of ``value``: equal values are found, and not guessed without the secret."""
        return hmac.new(self._key(purpose), value.encode(), hashlib.sha256).hexdigest()

    def derive_token(self, purpose: str, *parts: object) -> str:
        """Return a token that can be made again from ``parts``, so that no queue has to hold it."""
        message = "\x1f".join(str(part) for part in parts).encode()
        mac = hmac.new(self._key(purpose), message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")
