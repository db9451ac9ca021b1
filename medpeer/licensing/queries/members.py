"""Reads of the members whose licences are watched, and of what the registers say of them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from medpeer.accounts.models import Cause, Physician, Standing, StandingEvent
from medpeer.core.db import context_of
from medpeer.licensing.evidence import BoardRecord, ClaimedLicence, Consulted, ExclusionHit
from medpeer.licensing.membership import MAX_APPEALS, Registered
from medpeer.licensing.models import LicenceClaim, LicenceHolding, RegisterChange, RegisterChangeKind, RegisterImport
from medpeer.licensing.models.membership import LicenceTerm
from medpeer.licensing.names import NameMatch, match_name
from medpeer.licensing.queries import claims, consulting
from medpeer.licensing.weighing import against_elsewhere, known_names, match_exclusions, speaking_record

WATCHED: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY, Standing.SUSPENDED})
_GRAVE: Final = (
    RegisterChangeKind.EXCLUDED,
    RegisterChangeKind.DEACTIVATED,
    RegisterChangeKind.STATUS,
    RegisterChangeKind.DISCIPLINE,
)


def list_due(session: Session, limit: int) -> tuple[int, ...]:
    """Return up to ``limit`` members about whom the registers were not asked today, or not since the newest file."""
    midnight = context_of(session).clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    newest = session.scalar(select(func.max(RegisterImport.completed_at)))
    since = max(midnight, newest or midnight)
    return tuple(
        session.scalars(
            select(Physician.id)
            .join(LicenceHolding, LicenceHolding.physician_id == Physician.id)
            .outerjoin(LicenceTerm, LicenceTerm.physician_id == Physician.id)
            .where(
                Physician.standing.in_(WATCHED),
                or_(LicenceTerm.physician_id.is_(None), LicenceTerm.checked_at < since),
            )
            .order_by(Physician.id)
            .limit(limit)
        )
    )


@dataclass(frozen=True, slots=True)
class ChangeToWeigh:
    """A member of whom a newer register says something else."""

    change_id: int
    physician_id: int


def list_changes(session: Session, after: int) -> tuple[ChangeToWeigh, ...]:
    """Return the changes newer than the id ``after`` that were not weighed yet, the gravest first."""
    rows = session.execute(
        select(RegisterChange.id, RegisterChange.physician_id)
        .outerjoin(LicenceTerm, LicenceTerm.physician_id == RegisterChange.physician_id)
        .where(
            RegisterChange.id > after,
            or_(LicenceTerm.physician_id.is_(None), RegisterChange.id > LicenceTerm.seen_change_id),
        )
        .order_by(case((RegisterChange.kind.in_(_GRAVE), 0), else_=1), RegisterChange.id)
    ).all()
    return tuple(ChangeToWeigh(change_id, physician_id) for change_id, physician_id in rows)


def newest_change(session: Session, physician_id: int) -> int:
    """Return the id of the newest change noticed for a member; 0 without any."""
    newest = select(RegisterChange.id).where(RegisterChange.physician_id == physician_id)
    return session.scalar(newest.order_by(RegisterChange.id.desc()).limit(1)) or 0


def licence_ends_on(session: Session, physician_id: int) -> date | None:
    """Return the last day of a member's licence, or ``None`` where no register gives one."""
    return session.scalar(select(LicenceTerm.expires_on).where(LicenceTerm.physician_id == physician_id))


def find_holding_claim(session: Session, physician_id: int) -> LicenceClaim | None:
    """Return the claim by which somebody holds their number, or ``None`` for whoever never was a member."""
    return session.scalar(
        select(LicenceClaim)
        .join(LicenceHolding, LicenceHolding.claim_id == LicenceClaim.id)
        .where(LicenceHolding.physician_id == physician_id)
    )


def list_standing_events(session: Session, physician_id: int) -> Sequence[StandingEvent]:
    """Return the steps of a person's standing, oldest first."""
    return session.scalars(
        select(StandingEvent).where(StandingEvent.physician_id == physician_id).order_by(StandingEvent.id)
    ).all()


def may_appeal(session: Session, physician_id: int) -> bool:
    """Tell whether a refused or suspended person has an appeal left."""
    appeals = sum(step.after is Standing.APPEAL for step in list_standing_events(session, physician_id))
    return appeals < MAX_APPEALS


def last_cause(session: Session, physician_id: int) -> Cause | None:
    """Return why a person's standing last changed, or ``None`` where it never did."""
    return session.scalar(
        select(StandingEvent.cause)
        .where(StandingEvent.physician_id == physician_id)
        .order_by(StandingEvent.id.desc())
        .limit(1)
    )


def registered(session: Session, claim: LicenceClaim, term: LicenceTerm) -> Registered:
    """Return what the registers in use say today of whoever a claim is about.

    That a number is out of use counts however old the file is; that it is missing, only while the file is fresh.
    """
    claimed = claims.claimed_licence(session, claim)
    consulted = consulting.consult(session, claimed, is_member=True)
    record = consulted.record
    licences = _own_boards(claimed, consulted)
    excluded = tuple(match_exclusions(claimed, consulted, speaking_record(licences, known_names(claimed, record))))
    return Registered(
        record=record,
        is_listed=_is_listed(claimed, consulted, licences),
        boards=licences,
        shut_out=against_elsewhere(claimed, consulted),
        hits=frozenset(hit for _, hit in excluded),
        excluded_on=tuple(
            entry.excluded_on for entry, hit in excluded if entry.excluded_on and hit is not ExclusionHit.NAME_ONLY
        ),
        known_end=term.expires_on,
        extended_until=term.extended_until,
    )


def _is_listed(claimed: ClaimedLicence, consulted: Consulted, licences: Sequence[BoardRecord]) -> bool | None:
    """Tell whether the register still has a member; nobody can tell from none, or from old ones."""
    asked = consulted.boards if claimed.is_abroad else (consulted.nppes,)
    if all(age is None or age.is_stale for age in asked):
        return None
    return bool(licences) if claimed.is_abroad else consulted.record is not None


def _own_boards(claimed: ClaimedLicence, consulted: Consulted) -> tuple[BoardRecord, ...]:
    """Return the boards' rows of a licence that are not plainly somebody else's under the same number."""
    record = consulted.record
    names = (claimed.name, *((record.name, *record.other_names) if record else ()))
    found = consulted.board_records
    return tuple(one for one in found if any(match_name(name, (one.name,)) is not NameMatch.NONE for name in names))
