"""Reads of the review desk: the queue, and one applicant beside the register."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Specialty
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.licensing.evidence import BoardRecord, ClaimedLicence, Consulted, Possession, RegisterRecord
from medpeer.licensing.models import WAITING_STATUSES, ClaimCheck, ClaimDecision, ClaimNote, LicenceClaim
from medpeer.licensing.policy import CheckResult
from medpeer.licensing.queries import claims, consulting, second_accounts
from medpeer.licensing.queries.vouchers import vouched_for
from medpeer.licensing.weighing import known_names, speaking_record


def median_wait_today(session: Session) -> timedelta | None:
    """Return the median time from filing to a reviewer's decision over today's decisions, or ``None`` without any."""
    midnight = context_of(session).clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = session.execute(
        select(ClaimDecision.decided_at, LicenceClaim.filed_at)
        .join(LicenceClaim, LicenceClaim.id == ClaimDecision.claim_id)
        .where(ClaimDecision.reviewer_id.is_not(None), ClaimDecision.decided_at >= midnight)
    ).all()
    waits = [(decided - filed).total_seconds() for decided, filed in rows]
    return timedelta(seconds=median(waits)) if waits else None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting applicant in the reviewer's list."""

    claim_id: int
    first_name: str
    last_name: str
    filed_at: datetime
    checks: tuple[ClaimCheck, ...]


def _check_reviewer(actor: Actor) -> None:
    # Whoever is no reviewer does not learn that there is anything here.
    if not actor.has(Role.REVIEWER):
        raise NotFoundError


def _is_anothers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a claim is neither the reviewer's own nor of somebody they gave their word for."""
    return (LicenceClaim.physician_id != actor.physician_id) & LicenceClaim.physician_id.not_in(
        vouched_for(actor.physician_id)
    )


def list_waiting(session: Session, actor: Actor) -> tuple[QueueRow, ...]:
    """Return the claims that wait for a reviewer, oldest first, without those that are not for the actor to review.

    Raises:
        NotFoundError: the actor is no reviewer.
    """
    _check_reviewer(actor)
    waiting = session.scalars(
        select(LicenceClaim)
        .where(LicenceClaim.status.in_(WAITING_STATUSES), _is_anothers(actor))
        .order_by(LicenceClaim.filed_at, LicenceClaim.id)
    ).all()
    open_checks = session.scalars(
        select(ClaimCheck).where(
            ClaimCheck.claim_id.in_([claim.id for claim in waiting]), ClaimCheck.result != CheckResult.PASSED
        )
    ).all()
    return tuple(
        QueueRow(
            claim_id=claim.id,
            first_name=claim.first_name.value,
            last_name=claim.last_name.value,
            filed_at=claim.filed_at,
            checks=claims.in_order(check for check in open_checks if check.claim_id == claim.id),
        )
        for claim in waiting
    )


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many applicants wait for this reviewer; 0 for anybody else."""
    if not actor.has(Role.REVIEWER):
        return 0
    return (
        session.scalar(
            select(func.count())
            .select_from(LicenceClaim)
            .where(LicenceClaim.status.in_(WAITING_STATUSES), _is_anothers(actor))
        )
        or 0
    )


def access_claim(session: Session, actor: Actor, claim_id: int) -> LicenceClaim:
    """Return a claim for its reviewer.

    Raises:
        NotFoundError: there is none, the actor is no reviewer, it is the actor's own, or of somebody they vouched for.
    """
    _check_reviewer(actor)
    claim = session.scalar(select(LicenceClaim).where(LicenceClaim.id == claim_id, _is_anothers(actor)))
    if claim is None:
        raise NotFoundError
    return claim


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a reviewer sees of one claim: what it says, and what the registers hold of it today."""

    claim: LicenceClaim
    claimed: ClaimedLicence
    consulted: Consulted
    board: BoardRecord | None
    possession: Possession
    checks: tuple[ClaimCheck, ...]
    notes: tuple[ClaimNote, ...]
    decisions: tuple[ClaimDecision, ...]
    email_domain: str
    is_contested: bool
    is_mailbox_contested: bool

    @property
    def record(self) -> RegisterRecord | None:
        """The national register's row."""
        return self.consulted.record

    @property
    def specialty(self) -> Specialty | None:
        """The specialty that the register's codes lead to."""
        return self.record.specialty if self.record else None


def access_dossier(session: Session, actor: Actor, claim_id: int) -> Dossier:
    """Return a claim with what the registers say today.

    Raises:
        NotFoundError: as ``access_claim``.
    """
    claim = access_claim(session, actor, claim_id)
    claimed = claims.claimed_licence(session, claim)
    consulted = consulting.consult(session, claimed)
    return Dossier(
        claim=claim,
        claimed=claimed,
        consulted=consulted,
        board=speaking_record(consulted.board_records, known_names(claimed, consulted.record)),
        possession=claims.possession_of(session, claim_id),
        checks=claims.list_checks(session, claim_id),
        notes=claims.list_notes(session, claim_id),
        decisions=claims.list_decisions(session, claim_id),
        email_domain=claimed.email.rpartition("@")[2],
        is_contested=second_accounts.number_in_use(session, claim),
        is_mailbox_contested=second_accounts.mailbox_in_use(session, claim),
    )
