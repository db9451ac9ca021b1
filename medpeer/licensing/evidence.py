"""What a decision rests on: the register's row as a value, and what comparing it with a claim showed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from medpeer.accounts.models import Specialty
from medpeer.licensing.countries import is_abroad, label_of_place
from medpeer.licensing.mailboxes import MailboxKind
from medpeer.licensing.names import NameMatch, PersonName
from medpeer.licensing.taxonomy import TaxonomyGroup, group_of, has_physician_degree, specialty_of

MAX_REGISTER_AGE: Final = timedelta(days=35)
"""The file is published monthly; older than this, a new edition was missed."""
MAX_LEIE_AGE: Final = timedelta(days=45)
"""The exclusion list is replaced monthly, on no fixed day."""


REGISTER_SLUG: Final = r"[a-z0-9-]{2,40}"
JURISDICTION: Final = r"[A-Z]{2,3}"
"""The code of a state or country, as ``medpeer.licensing.countries`` names them."""
NPPES: Final = "nppes"
LEIE: Final = "leie"
"""The federal registers' slugs; a board's or a country's register has its manifest's, ``us-wa-doh``."""


class EntityType(StrEnum):
    """What a number stands for; deactivated rows leave it blank."""

    PERSON = "1"
    ORGANISATION = "2"
    UNSTATED = ""


class BoardKind(StrEnum):
    """Whom a board's licence is for, by the manifest's type map; a type it does not name is unknown."""

    PHYSICIAN = "physician"
    TRAINEE = "trainee"
    OTHER = "other"
    UNKNOWN = "unknown"


class BoardStatus(StrEnum):
    """What a board says of a licence, by the manifest's status map; a word it does not name is unknown."""

    ACTIVE = "active"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"
    RETIRED = "retired"
    DECEASED = "deceased"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"


class Authority(StrEnum):
    """Whether a list is the licensing body's own or a copy of it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class ExclusionHit(StrEnum):
    """On what an entry of the exclusion list and a claim agree."""

    NPI = "npi"
    NAME_AND_STATE = "name_and_state"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    NAME_ONLY = "name_only"


class PossessionProof(StrEnum):
    """One way of showing that the applicant is the physician the registers describe."""

    INSTITUTION_EMAIL = "institution_email"
    CODE_OF_RECORD = "code_of_record"
    DOCUMENT = "document"
    VOUCHERS = "vouchers"
    REACHED_BY_REVIEWER = "reached_by_reviewer"


Possession = frozenset[PossessionProof]
"""Everything that was shown; at least one proof is always needed."""


@dataclass(frozen=True, slots=True)
class RegisterLicence:
    """One of a physician's up to fifteen slots: a taxonomy code and, often, a licence in a state."""

    taxonomy_code: str
    number: str
    state: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a register says mail reaches somebody; ``lines`` are street and the rest, never empty ones."""

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""


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
    enumerated_on: date | None = None
    updated_on: date | None = None
    deactivation_reason: str = ""
    replacement_npi: str = ""
    phone: str = ""
    fax: str = ""
    practice_address: PostalAddress = PostalAddress()
    mailing_address: PostalAddress = PostalAddress()

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
class BoardRecord:
    """One licence as a board's register describes it. ``birth_year`` where the board gives no whole date.

    ``has_discipline`` is ``None`` where the register has no such column. ``is_stale``: its file is older than the
    manifest allows.
    """

    register: str
    jurisdiction: str
    number: str
    name: PersonName
    kind: BoardKind
    status: BoardStatus
    dated_on: date
    expires_on: date | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    has_discipline: bool | None = None
    authority: Authority = Authority.PRIMARY
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Against:
    """What another board than the licence's own holds against somebody, perhaps.

    ``is_certain`` where that board has shut out the bearer of their name; all else is for a person to tell.
    """

    board: BoardRecord
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One entry of the exclusion list. A reinstated one is not in force."""

    npi: str | None
    name: PersonName
    birth_date: date | None
    state: str
    excluded_on: date | None
    reinstated_on: date | None = None
    waiver_state: str | None = None

    def is_in_force(self, today: date) -> bool:
        """Tell whether the person is excluded on that day: not reinstated, or reinstated only later."""
        return self.reinstated_on is None or self.reinstated_on > today


@dataclass(frozen=True, slots=True)
class RegisterAge:
    """How old the edition of a register in use is. ``jurisdiction`` is a board's state; empty for the federal ones."""

    register: str
    dated_on: date
    age: timedelta
    max_age: timedelta
    jurisdiction: str = ""
    authority: Authority = Authority.PRIMARY

    @property
    def is_stale(self) -> bool:
        """Whether a newer edition was missed, so that what this one says decides nothing."""
        return self.age > self.max_age


@dataclass(frozen=True, slots=True)
class ClaimedLicence:
    """What an applicant says of themselves, with their proved address. Birth date and code only where given.

    ``jurisdiction`` is the state or country that licensed them; from elsewhere than the United States there is no NPI.
    """

    npi: str
    name: PersonName
    jurisdiction: str
    number: str
    birth_date: date | None = None
    taxonomy_code: str = ""
    email: str = ""

    @property
    def is_abroad(self) -> bool:
        """Whether the licence is of another country, whose register alone speaks of it."""
        return is_abroad(self.jurisdiction)

    @property
    def place(self) -> str:
        """The name of the state or country."""
        return label_of_place(self.jurisdiction)


@dataclass(frozen=True, slots=True)
class Consulted:
    """What the registers in use hold for one claim on one day. ``boards`` are the claimed state's, with their ages.

    ``elsewhere`` is what boards hold of the other licences on record; ``also_licensed`` are the other numbers of the
    national register that list the claimed licence.
    """

    today: date
    nppes: RegisterAge | None = None
    record: RegisterRecord | None = None
    boards: tuple[RegisterAge, ...] = ()
    board_records: tuple[BoardRecord, ...] = ()
    elsewhere: tuple[BoardRecord, ...] = ()
    also_licensed: tuple[RegisterRecord, ...] = ()
    leie: RegisterAge | None = None
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything ``policy.decide`` looks at. A register that is not loaded has no age."""

    claimed: ClaimedLicence
    today: date
    nppes: RegisterAge | None
    record: RegisterRecord | None
    name: NameMatch
    is_name_suspicious: bool
    licence_agrees: bool
    boards: tuple[RegisterAge, ...]
    board: BoardRecord | None
    board_name: NameMatch
    leie: RegisterAge | None
    exclusions: frozenset[ExclusionHit]
    possession: Possession
    is_number_used: bool
    is_mailbox_used: bool = False
    mailbox: MailboxKind = MailboxKind.PERSONAL
    is_licence_of_other_profession: bool = False
    is_licence_on_two_numbers: bool = False
    is_doubted_elsewhere: bool = False
