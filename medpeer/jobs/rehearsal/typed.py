"""Reading what was typed as the product's forms would: into a claim, with what is wrong with it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.policy import normalise_email
from medpeer.jobs.rehearsal.answers import Fault
from medpeer.jobs.rehearsal.application import Application
from medpeer.licensing.evidence import ClaimedLicence
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import is_valid_npi, normalise_npi
from medpeer.licensing.numbers import is_licence_number, looks_like_ssn
from medpeer.licensing.states import LicenceState
from medpeer.licensing.taxonomy import TAXONOMY_PATTERN

REFUSED: Final = frozenset({Fault.NPI_INVALID, Fault.LICENCE_NUMBER_INVALID, Fault.EMAIL_INVALID})
"""What a form sends back: nothing is recorded, so nobody could look at it. Every other fault is for a reviewer."""
_DATE_FORMATS: Final = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")
_STATES: Final = {name: state for state in LicenceState for name in (state.value, state.label.upper())}


def faults_of(application: Application) -> Iterator[Fault]:
    """Yield what is wrong with an application before any register is asked."""
    if not application.is_complete:
        yield Fault.FIELD_MISSING
    yield from _number_faults(application)
    if application.email and address_of(application) is None:
        yield Fault.EMAIL_INVALID
    if application.state and state_of(application) is None:
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
    """Return what the applicant claims, or ``None`` without number, address or state of the United States."""
    state, address = state_of(application), address_of(application)
    if state is None or address is None or not application.npi:
        return None
    return ClaimedLicence(
        npi=normalise_npi(application.npi),
        name=PersonName(application.first, application.last),
        jurisdiction=state.value,
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


def state_of(application: Application) -> LicenceState | None:
    """Return the state given by its postal code or its name."""
    return _STATES.get(application.state.upper())


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
