"""What a member is shown of their own membership: how it stands, since when, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Cause, Standing, StandingEvent
from medpeer.core.db import context_of
from medpeer.licensing.membership import GRACE, NOTICE_DAYS
from medpeer.licensing.models import OPEN_STATUSES, ClaimNote, ClaimStatus, LicenceClaim
from medpeer.licensing.models.membership import LicenceTerm
from medpeer.licensing.queries import claims, members


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a person's standing. Nobody's name stands here, and of a register only that it spoke."""

    at: datetime
    after: Standing
    cause: Cause


@dataclass(frozen=True, slots=True)
class Membership:
    """A member's own view of it. ``ends_on`` is the licence's last day; ``reads_until`` the last day of reading on.

    ``was_member`` is false for an applicant who appeals or is held: no membership has stopped.
    """

    was_member: bool
    steps: tuple[Step, ...]
    ends_on: date | None
    reads_until: date | None
    place: str
    notes: tuple[ClaimNote, ...]
    question: str
    may_appeal: bool
    may_write_note: bool
    may_prove: bool
    """Whether an applicant's claim still waits, so that a proof can count."""

    @property
    def cause(self) -> Cause | None:
        """Why it stands as it does; ``None`` before anything changed."""
        return self.steps[-1].cause if self.steps else None


def view_membership(session: Session, actor: Actor) -> Membership:
    """Return how the actor's own membership stands."""
    physician_id = actor.physician_id
    claim = claims.find_claim(session, physician_id)
    term = session.get(LicenceTerm, physician_id)
    steps = members.list_standing_events(session, physician_id)
    was_member = _was_member(session, physician_id, steps)
    return Membership(
        was_member=was_member,
        steps=tuple(Step(one.at, one.after, one.cause) for one in _since_admission(steps)),
        ends_on=term.expires_on if term else None,
        reads_until=term.lapsed_on + GRACE if term and term.lapsed_on else None,
        place=claims.claimed_licence(session, claim).place if claim else "",
        notes=claims.list_notes(session, claim.id) if claim else (),
        question=_question(session, claim) if claim else "",
        may_appeal=members.may_appeal(session, physician_id),
        may_write_note=claim is not None,
        may_prove=not was_member and claim is not None and claim.status in OPEN_STATUSES,
    )


def _was_member(session: Session, physician_id: int, steps: Sequence[StandingEvent]) -> bool:
    was_active = any(Standing.ACTIVE in {one.before, one.after} for one in steps)
    return was_active or members.find_holding_claim(session, physician_id) is not None


def _since_admission(steps: Sequence[StandingEvent]) -> tuple[StandingEvent, ...]:
    admitted = next((place for place, one in enumerate(steps) if one.after is Standing.ACTIVE), 0)
    return tuple(steps[admitted:])


def _question(session: Session, claim: LicenceClaim) -> str:
    if claim.status is not ClaimStatus.MORE_INFO:
        return ""
    note = claims.list_decisions(session, claim.id)[-1].note
    return note.value if note else ""


def ends_soon(session: Session, physician_id: int) -> date | None:
    """Return the last day of a licence that ends within the longest notice from today, or ``None``."""
    ends_on = session.scalar(select(LicenceTerm.expires_on).where(LicenceTerm.physician_id == physician_id))
    today = context_of(session).clock.now().date()
    return ends_on if ends_on and 0 <= (ends_on - today).days <= max(NOTICE_DAYS) else None
