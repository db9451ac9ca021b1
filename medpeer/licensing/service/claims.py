"""Filing a licence claim, checking it against the register, and writing to the reviewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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
from medpeer.licensing import membership, policy
from medpeer.licensing.countries import is_abroad, is_place
from medpeer.licensing.errors import (
    ClaimClosedError,
    InvalidNumberError,
    InvalidPlaceError,
    LastWordSaidError,
    NoClaimNowError,
    TooManyClaimsError,
)
from medpeer.licensing.evidence import ClaimedLicence, Evidence, Possession, RegisterRecord
from medpeer.licensing.models import (
    OPEN_STATUSES,
    WAITING_STATUSES,
    ClaimCheck,
    ClaimNote,
    ClaimStatus,
    LicenceClaim,
    PossessionShown,
)
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import normalise_npi, npi_fault
from medpeer.licensing.numbers import is_licence_number, looks_like_ssn
from medpeer.licensing.policy import Check, Decision, DecisionAct, DecisionReason, Outcome
from medpeer.licensing.queries import claims, consulting, members, second_accounts
from medpeer.licensing.service import carrying, decisions
from medpeer.licensing.service.alone import judge_alone, judge_claim_alone
from medpeer.licensing.weighing import weigh

RECORD_DIGEST: Final = "register-record"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What an applicant gives. Numbers are as typed; names went through the gate.

    From another country than the United States there is no NPI.
    """

    npi: str
    jurisdiction: str
    licence_number: str
    first_name: ClearedText
    last_name: ClearedText
    birth_date: date | None = None


def check_numbers(npi: str, licence_number: str, jurisdiction: str) -> None:
    """Refuse numbers that cannot be what they should; called before anything is stored.

    Raises:
        InvalidPlaceError: no state or country has that code.
        InvalidNumberError: for the field at fault.
    """
    if not is_place(jurisdiction):
        raise InvalidPlaceError
    if is_abroad(jurisdiction) and npi.strip():
        message = "An NPI goes with a licence of the United States. Leave it empty, or choose the state."
        raise InvalidNumberError(message, field="npi")
    if not is_abroad(jurisdiction) and (fault := npi_fault(npi)):
        raise InvalidNumberError(fault, field="npi")
    if looks_like_ssn(licence_number):
        message = "This looks like a Social Security number, which is asked for nowhere here. Give the licence number."
        raise InvalidNumberError(message, field="licence_number")
    if not is_licence_number(licence_number):
        message = "Give the number as it stands on your licence: letters, digits, dashes."
        raise InvalidNumberError(message, field="licence_number")


def file_claim(session: Session, actor: Actor, new: NewClaim, *, institution_domains: Iterable[str]) -> LicenceClaim:
    """Record a claim, check it and act on the result: admitted, queued for review, or refused.

    An open claim of the same person is replaced; what was shown for it stays as far as it speaks of the new one too.
    ``institution_domains`` are the e-mail domains that show possession.

    Raises:
        NoClaimNowError: the address is unproved, or the person is admitted, refused or suspended already.
        TooManyClaimsError: five claims in a day.
        InvalidNumberError: a number cannot be one.
        InvalidPlaceError: no state or country has that code.
    """
    judge_alone(session, actor.physician_id)
    check_may_file(session, actor)
    check_numbers(new.npi, new.licence_number, new.jurisdiction)
    replaced = _replace_open(session, actor)
    claim = new_claim(session, actor, new)
    session.add(claim)
    session.flush()
    audit.record(session, AuditAction.CLAIM_FILED, ObjectKind.LICENCE_CLAIM, claim.id, actor_id=actor.physician_id)
    address = account_queries.email_of(session, actor.physician_id)
    show_possession(session, claim, consulting.possession_by_email(session, address, institution_domains))
    if replaced:
        show_possession(session, claim, carrying.carry_over(session, replaced, claim))
    _act_on(session, claim)
    return claim


