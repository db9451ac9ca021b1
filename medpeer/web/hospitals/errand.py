"""One errand to a hospital and back: what for, and the question that only this browser can bring the answer to.

Nothing is stored for it. The state that travels along is a slip, sealed for this session, good once and for half an
hour; nonce and verifier are made from it anew on the way back.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flask import url_for

from medpeer.credentials.errors import StaleSlipError
from medpeer.credentials.slips import SlipPurpose, read_slip, write_slip
from medpeer.hospitals.client import Question
from medpeer.web.access import safe_next
from medpeer.web.signing_in import session_token
from medpeer.web.state import state

MAX_NEXT_CHARS: Final = 300
"""The address that a browser comes back to has room for this and for a hospital's code."""

_NONCE: Final = "hospital-nonce"
_VERIFIER: Final = "hospital-verifier"


class Aim(StrEnum):
    """What somebody goes to their hospital's sign-in for."""

    SIGN_IN = "sign_in"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Errand:
    """An errand under way."""

    hospital: str
    aim: Aim
    next: str
    slip: str

    @property
    def question(self) -> Question:
        """What is asked of the hospital; the same at the start and the end."""
        vault, parts = state().database.context.vault, (self.slip, session_token())
        back_to = f"{state().settings.base_url}{url_for('hospitals.come_back', hospital=self.hospital)}"
        nonce, verifier = (vault.derive_token(purpose, *parts) for purpose in (_NONCE, _VERIFIER))
        return Question(state=self.slip, nonce=nonce, verifier=verifier, back_to=back_to)


def begin_errand(hospital: str, aim: Aim, target: str | None) -> Errand:
    """Return a new errand that ends at ``target``, a path of this site."""
    after = safe_next(target if target and len(target) <= MAX_NEXT_CHARS else None)
    slip = write_slip(
        state().database.context,
        SlipPurpose.HOSPITAL,
        session_token=session_token(),
        value=json.dumps([hospital, aim, after]),
    )
    return Errand(hospital, aim, after, slip)


def read_errand(hospital: str, slip: str) -> Errand:
    """Return the errand that a browser comes back from.

    Raises:
        StaleSlipError: it never left, was too long away, or comes from another hospital.
    """
    value = read_slip(state().database.context, slip, SlipPurpose.HOSPITAL, session_token=session_token())
    asked, aim, after = json.loads(value)
    if asked != hospital:
        raise StaleSlipError
    return Errand(hospital, Aim(aim), after, slip)
