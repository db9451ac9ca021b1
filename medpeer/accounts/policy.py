"""Limits of accounts, and what makes a password good enough. Pure."""

import unicodedata
from datetime import timedelta
from functools import cache
from typing import Final

from email_validator import EmailNotValidError, validate_email
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from medpeer.accounts.errors import InvalidEmailError, WeakPasswordError

MIN_PASSWORD_CHARS: Final = 12
MAX_PASSWORD_CHARS: Final = 256
EMAIL_PROOF_LIFETIME: Final = timedelta(hours=24)


@cache
def _breached() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def normalise_password(password: str) -> str:
    """Return the password in NFC, so that one typed on another keyboard is the same (NIST SP 800-63B)."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is short, long beyond reason, breached, or the address itself; no composition rules.

    Raises:
        WeakPasswordError: with a sentence that says what would do.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        message = f"Use at least {MIN_PASSWORD_CHARS} characters. A few unrelated words are easy to keep in mind."
        raise WeakPasswordError(message, field="password")
    if len(password) > MAX_PASSWORD_CHARS:
        message = f"Use at most {MAX_PASSWORD_CHARS} characters."
        raise WeakPasswordError(message, field="password")
    plain = password.lower()
    if _is_breached(plain):
        message = "This password is in lists of breached passwords. Use a few unrelated words instead."
        raise WeakPasswordError(message, field="password")
    local = email.split("@", maxsplit=1)[0].lower()
    if plain in {email.lower(), local * 2} or len(set(plain)) <= MIN_PASSWORD_CHARS // 3:
        message = "This password is easily guessed from the address or repeats itself. Use a few unrelated words."
        raise WeakPasswordError(message, field="password")


def _is_breached(plain: str) -> bool:
    # A breached word with figures or marks hung on is tried by every cracker right after the word itself.
    core = plain.strip("0123456789!?.*#@$%&_- ")
    repeated = next((plain[:n] for n in range(3, len(plain) // 2 + 1) if plain == plain[:n] * (len(plain) // n)), "")
    return bool({plain, core, repeated} - {""} & _breached())


def normalise_email(address: str) -> str:
    """Return the address in one spelling: lower case, domain in its ASCII form.

    Raises:
        InvalidEmailError: it is not an address.
    """
    # A letter that stands for another, as the full-width ones do, is read as itself by one server and not by the next.
    domain = address.rpartition("@")[2]
    if any(unicodedata.normalize("NFKC", char) != char for char in domain.strip()) or "\u3002" in domain:
        message = "Type what follows the @ in plain letters."
        raise InvalidEmailError(message, field="email")
    try:
        valid = validate_email(address.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        message = "This is not an e-mail address. Check it for a missing @ or a space."
        raise InvalidEmailError(message, field="email") from None
    return valid.normalized.lower()
