"""Password hashing by argon2id (RFC 9106) with the library's recommended parameters."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from medpeer.accounts.policy import normalise_password
from medpeer.core.crypto import new_token

# 19 MiB, two passes, one lane: the OWASP minimum for argon2id, about 30 ms a sign-in on a small machine.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY: Final = _HASHER.hash("no account has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, salted."""
    return _HASHER.hash(normalise_password(password))


def no_password() -> str:
    """Return a hash that no password belongs to and that takes the usual time to compare with."""
    return hash_password(new_token())


def password_matches(stored: str | None, password: str) -> bool:
    """Tell whether ``password`` belongs to ``stored``; without a stored hash the same work is done, then no.

    Equal times keep a stranger from learning which addresses have accounts.
    """
    try:
        _HASHER.verify(stored or _NOBODY, normalise_password(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(stored)
