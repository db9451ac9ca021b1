"""Reading what was typed as the product's forms would: into a claim, with what is wrong with it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.policy import normalise_email
from medpeer.jobs.rehearsal.answers import Fault
from medpeer.jobs.rehearsal.application import Application
from medpeer.licensing.boards import places
from medpeer.licensing.countries import COUNTRIES, is_abroad, is_place
from medpeer.licensing.evidence import ClaimedLicence
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import is_valid_npi, normalise_npi
from medpeer.licensing.numbers import is_licence_number, looks_like_ssn
from medpeer.licensing.states import LicenceState
from medpeer.licensing.taxonomy import TAXONOMY_PATTERN

REFUSED: Final = frozenset({Fault.NPI_INVALID, Fault.LICENCE_NUMBER_INVALID, Fault.EMAIL_INVALID})
"""What a form sends back: nothing is recorded, so nobody could look at it. Every other fault is for a reviewer."""
_DATE_FORMATS: Final = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")
_PLACES: Final = {name.upper(): code for code, name in COUNTRIES.items()} | {
    state.label.upper(): state.value for state in LicenceState
}
_NOT_ASKED_ABROAD: Final = frozenset({"npi", "taxonomy", "dob"})


def faults_of(application: Application) -> Iterator[Fault]:
    """Yield what is wrong with an application before any register is asked."""
    if application.missing - (_NOT_ASKED_ABROAD if is_of_abroad(application) else frozenset()):
        yield Fault.FIELD_MISSING
    if is_of_abroad(application) and application.npi:
        yield Fault.NPI_WITH_LICENCE_ABROAD
    yield from _number_faults(application)
    if application.email and address_of(application) is None:
        yield Fault.EMAIL_INVALID
    if application.state and place_of(application) is None:
        yield Fault.STATE_UNKNOWN
    if application.dob and _birth_date(application) is None:
        yield Fault.BIRTH_DATE_UNREADABLE
    if application.taxonomy and not _taxonomy_code(application):
        yield Fault.TAXONOMY_UNREADABLE
    if not application.controls_email:
        yield Fault.EMAIL_UNPROVED


def _number_faults(application: Application) -> Iterator[Fault]:
    if application.npi and not is_valid_npi(normalise_npi(application.npi)):
        yield Fault.NPI_INVALID
    licence = application.licence
    if licence and (looks_like_ssn(licence) or not is_licence_number(licence)):
        yield Fault.LICENCE_NUMBER_INVALID


def claim_of(application: Application) -> ClaimedLicence | None:
    """Return what the applicant claims, or ``None`` without number, address or place."""
    place, address = place_of(application), address_of(application)
    number = application.licence if is_of_abroad(application) else application.npi
    if place is None or address is None or not number:
        return None
    return ClaimedLicence(
        npi="" if is_of_abroad(application) else normalise_npi(application.npi),
        name=PersonName(application.first, application.last),
        jurisdiction=place,
        number=application.licence,
        birth_date=_birth_date(application),
        taxonomy_code=_taxonomy_code(application),
        email=address,
    )


def address_of(application: Application) -> str | None:
    """Return the e-mail address in the spelling that an account keeps, or ``None`` where it is none."""
    try:
        return normalise_email(application.email)
    except InvalidEmailError:
        return None


def place_of(application: Application) -> str | None:
    """Return the state or country given by its code or its name; where both have the name it is the state."""
    written = application.state.upper()
    code = _PLACES.get(written) or places.place_of(written)
    return code if is_place(code) else None


def is_of_abroad(application: Application) -> bool:
    """Tell whether the licence given is of another country than the United States."""
    place = place_of(application)
    return place is not None and is_abroad(place)


def _birth_date(application: Application) -> date | None:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(application.dob, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _taxonomy_code(application: Application) -> str:
    code = application.taxonomy.upper()
    return code if re.fullmatch(TAXONOMY_PATTERN, code) else ""
