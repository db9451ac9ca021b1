"""Members of the demo who only read: without them no badge could say more than "Physician"."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from medpeer.accounts import queries
from medpeer.accounts.models import Physician, Specialty, Standing
from medpeer.accounts.passwords import hash_password
from medpeer.core.crypto import new_token
from medpeer.core.db import context_of

# How many of a hundred members of a specialty are licensed where.
_SPREAD: Final = {
    word.partition(":")[0]: int(word.partition(":")[2])
    for word in (
        "CA:12 AZ:2 WA:3 OR:2 CO:3 UT:1 NM:1 NV:1 HI:1 MT:1 AK:1 TX:9 FL:7 GA:3 NC:3 VA:3 MD:2 TN:2 KY:1 LA:1 AL:1 "
        "SC:1 NY:9 PA:5 MA:4 NJ:3 CT:2 NH:1 VT:1 ME:1 IL:5 OH:4 MI:3 MN:2 WI:2 MO:2 IN:2 NE:1 ND:1"
    ).split()
}
# Large enough for states, for regions, for the specialty alone, and one that is too small even for that.
_SIZES: Final = {
    Specialty.GENERAL_MEDICINE: 250,
    Specialty.EMERGENCY_MEDICINE: 200,
    Specialty.PAEDIATRICS: 200,
    Specialty.CARDIOLOGY: 170,
    Specialty.RADIOLOGY: 170,
    Specialty.ONCOLOGY: 120,
    Specialty.NEUROLOGY: 120,
    Specialty.NEPHROLOGY: 100,
    Specialty.ENDOCRINOLOGY: 80,
    Specialty.INFECTIOUS_DISEASE: 60,
    Specialty.HAEMATOLOGY: 30,
    Specialty.RHEUMATOLOGY: 12,
}


def add_readers(session: Session) -> int:
    """Add the members who only read, in one statement, and return how many they are. Nobody knows their password."""
    hashed = hash_password(new_token())
    rows = [_row(session, number, *kind) | {"password_hash": hashed} for number, kind in enumerate(_kinds(), 1)]
    session.execute(insert(Physician), rows)
    return len(rows)


def _row(session: Session, number: int, specialty: Specialty, state: str) -> dict[str, Any]:
    context = context_of(session)
    address = f"reader{number:04d}@members.example"
    return {
        "email_sealed": context.vault.seal(address),
        "email_digest": queries.email_digest(session, address),
        "created_at": context.clock.now(),
        "email_proved_at": context.clock.now(),
        "standing": Standing.ACTIVE,
        "specialty": specialty,
        "state": state,
    }


def _kinds() -> Iterator[tuple[Specialty, str]]:
    """Yield specialty and state of each."""
    for specialty, size in _SIZES.items():
        for state, percent in _SPREAD.items():
            for _ in range(round(size * percent / 100)):
                yield specialty, state
