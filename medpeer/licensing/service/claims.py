"""Filing a licence claim, checking it against the register, and writing to the reviewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import queries as account_queries
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.gate import ClearedText
from medpeer.licensing import policy
from medpeer.licensing.errors import ClaimClosedError, InvalidNumberError, NoClaimNowError, TooManyClaimsError
from medpeer.licensing.evidence import Register, RegisterRecord, weigh
from medpeer.licensing.models import OPEN_STATUSES, ClaimCheck, ClaimNote, ClaimStatus, LicenceClaim
from medpeer.licensing.npi import is_valid_npi, normalise_npi
from medpeer.licensing.numbers import is_licence_number, looks_like_ssn
from medpeer.licensing.policy import Decision, DecisionAct, DecisionReason, Outcome
from medpeer.licensing.queries import claims, registers
from medpeer.licensing.service import decisions
from medpeer.licensing.states import LicenceState

NUMBER_DIGEST: Final = "licence-number"
RECORD_DIGEST: Final = "register-record"
_DAY: Final = timedelta(days=1)
_MAY_WRITE: Final = OPEN_STATUSES | {ClaimStatus.REJECTED}


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What an applicant gives. Numbers are as typed; names went through the gate."""

    npi: str
    licence_state: LicenceState
    licence_number: str
    first_name: ClearedText
    last_name: ClearedText


def check_numbers(npi: str, licence_number: str) -> None:
    """Refuse numbers that cannot be what they should; called before anything is stored.

    Raises:
        InvalidNumberError: for the field at fault.
    """
    if not is_valid_npi(normalise_npi(npi)):
        message = "This is not an NPI: its check digit does not agree. Compare the ten digits with your record."
        raise InvalidNumberError(message, field="npi")
    if looks_like_ssn(licence_number):
        message = "This looks like a Social Security number, which is asked for nowhere here. Give the licence number."
        raise InvalidNumberError(message, field="licence_number")
    if not is_licence_number(licence_number):
        message = "Give the number as it stands on your licence: letters, digits, dashes."
        raise InvalidNumberError(message, field="licence_number")


def file_claim(session: Session, actor: Actor, new: NewClaim, *, institution_domains: Iterable[str]) -> LicenceClaim:
    """Record a claim, check it and act on the result: admitted, queued for review, or refused.

    An open claim of the same person is replaced. ``institution_domains`` are the e-mail domains that show possession.

    Raises:
        NoClaimNowError: the address is unproved, or the person is admitted, refused or suspended already.
        TooManyClaimsError: five claims in a day.
        InvalidNumberError: a number cannot be one.
    """
    _check_may_file(session, actor)
    check_numbers(new.npi, new.licence_number)
    context = context_of(session)
    npi = normalise_npi(new.npi)
    before = claims.find_claim(session, actor.physician_id)
    if before is not None and before.status in OPEN_STATUSES:
        before.status = ClaimStatus.REPLACED
    address = account_queries.email_of(session, actor.physician_id)
    claim = LicenceClaim(
        physician_id=actor.physician_id,
        register=Register.NPPES,
        npi_sealed=context.vault.seal(npi),
        number_digest=context.vault.digest(NUMBER_DIGEST, f"{Register.NPPES}:{npi}"),
        licence_state=new.licence_state,
        licence_sealed=context.vault.seal(new.licence_number.strip()),
        possession=policy.possession_by_email(address, institution_domains),
        filed_at=context.clock.now(),
        first_name=new.first_name,
        last_name=new.last_name,
    )
    session.add(claim)
    session.flush()
    audit.record(session, AuditAction.CLAIM_FILED, ObjectKind.LICENCE_CLAIM, claim.id, actor_id=actor.physician_id)
    _act_on(session, claim)
    return claim


