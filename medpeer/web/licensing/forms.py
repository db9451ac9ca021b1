"""The forms of onboarding and review. Numbers follow closed patterns; names and notes go through the gate."""

from enum import StrEnum
from typing import Final, TypeVar

from wtforms import StringField

from medpeer.accounts.models import Specialty
from medpeer.core.errors import InvalidInputError
from medpeer.gate import Surface
from medpeer.licensing.states import LicenceState
from medpeer.web.user_text import TextForm, UserTextField

E = TypeVar("E", bound=StrEnum)

STATES: Final = [
    ("", "Choose a state"),
    *sorted(((state.value, state.label) for state in LicenceState), key=lambda pair: pair[1]),
]
SPECIALTIES: Final = [("", "No specialty"), *((one.value, one.label) for one in Specialty)]


class ClaimForm(TextForm):
    """Which licence is yours."""

    npi = StringField("NPI")
    first_name = UserTextField("First name", Surface.PERSON_NAME, one_line=True)
    last_name = UserTextField("Last name", Surface.PERSON_NAME, one_line=True)
    licence_state = StringField("State of the licence")
    licence_number = StringField("Licence number")


class NoteForm(TextForm):
    """What an applicant writes to the reviewer."""

    body = UserTextField("Note to the reviewer", Surface.APPLICANT_NOTE)


class DecisionForm(TextForm):
    """What a reviewer decides; the act is the button pressed."""

    act = StringField("Decision")
    reason = StringField("Reason")
    specialty = StringField("Specialty on the badge")
    note = UserTextField("Note", Surface.REVIEWER_NOTE, optional=True)


def chosen(given: str | None, members: type[E], advice: str, *, beside: str) -> E:
    """Return the member of a closed set that a select or a button sent.

    Raises:
        InvalidInputError: it sent none; ``advice`` stands beside the field called ``beside``.
    """
    try:
        return members(given or "")
    except ValueError:
        raise InvalidInputError(advice, field=beside) from None
