"""Asking every register in use about one claim, and the list of institutions about an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing import policy
from medpeer.licensing.evidence import (
    LEIE,
    NPPES,
    ClaimedLicence,
    Consulted,
    Possession,
    PossessionProof,
    RegisterAge,
)
from medpeer.licensing.queries import registers
from medpeer.licensing.queries.boards import find_board_records, find_elsewhere
from medpeer.licensing.queries.editions import register_ages
from medpeer.licensing.queries.exclusions import find_exclusions
from medpeer.licensing.queries.institutions import is_institution
from medpeer.licensing.queries.registers import Edition
from medpeer.licensing.weighing import searched_names


@dataclass(frozen=True, slots=True)
class RegistersInUse:
    """Which editions answer. Within one snapshot they stay the same, so many claims need them read only once."""

    ages: tuple[RegisterAge, ...]
    nppes: Edition | None


def registers_in_use(session: Session) -> RegistersInUse:
    """Return the editions that a claim is checked against now."""
    return RegistersInUse(register_ages(session), registers.find_current_import(session, NPPES))


def consult(
    session: Session, claimed: ClaimedLicence, in_use: RegistersInUse | None = None, *, is_member: bool = False
) -> Consulted:
    """Return what the registers in use hold for a claim today; the national one holds nothing of another country's.

    Who else lists the licence is not asked about members: anybody can write one down.
    """
    in_use = in_use or registers_in_use(session)
    state = claimed.jurisdiction
    record = None if claimed.is_abroad else registers.find_record(session, in_use.nppes, claimed.npi)
    return Consulted(
        today=_today(session),
        nppes=None if claimed.is_abroad else _age_of(NPPES, in_use.ages),
        record=record,
        boards=tuple(one for one in in_use.ages if one.jurisdiction == state),
        board_records=find_board_records(session, state, claimed.number),
        elsewhere=find_elsewhere(session, claimed, record, {one.jurisdiction for one in in_use.ages}) if record else (),
        also_licensed=() if is_member else registers.list_also_licensed(session, in_use.nppes, claimed, record),
        leie=_age_of(LEIE, in_use.ages),
        exclusions=find_exclusions(
            session,
            npi=claimed.npi,
            names=searched_names(claimed, record),
            state=state,
            birth_date=claimed.birth_date,
        ),
    )


def _today(session: Session) -> date:
    return context_of(session).clock.now().date()


def _age_of(register: str, ages: Iterable[RegisterAge]) -> RegisterAge | None:
    return next((one for one in ages if one.register == register), None)


def possession_by_email(session: Session, address: str, domains: Iterable[str] = ()) -> Possession:
    """Return what a proved address shows: possession when its domain is an institution's.

    Institutions are those of the list in use and the ``domains`` that the settings name.
    """
    domain = policy.domain_of(address)
    if domain is not None and is_institution(session, domain) is not None:
        return frozenset({PossessionProof.INSTITUTION_EMAIL})
    return policy.possession_by_email(address, domains)
