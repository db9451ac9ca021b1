"""What a decision rests on: the register's row as a value, and what comparing it with a claim showed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from medpeer.accounts.models import Specialty
from medpeer.licensing.names import NameMatch, PersonName, match_name
from medpeer.licensing.numbers import read_number
from medpeer.licensing.states import LicenceState
from medpeer.licensing.taxonomy import TaxonomyGroup, group_of, has_physician_degree, specialty_of

MAX_REGISTER_AGE: Final = timedelta(days=35)
"""The file is published monthly; older than this, a new edition was missed."""


class Register(StrEnum):
    """A public list of licensed physicians."""

    NPPES = "nppes"


class EntityType(StrEnum):
    """What a number stands for; deactivated rows leave it blank."""

    PERSON = "1"
    ORGANISATION = "2"
    UNSTATED = ""


class Possession(StrEnum):
    """How it is shown that the applicant is the physician the register describes."""

    NONE = "none"
    INSTITUTION_EMAIL = "institution_email"


@dataclass(frozen=True, slots=True)
class RegisterLicence:
    """One of a physician's up to fifteen slots: a taxonomy code and, often, a licence in a state."""

    taxonomy_code: str
    number: str
    state: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """One number as a register file describes it. Names come first-and-last, other and former ones after."""

    npi: str
    entity: EntityType
    name: PersonName
    dated_on: date
    credential: str = ""
    city: str = ""
    state: str = ""
    other_names: tuple[PersonName, ...] = ()
    licences: tuple[RegisterLicence, ...] = ()
    deactivated_on: date | None = None
    reactivated_on: date | None = None

    @property
    def is_deactivated(self) -> bool:
        """Whether the number is out of use: deactivated and not reactivated on that day or later."""
        if self.deactivated_on is None:
            return False
        return self.reactivated_on is None or self.reactivated_on < self.deactivated_on

    @property
    def codes(self) -> tuple[str, ...]:
        """The taxonomy codes, the primary one first."""
        ordered = sorted(self.licences, key=lambda slot: not slot.is_primary)
        return tuple(dict.fromkeys(slot.taxonomy_code for slot in ordered if slot.taxonomy_code))

    @property
    def group(self) -> TaxonomyGroup:
        """What the codes together say: a physician's code in any slot counts."""
        groups = {group_of(code) for code in self.codes}
        if TaxonomyGroup.NEEDS_DEGREE in groups and has_physician_degree(self.credential):
            return TaxonomyGroup.PHYSICIAN
        order = (TaxonomyGroup.PHYSICIAN, TaxonomyGroup.TRAINEE, TaxonomyGroup.NEEDS_DEGREE)
        return next((group for group in order if group in groups), TaxonomyGroup.OTHER)

    @property
    def leading_code(self) -> str:
        """The code to show: the primary one when it is a physician's, else the first that is; empty when none is."""
        return next((code for code in self.codes if group_of(code) is not TaxonomyGroup.OTHER), "")

    @property
    def specialty(self) -> Specialty | None:
        """The specialty whose space these codes lead to."""
        return next(filter(None, map(specialty_of, self.codes)), None)


@dataclass(frozen=True, slots=True)
class ClaimedLicence:
    """What an applicant says of themselves."""

    npi: str
    name: PersonName
    state: LicenceState
    number: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything ``policy.decide`` looks at. ``register_age`` is ``None`` while no file is loaded."""

    register_age: timedelta | None
    record: RegisterRecord | None
    name: NameMatch
    licence_agrees: bool
    possession: Possession
    number_in_use: bool


def weigh(
    claimed: ClaimedLicence,
    record: RegisterRecord | None,
    *,
    register_age: timedelta | None,
    possession: Possession,
    number_in_use: bool,
) -> Evidence:
    """Return the evidence for a claim against what the register holds of its number."""
    return Evidence(
        register_age=register_age,
        record=record,
        name=match_name(claimed.name, (record.name, *record.other_names)) if record else NameMatch.NONE,
        licence_agrees=record is not None and licence_agrees(claimed, record),
        possession=possession,
        number_in_use=number_in_use,
    )


def licence_agrees(claimed: ClaimedLicence, record: RegisterRecord) -> bool:
    """Tell whether state and number stand together in any slot of the record."""
    state = claimed.state.value
    number = read_number(claimed.number, state=state)
    return any(
        slot.state == state and number.agrees_with(read_number(slot.number, state=state)) for slot in record.licences
    )
