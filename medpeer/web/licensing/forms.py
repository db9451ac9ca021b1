"""The forms of onboarding and review. Numbers follow closed patterns; names and notes go through the gate."""

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from wtforms import StringField

from medpeer.accounts.models import Specialty
from medpeer.core.errors import InvalidInputError
from medpeer.gate import Surface
from medpeer.licensing.countries import COUNTRIES
from medpeer.licensing.states import LicenceState
from medpeer.web.user_text import TextForm, UserTextField

E = TypeVar("E", bound=StrEnum)


def _unmarked(name: str) -> str:
    """Return a name without its marks, so that Türkiye stands among the Ts."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()


PLACES: Final = (
    ("United States", sorted(((state.value, state.label) for state in LicenceState), key=lambda pair: pair[1])),
    ("Elsewhere", sorted(COUNTRIES.items(), key=lambda pair: _unmarked(pair[1]))),
)
MIN_AGE_YEARS: Final = 20
MAX_AGE_YEARS: Final = 110
SPECIALTIES: Final = [("", "No specialty"), *((one.value, one.label) for one in Specialty)]


class ClaimForm(TextForm):
    """Which licence is yours."""

    npi = StringField("NPI")
    first_name = UserTextField("First name", Surface.PERSON_NAME, one_line=True)
    last_name = UserTextField("Last name", Surface.PERSON_NAME, one_line=True)
    licence_state = StringField("State or country of the licence")
    licence_number = StringField("Licence number")
    birth_date = StringField("Birth date")


class NoteForm(TextForm):
    """What an applicant writes to the reviewer."""

    body = UserTextField("Note to the reviewer", Surface.APPLICANT_NOTE)


class DecisionForm(TextForm):
    """What a reviewer decides; the act is the button pressed, the token what they had read."""

    act = StringField("Decision")
    reason = StringField("Reason")
    specialty = StringField("Specialty on the badge")
    token = StringField("What was read")
    note = UserTextField("Note", Surface.REVIEWER_NOTE, optional=True)


def day(given: str | None, *, beside: str) -> date | None:
    """Return the day that a date field sent, or ``None`` where it was left empty.

    Raises:
        InvalidInputError: it is no day; the advice stands beside the field called ``beside``.
    """
    try:
        return date.fromisoformat(given.strip()) if given and given.strip() else None
    except ValueError:
        message = "Give year, month and day in figures: 1978-02-03."
        raise InvalidInputError(message, field=beside) from None


def birth_day(given: str | None, *, today: date, beside: str) -> date | None:
    """Return the birth date that a form sent, or ``None`` where it was left empty.

    Raises:
        InvalidInputError: it is no day, or no physician's; a slip of the year is mended here, not at the review desk.
    """
    born = day(given, beside=beside)
    if born is None:
        return None
    if born > today:
        message = "This day is still to come. Give the day on which you were born."
        raise InvalidInputError(message, field=beside)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not MIN_AGE_YEARS <= age <= MAX_AGE_YEARS:
        message = f"Look at the year: by this date you are {'one year' if age == 1 else f'{age} years'} old."
        raise InvalidInputError(message, field=beside)
    return born


def chosen(given: str | None, members: type[E], advice: str, *, beside: str) -> E:
    """Return the member of a closed set that a select or a button sent.

    Raises:
        InvalidInputError: it sent none; ``advice`` stands beside the field called ``beside``.
    """
    try:
        return members(given or "")
    except ValueError:
        raise InvalidInputError(advice, field=beside) from None
