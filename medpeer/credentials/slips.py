"""Slips: short-lived words that a page takes with it and brings back, sealed, so that nothing is stored for a look.

A slip is good for one purpose, in the browser session it was written for, for half an hour, and once.
"""

import json
from datetime import timedelta
from enum import StrEnum
from typing import Final

from cryptography.fernet import InvalidToken
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from medpeer.core.crypto import token_digest
from medpeer.core.db import Context, context_of
from medpeer.credentials.errors import StaleSlipError
from medpeer.credentials.models import SpentSlip
from medpeer.credentials.policy import SLIP_LIFETIME

_KEPT: Final = SLIP_LIFETIME + timedelta(minutes=5)


class SlipPurpose(StrEnum):
    """What a slip is for."""

    SIGN_UP = "sign_up"
    SECOND_STEP = "second_step"
    SIGN_IN = "sign_in"
    ADD_PASSKEY = "add_passkey"
    PROVE = "prove"
    HOSPITAL = "hospital"


def write_slip(context: Context, purpose: SlipPurpose, *, session_token: str, value: str) -> str:
    """Return a slip that holds ``value`` for ``purpose`` in the session of ``session_token``."""
    words = [purpose.value, token_digest(session_token), int(context.clock.now().timestamp()), value]
    return context.vault.seal(json.dumps(words)).decode()


def read_slip(context: Context, slip: str, purpose: SlipPurpose, *, session_token: str) -> str:
    """Return what a slip holds.

    Raises:
        StaleSlipError: forged, too old, or written for something or somebody else.
    """
    try:
        written_for, owner, written_at, value = json.loads(context.vault.unseal(slip.encode()))
    except (InvalidToken, ValueError):
        raise StaleSlipError from None
    age_s = context.clock.now().timestamp() - written_at
    if written_for != purpose or owner != token_digest(session_token) or age_s > SLIP_LIFETIME.total_seconds():
        raise StaleSlipError
    return str(value)


def spend_slip(session: Session, slip: str) -> None:
    """Use a slip up; those too old to be good are forgotten.

    Raises:
        StaleSlipError: it was used before.
    """
    now = context_of(session).clock.now()
    session.execute(delete(SpentSlip).where(SpentSlip.spent_at < now - _KEPT))
    session.add(SpentSlip(slip_digest=token_digest(slip), spent_at=now))
    try:
        session.flush()
    except IntegrityError:
        raise StaleSlipError from None
