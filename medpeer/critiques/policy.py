"""What a paper's card may say. Pure."""

from datetime import datetime
from typing import Final

from medpeer.core.errors import InvalidInputError
from medpeer.critiques.citations import normalise_doi

SPACE: Final = "journal-club"
FIRST_YEAR: Final = 1800
MAX_PARTICIPANTS: Final = 1_000_000_000


def check_year(year: int, now: datetime) -> None:
    """Refuse a year before printed journals or after the next one: issues are dated ahead.

    Raises:
        InvalidInputError: naming the field.
    """
    if not FIRST_YEAR <= year <= now.year + 1:
        message = f"The year is four digits, from {FIRST_YEAR} to {now.year + 1}."
        raise InvalidInputError(message, field="year")


def check_participants(participants: int | None) -> None:
    """Refuse a number of participants that is none.

    Raises:
        InvalidInputError: naming the field.
    """
    if participants is not None and not 0 < participants <= MAX_PARTICIPANTS:
        message = "Participants is a whole number above 0. Leave it empty where it does not apply."
        raise InvalidInputError(message, field="participants")


def check_doi(doi: str | None) -> None:
    """Refuse a DOI that is not in its one form.

    Raises:
        InvalidInputError: naming the field.
    """
    if doi is not None and normalise_doi(doi) != doi:
        message = "This is not a DOI. One looks like 10.1000/abc123; leave it empty where there is none."
        raise InvalidInputError(message, field="doi")
