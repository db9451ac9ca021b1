"""Evidence with every check green, to be made worse one thing at a time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from medpeer.licensing.evidence import (
    LEIE,
    MAX_LEIE_AGE,
    MAX_REGISTER_AGE,
    NPPES,
    BoardKind,
    BoardRecord,
    BoardStatus,
    ClaimedLicence,
    EntityType,
    Evidence,
    PossessionProof,
    RegisterAge,
    RegisterLicence,
    RegisterRecord,
)
from medpeer.licensing.names import NameMatch, PersonName

TODAY: Final = date(2026, 11, 20)
DAY: Final = date(2026, 11, 9)
BOARD: Final = "us-ne-dhhs"
NUMBER: Final = "1999000015"
SLOT: Final = RegisterLicence("207RN0300X", "MD-0010037", "NE", is_primary=True)
RECORD: Final = RegisterRecord(
    npi=NUMBER,
    entity=EntityType.PERSON,
    name=PersonName("MIRIAM", "OKONJO"),
    dated_on=DAY,
    state="NE",
    licences=(SLOT,),
    enumerated_on=date(2009, 4, 1),
    updated_on=date(2024, 4, 1),
)
BOARD_RECORD: Final = BoardRecord(
    register=BOARD,
    jurisdiction="NE",
    number="10037",
    name=PersonName("MIRIAM", "OKONJO"),
    kind=BoardKind.PHYSICIAN,
    status=BoardStatus.ACTIVE,
    dated_on=DAY,
    expires_on=date(2027, 9, 30),
    birth_date=date(1978, 2, 3),
    has_discipline=False,
)
CLAIMED: Final = ClaimedLicence(
    NUMBER,
    PersonName("Miriam", "Okonjo"),
    "NE",
    "10037",
    birth_date=date(1978, 2, 3),
    taxonomy_code="207RN0300X",
    email="miriam.okonjo@stlukes.example",
)
EMAIL: Final = frozenset({PossessionProof.INSTITUTION_EMAIL})
CODE: Final = frozenset({PossessionProof.CODE_OF_RECORD})
DOCUMENT: Final = frozenset({PossessionProof.DOCUMENT})
NOTHING: Final[frozenset[PossessionProof]] = frozenset()


def age(register: str, max_age: timedelta, days: int = 11) -> RegisterAge:
    """Return how old a register is, by default fresh."""
    place = "" if register in {NPPES, LEIE} else "NE"
    return RegisterAge(register, TODAY - timedelta(days=days), timedelta(days=days), max_age, place)


def nppes_age(days: int = 11) -> RegisterAge:
    """Return the national register's age."""
    return age(NPPES, MAX_REGISTER_AGE, days)


def leie_age(days: int = 11) -> RegisterAge:
    """Return the exclusion list's age."""
    return age(LEIE, MAX_LEIE_AGE, days)


def board_age(days: int = 1) -> RegisterAge:
    """Return the age of a board's list that its manifest lets grow thirty-five days old."""
    return age(BOARD, timedelta(days=35), days)


GREEN: Final = Evidence(
    claimed=CLAIMED,
    today=TODAY,
    nppes=nppes_age(),
    record=RECORD,
    name=NameMatch.STRONG,
    is_name_suspicious=False,
    licence_agrees=True,
    boards=(board_age(),),
    board=BOARD_RECORD,
    board_name=NameMatch.STRONG,
    leie=leie_age(),
    exclusions=frozenset(),
    possession=EMAIL,
    is_number_used=False,
)


def green(**changes: Any) -> Evidence:
    """Return the green evidence with some things otherwise."""
    return replace(GREEN, **changes)


def record(**changes: Any) -> RegisterRecord:
    """Return the usual record with some things otherwise."""
    return replace(RECORD, **changes)


def board(**changes: Any) -> BoardRecord:
    """Return the usual board's row with some things otherwise."""
    return replace(BOARD_RECORD, **changes)


def claimed(**changes: Any) -> ClaimedLicence:
    """Return the usual claim with some things otherwise."""
    return replace(CLAIMED, **changes)


def codes(*given_codes: str) -> tuple[RegisterLicence, ...]:
    """Return slots with these codes and no licences."""
    return tuple(RegisterLicence(code, "", "") for code in given_codes)