def _check_may_file(session: Session, actor: Actor) -> None:
    if actor.standing is Standing.REGISTERED:
        message = "Prove your e-mail address first: open the link we mailed you."
        raise NoClaimNowError(message)
    if not policy.may_file(actor.standing, _deciders(session, actor)):
        message = "Your claim is decided. Your onboarding page says what you can do now."
        raise NoClaimNowError(message)
    since = context_of(session).clock.now() - _DAY
    filed = session.scalar(
        select(func.count())
        .select_from(LicenceClaim)
        .where(LicenceClaim.physician_id == actor.physician_id, LicenceClaim.filed_at > since)
    )
    if (filed or 0) >= policy.MAX_CLAIMS_A_DAY:
        message = "That was the last change for today. A reviewer can still read a note from you."
        raise TooManyClaimsError(message)


def _deciders(session: Session, actor: Actor) -> list[int | None]:
    claim = claims.find_claim(session, actor.physician_id)
    return [decision.reviewer_id for decision in claims.list_decisions(session, claim.id)] if claim else []


def _examine(session: Session, claim: LicenceClaim) -> tuple[Decision, RegisterRecord | None]:
    """Check a claim against the register in use and keep the answers in place of those before."""
    current = registers.find_current_import(session, claim.register)
    claimed = claims.claimed_licence(session, claim)
    record = registers.find_record(session, current, claimed.npi)
    evidence = weigh(
        claimed,
        record,
        register_age=registers.register_age(session, current),
        possession=claim.possession,
        number_in_use=claims.number_in_use(session, claim.number_digest, claim.physician_id),
    )
    decision = policy.decide(evidence)
    context = context_of(session)
    session.execute(delete(ClaimCheck).where(ClaimCheck.claim_id == claim.id))
    session.add_all(
        ClaimCheck(
            claim_id=claim.id,
            kind=check.kind,
            result=check.result,
            finding=check.finding,
            checked_at=context.clock.now(),
            source_dated_on=current.dated_on if current and check.kind in policy.REGISTER_CHECKS else None,
            evidence_digest=context.vault.digest(RECORD_DIGEST, repr(record)) if record else None,
        )
        for check in decision.checks
    )
    session.flush()
    return decision, record


def _act_on(session: Session, claim: LicenceClaim) -> None:
    decision, record = _examine(session, claim)
    match decision.outcome:
        case Outcome.ADMIT:
            specialty = record.specialty if record else None
            decisions.settle(session, claim, DecisionAct.APPROVE, DecisionReason.ALL_CHECKS_PASSED, specialty=specialty)
        case Outcome.REJECT:
            decisions.settle(session, claim, DecisionAct.REJECT, policy.programme_reason(record))
        case Outcome.REVIEW:
            physician = session.get_one(Physician, claim.physician_id)
            accounts.change_standing(session, physician, Standing.NEEDS_REVIEW, actor_id=claim.physician_id)


def recheck_claim(session: Session, claim_id: int) -> ClaimStatus:
    """Check a waiting claim against a newer register and return where it is now. Any other is left as it is."""
    claim = session.get_one(LicenceClaim, claim_id)
    if claim.status is ClaimStatus.NEEDS_REVIEW:
        _act_on(session, claim)
    return claim.status


def add_note(session: Session, actor: Actor, body: ClearedText) -> ClaimNote:
    """Add the applicant's words to their claim: an answer, an explanation, or an appeal. It goes back to the queue.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is approved.
        TooManyClaimsError: ten notes were written.
    """
    claim = claims.find_claim(session, actor.physician_id)
    if claim is None:
        raise NotFoundError
    if claim.status not in _MAY_WRITE:
        message = "This claim is settled; nobody waits for a note."
        raise ClaimClosedError(message)
    if len(claims.list_notes(session, claim.id)) >= policy.MAX_NOTES_A_CLAIM:
        message = "The reviewer has ten notes from you. Wait for the answer; it comes by mail."
        raise TooManyClaimsError(message)
    note = ClaimNote(claim_id=claim.id, written_at=context_of(session).clock.now(), body=body)
    session.add(note)
    claim.status = ClaimStatus.NEEDS_REVIEW
    physician = session.get_one(Physician, actor.physician_id)
    accounts.change_standing(session, physician, Standing.NEEDS_REVIEW, actor_id=actor.physician_id)
    session.flush()
    return note
