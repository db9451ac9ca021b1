"""The two kinds of codes people type: six digits of an app, and recovery codes. Pure but for chance."""

import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp

from medpeer.credentials.policy import DRIFT_STEPS, RECOVERY_CODES, STEP_S

ISSUER: Final = "medpeer"
# Without letters and figures that are taken for each other; 12 of 31 are 59 bits, out of reach of any guessing.
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_CHARS: Final = 12
_GROUP: Final = 4


def new_secret() -> str:
    """Return a secret for an authenticator app: 160 bits in base 32."""
    return pyotp.random_base32()


def setup_address(secret: str, account: str) -> str:
    """Return the ``otpauth:`` address that an authenticator app reads from a square of dots."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def plain_code(typed: str) -> str:
    """Return a code without the spaces and dashes people put into it, in lower case."""
    return "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the step (30 s since 1970) that ``typed`` is the code of, within the drift allowed, or ``None``."""
    current = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    given = plain_code(typed)
    # All are compared, so that the time says nothing of which one it was.
    hits = [
        step
        for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1)
        if hmac.compare_digest(totp.generate_otp(step), given)
    ]
    return max(hits) if hits else None


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten fresh recovery codes as they are shown: three groups of four."""
    return tuple(_grouped(_random_code()) for _ in range(RECOVERY_CODES))


def _random_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, CODE_CHARS, _GROUP))
