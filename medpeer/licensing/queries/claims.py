"""Reads of licence claims, as their applicants see them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as account_queries
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.core.db import context_of
from medpeer.licensing.evidence import ClaimedLicence, Possession, PossessionProof, RegisterRecord
from medpeer.licensing.models import (
    WAITING_STATUSES,
    ClaimCheck,
    ClaimDecision,
    ClaimNote,
    ClaimStatus,
    LicenceClaim,
    PossessionShown,
    RegisterImport,
)
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy import CheckFinding, CheckKind, CheckResult, result_of, told_finding
from medpeer.licensing.queries import registers

EVIDENCE_DIGEST = "claim-evidence"


def find_claim(session: Session, physician_id: int) -> LicenceClaim | None:
    """Return a person's latest claim, or ``None``."""
    return session.scalar(
        select(LicenceClaim).where(LicenceClaim.physician_id == physician_id).order_by(LicenceClaim.id.desc()).limit(1)
    )


def physician_of_claim(session: Session, claim_id: int) -> int | None:
    """Return whose claim it is; ``None`` for one that was destroyed with its account."""
    return session.scalar(select(LicenceClaim.physician_id).where(LicenceClaim.id == claim_id))


def claimed_licence(session: Session, claim: LicenceClaim) -> ClaimedLicence:
    """Return what a claim says, unsealed."""
    vault = context_of(session).vault
    return ClaimedLicence(
        npi=vault.unseal(claim.npi_sealed),
        name=PersonName(claim.first_name.value, claim.last_name.value),
        jurisdiction=claim.jurisdiction,
        number=vault.unseal(claim.licence_sealed),
        birth_date=date.fromisoformat(vault.unseal(claim.birth_date_sealed)) if claim.birth_date_sealed else None,
        email=account_queries.email_of(session, claim.physician_id),
    )


def possession_of(session: Session, claim_id: int) -> Possession:
    """Return in which ways a claim was shown to be its applicant's own."""
    return frozenset(session.scalars(select(PossessionShown.proof).where(PossessionShown.claim_id == claim_id)))


def was_held(session: Session, physician_id: int) -> bool:
    """Tell whether any claim of this person was ever held for a senior reviewer."""
    held = select(LicenceClaim.id).where(LicenceClaim.physician_id == physician_id, LicenceClaim.held_at.is_not(None))
    return session.scalar(select(held.exists())) is True


def list_waiting(session: Session) -> tuple[int, ...]:
    """Return the claims that a newer register may settle, oldest first: of applicants, before a reviewer or held."""
    return tuple(session.scalars(_waiting()))


def list_missed(session: Session) -> tuple[int, ...]:
    """Return those of them that were checked last before the newest file came into use."""
    newest = select(func.max(RegisterImport.completed_at)).scalar_subquery()
    checked = select(func.max(ClaimCheck.checked_at)).where(ClaimCheck.claim_id == LicenceClaim.id).scalar_subquery()
    return tuple(session.scalars(_waiting().where(checked < newest)))


def _waiting() -> Select[int]:
    return (
        select(LicenceClaim.id)
        .join(Physician, Physician.id == LicenceClaim.physician_id)
        .where(LicenceClaim.status.in_(WAITING_STATUSES), Physician.standing == Standing.NEEDS_REVIEW)
        .order_by(LicenceClaim.filed_at, LicenceClaim.id)
    )


def list_checks(session: Session, claim_id: int) -> tuple[ClaimCheck, ...]:
    """Return a claim's checks in the order shown."""
    return in_order(session.scalars(select(ClaimCheck).where(ClaimCheck.claim_id == claim_id)))


def evidence_digest(session: Session, claim: LicenceClaim) -> str:
    """Return the keyed digest of a claim's answers and of the register's row they rest on."""
    answers = [(row.kind, row.finding, row.evidence_digest) for row in list_checks(session, claim.id)]
    return context_of(session).vault.digest(EVIDENCE_DIGEST, repr(answers))


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
class ToldCheck:
    """One answer as its applicant is told it, with the register it came from, that file's date, and until when."""

    kind: CheckKind
    finding: CheckFinding
    source: str | None
    source_dated_on: date | None
    checked_at: datetime
    valid_until: date | None

    @property
    def result(self) -> CheckResult:
        """What the answer told leads to."""
        return result_of(self.finding)


@dataclass(frozen=True, slots=True)
class Application:
    """A claim as its applicant may see it: no quiet check, no cause of a hold. Pages show the record masked only."""

    claim: LicenceClaim
    claimed: ClaimedLicence
    checks: tuple[ToldCheck, ...]
    record: RegisterRecord | None
    notes: tuple[ClaimNote, ...]
    decisions: tuple[ClaimDecision, ...]
    place: int | None
    shown_on: Mapping[PossessionProof, date]
    """When each proof of possession was given."""

    @property
    def possession(self) -> Possession:
        """In which ways the claim was shown to be its applicant's own."""
        return frozenset(self.shown_on)


def find_application(session: Session, actor: Actor) -> Application | None:
    """Return the actor's own latest claim with everything its page shows, or ``None`` before the first."""
    claim = find_claim(session, actor.physician_id)
    if claim is None:
        return None
    claimed = claimed_licence(session, claim)
    return Application(
        claim=claim,
        claimed=claimed,
        checks=tuple(_told(claim, list_checks(session, claim.id))),
        record=registers.find_record(session, registers.find_current_import(session, claim.register), claimed.npi),
        notes=list_notes(session, claim.id),
        decisions=list_decisions(session, claim.id),
        place=_place(session, claim),
        shown_on=_shown_on(session, claim.id),
    )


def _shown_on(session: Session, claim_id: int) -> dict[PossessionProof, date]:
    rows = session.execute(
        select(PossessionShown.proof, PossessionShown.shown_at).where(PossessionShown.claim_id == claim_id)
    )
    return {proof: shown_at.date() for proof, shown_at in rows}


def _told(claim: LicenceClaim, rows: Iterable[ClaimCheck]) -> Iterator[ToldCheck]:
    is_admitted = claim.status is ClaimStatus.APPROVED
    for row in rows:
        told = told_finding(row.kind, row.finding, is_admitted=is_admitted, is_held=claim.held_at is not None)
        # Nobody looks at a refused claim any more; that the line is gone says the same to all.
        is_over = claim.status is ClaimStatus.REJECTED and told is CheckFinding.WITH_REVIEWER
        if told is not None and not is_over:
            until = row.valid_until if told is row.finding else None
            yield ToldCheck(row.kind, told, row.source, row.source_dated_on, row.checked_at, until)


def _place(session: Session, claim: LicenceClaim) -> int | None:
    if claim.status not in WAITING_STATUSES:
        return None
    before = session.scalar(
        select(func.count())
        .select_from(LicenceClaim)
        .where(
            LicenceClaim.status.in_(WAITING_STATUSES),
            (LicenceClaim.filed_at < claim.filed_at)
            | ((LicenceClaim.filed_at == claim.filed_at) & (LicenceClaim.id < claim.id)),
        )
    )
    return 1 + (before or 0)