def _replace_open(session: Session, actor: Actor) -> LicenceClaim | None:
    before = claims.find_claim(session, actor.physician_id)
    if before is None or before.status not in OPEN_STATUSES:
        return None
    before.status = ClaimStatus.REPLACED
    return before


def new_claim(session: Session, actor: Actor, new: NewClaim) -> LicenceClaim:
    """Return the row of a claim, sealed and with its marks, which is not in the session yet and decides nothing."""
    context, claimed = context_of(session), _claimed(new, account_queries.email_of(session, actor.physician_id))
    marks = second_accounts.marks_of(session, claimed)
    return LicenceClaim(
        physician_id=actor.physician_id,
        register=second_accounts.register_of(claimed),
        npi_sealed=context.vault.seal(claimed.npi),
        number_digest=marks.number,
        jurisdiction=claimed.jurisdiction,
        licence_sealed=context.vault.seal(claimed.number),
        filed_at=context.clock.now(),
        first_name=new.first_name,
        last_name=new.last_name,
        licence_digest=marks.licence,
        mailbox_digest=marks.mailbox,
        birth_date_sealed=context.vault.seal(new.birth_date.isoformat()) if new.birth_date else None,
    )


def _claimed(new: NewClaim, address: str) -> ClaimedLicence:
    return ClaimedLicence(
        npi=normalise_npi(new.npi),
        name=PersonName(new.first_name.value, new.last_name.value),
        jurisdiction=new.jurisdiction,
        number=new.licence_number.strip(),
        birth_date=new.birth_date,
        email=address,
    )


def show_possession(session: Session, claim: LicenceClaim, possession: Possession) -> None:
    """Keep in which ways the applicant has shown that the claim is theirs; one kept already stays as it is."""
    kept = claims.possession_of(session, claim.id)
    now = context_of(session).clock.now()
    session.add_all(PossessionShown(claim_id=claim.id, proof=proof, shown_at=now) for proof in possession - kept)
    session.flush()


def check_may_file(session: Session, actor: Actor) -> None:
    """Refuse whoever cannot file a claim now, and so learns nothing of any number either.

    Raises:
        NoClaimNowError: the address is unproved, or the person is admitted, refused or suspended already.
        TooManyClaimsError: five claims in a day.
    """
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


def _weigh(session: Session, claim: LicenceClaim) -> Evidence:
    claimed = claims.claimed_licence(session, claim)
    return weigh(
        claimed,
        consulting.consult(session, claimed),
        possession=claims.possession_of(session, claim.id),
        is_number_used=second_accounts.number_in_use(session, claim),
        is_mailbox_used=second_accounts.mailbox_in_use(session, claim),
    )


def _keep_checks(session: Session, claim: LicenceClaim, decision: Decision, evidence: Evidence) -> None:
    """Keep the answers in place of those before, and the tier that they speak for."""
    claim.tier = decision.tier
    session.execute(delete(ClaimCheck).where(ClaimCheck.claim_id == claim.id))
    session.add_all(_check_row(session, claim, check, evidence) for check in decision.checks)
    session.flush()


def _check_row(session: Session, claim: LicenceClaim, check: Check, evidence: Evidence) -> ClaimCheck:
    context, source = context_of(session), policy.source_of(check.kind, evidence)
    looked_at = policy.row_of(check.kind, evidence)
    return ClaimCheck(
        claim_id=claim.id,
        kind=check.kind,
        result=check.result,
        finding=check.finding,
        checked_at=context.clock.now(),
        source_dated_on=source.dated_on if source else None,
        evidence_digest=context.vault.digest(RECORD_DIGEST, repr(looked_at)) if looked_at else None,
        source=source.register if source else None,
        valid_until=policy.valid_until(check, evidence),
    )


