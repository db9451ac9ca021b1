"""Reads of licence claims, as their applicants see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.licensing.evidence import ClaimedLicence, RegisterRecord
from medpeer.licensing.models import ClaimCheck, ClaimDecision, ClaimNote, ClaimStatus, LicenceClaim, LicenceHolding
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy import QUIET_CHECKS, CheckKind
from medpeer.licensing.queries import registers

LIVE_STATUSES = frozenset({ClaimStatus.NEEDS_REVIEW, ClaimStatus.MORE_INFO, ClaimStatus.APPROVED})


def number_in_use(session: Session, number_digest: str, physician_id: int) -> bool:
    """Tell whether another account holds the number or has a live claim to it."""
    held = select(LicenceHolding.physician_id).where(
        LicenceHolding.number_digest == number_digest, LicenceHolding.physician_id != physician_id
    )
    claimed = select(LicenceClaim.id).where(
        LicenceClaim.number_digest == number_digest,
        LicenceClaim.physician_id != physician_id,
        LicenceClaim.status.in_(LIVE_STATUSES),
    )
    return session.scalar(select(held.exists() | claimed.exists())) is True


def find_claim(session: Session, physician_id: int) -> LicenceClaim | None:
    """Return a person's latest claim, or ``None``."""
    return session.scalar(
        select(LicenceClaim).where(LicenceClaim.physician_id == physician_id).order_by(LicenceClaim.id.desc()).limit(1)
    )


def physician_of_claim(session: Session, claim_id: int) -> int:
    """Return whose claim it is."""
    return session.execute(select(LicenceClaim.physician_id).where(LicenceClaim.id == claim_id)).scalar_one()


def claimed_licence(session: Session, claim: LicenceClaim) -> ClaimedLicence:
    """Return what a claim says, unsealed."""
    vault = context_of(session).vault
    return ClaimedLicence(
        npi=vault.unseal(claim.npi_sealed),
        name=PersonName(claim.first_name.value, claim.last_name.value),
        state=claim.licence_state,
        number=vault.unseal(claim.licence_sealed),
    )


def list_checks(session: Session, claim_id: int) -> tuple[ClaimCheck, ...]:
    """Return a claim's checks in the order shown."""
    return in_order(session.scalars(select(ClaimCheck).where(ClaimCheck.claim_id == claim_id)))


def in_order(checks: Iterable[ClaimCheck]) -> tuple[ClaimCheck, ...]:
    """Return checks in the order of their questions."""
    order = list(CheckKind)
    return tuple(sorted(checks, key=lambda check: order.index(check.kind)))


def list_notes(session: Session, claim_id: int) -> tuple[ClaimNote, ...]:
    """Return what the applicant wrote, oldest first."""
    return tuple(session.scalars(select(ClaimNote).where(ClaimNote.claim_id == claim_id).order_by(ClaimNote.id)))


def list_decisions(session: Session, claim_id: int) -> tuple[ClaimDecision, ...]:
    """Return what was decided, oldest first."""
    return tuple(
        session.scalars(select(ClaimDecision).where(ClaimDecision.claim_id == claim_id).order_by(ClaimDecision.id))
    )


@dataclass(frozen=True, slots=True)
class Application:
    """A claim as its applicant may see it: without the quiet checks. Pages show the record masked only."""

    claim: LicenceClaim
    claimed: ClaimedLicence
    checks: tuple[ClaimCheck, ...]
    record: RegisterRecord | None
    notes: tuple[ClaimNote, ...]
    decisions: tuple[ClaimDecision, ...]
    place: int | None


def find_application(session: Session, actor: Actor) -> Application | None:
    """Return the actor's own latest claim with everything its page shows, or ``None`` before the first."""
    claim = find_claim(session, actor.physician_id)
    if claim is None:
        return None
    claimed = claimed_licence(session, claim)
    return Application(
        claim=claim,
        claimed=claimed,
        checks=tuple(row for row in list_checks(session, claim.id) if row.kind not in QUIET_CHECKS),
        record=registers.find_record(session, registers.find_current_import(session, claim.register), claimed.npi),
        notes=list_notes(session, claim.id),
        decisions=list_decisions(session, claim.id),
        place=_place(session, claim),
    )


def _place(session: Session, claim: LicenceClaim) -> int | None:
    if claim.status is not ClaimStatus.NEEDS_REVIEW:
        return None
    before = session.scalar(
        select(func.count())
        .select_from(LicenceClaim)
        .where(
            LicenceClaim.status == ClaimStatus.NEEDS_REVIEW,
            (LicenceClaim.filed_at < claim.filed_at)
            | ((LicenceClaim.filed_at == claim.filed_at) & (LicenceClaim.id < claim.id)),
        )
    )
    return 1 + (before or 0)