def _act_on(session: Session, claim: LicenceClaim) -> None:
    evidence = _weigh(session, claim)
    decision = policy.decide(evidence)
    _keep_checks(session, claim, decision, evidence)
    was_shut_out = claims.was_held(session, claim.physician_id) or second_accounts.left_barred(session, claim)
    if decision.outcome is Outcome.HOLD or was_shut_out:
        _hold(session, claim)
    elif decision.outcome is Outcome.REVIEW:
        _send_to_review(session, claim, ClaimStatus.NEEDS_REVIEW)
    else:
        _settle(session, claim, decision, evidence.record)


def _settle(session: Session, claim: LicenceClaim, decision: Decision, record: RegisterRecord | None) -> None:
    if decision.outcome is Outcome.ADMIT:
        specialty = record.specialty if record else None
        decisions.settle(session, claim, DecisionAct.APPROVE, DecisionReason.ALL_CHECKS_PASSED, specialty=specialty)
    else:
        decisions.settle(session, claim, DecisionAct.REJECT, policy.programme_reason(record))


def _hold(session: Session, claim: LicenceClaim) -> None:
    """Keep a claim for a senior reviewer. Once held, so is every later claim: other numbers are no way round."""
    claim.held_at = claim.held_at or context_of(session).clock.now()
    _send_to_review(session, claim, ClaimStatus.HELD)


def _send_to_review(session: Session, claim: LicenceClaim, status: ClaimStatus) -> None:
    digest, is_new = claims.evidence_digest(session, claim), claim.status is not status
    claim.status = status
    if is_new and status is ClaimStatus.HELD:
        kind = ObjectKind.LICENCE_CLAIM
        audit.record(session, AuditAction.CLAIM_HELD, kind, claim.id, actor_id=None, evidence_digest=digest)
    physician = session.get_one(Physician, claim.physician_id)
    accounts.change_standing(
        session, physician, Standing.NEEDS_REVIEW, actor_id=claim.physician_id, evidence_digest=digest
    )


def recheck_claim(session: Session, claim_id: int) -> ClaimStatus:
    """Check a waiting claim anew, against newer registers or with a new proof, and return where it is now.

    A mailbox counts from the day on which its institution is on the list. A settled claim, and one whose applicant was
    asked something, is left as it is. A member's reopened claim, a hold and an appeal are a reviewer's alone.
    """
    claim = session.get_one(LicenceClaim, claim_id)
    physician = judge_claim_alone(session, claim)
    if claim.status in WAITING_STATUSES and physician.standing is Standing.NEEDS_REVIEW:
        address = account_queries.email_of(session, claim.physician_id)
        show_possession(session, claim, consulting.possession_by_email(session, address))
        _act_on(session, claim)
    return claim.status


def add_note(session: Session, actor: Actor, body: ClearedText) -> ClaimNote:
    """Add the applicant's words to their claim: an answer, an explanation, or an appeal. It goes back to the queue.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is settled.
        LastWordSaidError: two appeals were decided.
        TooManyClaimsError: ten notes were written.
    """
    claim = claims.find_claim(session, actor.physician_id)
    if claim is None:
        raise NotFoundError
    physician = judge_claim_alone(session, claim)
    standing = membership.standing_after_note(physician.standing, is_asked=claim.status is ClaimStatus.MORE_INFO)
    if standing is None:
        message = "This claim is settled; nobody waits for a note."
        raise ClaimClosedError(message)
    if len(claims.list_notes(session, claim.id)) >= policy.MAX_NOTES_A_CLAIM:
        message = "The reviewer has ten notes from you. Wait for the answer; it comes by mail."
        raise TooManyClaimsError(message)
    if standing is Standing.APPEAL:
        _check_may_appeal(session, physician)
    note = ClaimNote(claim_id=claim.id, written_at=context_of(session).clock.now(), body=body)
    session.add(note)
    claim.status = ClaimStatus.HELD if claim.held_at else ClaimStatus.NEEDS_REVIEW
    accounts.change_standing(session, physician, standing, actor_id=actor.physician_id)
    session.flush()
    return note


def _check_may_appeal(session: Session, physician: Physician) -> None:
    if physician.standing is not Standing.APPEAL and not members.may_appeal(session, physician.id):
        raise LastWordSaidError
