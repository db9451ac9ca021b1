"""Who is admitted, who waits for a reviewer, who is refused. Pure: evidence in, decision with reasons out.

Everything a register says is public, so a register match alone never admits anyone; possession has to be shown too.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, assert_never

from medpeer.accounts.models import Standing
from medpeer.licensing.errors import UnfitReasonError
from medpeer.licensing.evidence import MAX_REGISTER_AGE, EntityType, Evidence, Possession, RegisterRecord
from medpeer.licensing.names import NameMatch
from medpeer.licensing.taxonomy import TaxonomyGroup

MAX_CLAIMS_A_DAY: Final = 5
"""Each claim shows what agrees with a register; more a day would let somebody try numbers."""
MAX_NOTES_A_CLAIM: Final = 10
_FILING: Final = frozenset({Standing.EMAIL_OK, Standing.NEEDS_REVIEW, Standing.MORE_INFO})


def may_file(standing: Standing, reviewer_ids: Collection[int | None]) -> bool:
    """Tell whether a claim can be filed or changed; ``reviewer_ids`` decided the last one, ``None`` is the programme.

    Whom no person refused may try again: somebody who gave their clinic's number may give their own.
    """
    by_programme = bool(reviewer_ids) and not any(reviewer_ids)
    return standing in _FILING or (standing is Standing.REJECTED and by_programme)


class CheckKind(StrEnum):
    """One question asked of a claim, in the order shown."""

    NUMBER_VALID = "number_valid"
    NUMBER_ACTIVE = "number_active"
    PHYSICIAN_CODE = "physician_code"
    NAME = "name"
    LICENCE = "licence"
    NUMBER_FREE = "number_free"
    POSSESSION = "possession"


# Telling an applicant that a number is taken would tell a stranger that its holder is a member.
QUIET_CHECKS: Final = frozenset({CheckKind.NUMBER_FREE})


# These rest on the register's file, so its date stands beside the answer.
REGISTER_CHECKS: Final = frozenset(
    {CheckKind.NUMBER_ACTIVE, CheckKind.PHYSICIAN_CODE, CheckKind.NAME, CheckKind.LICENCE}
)


class CheckResult(StrEnum):
    """The answer: agrees, a person must look, speaks against, or nothing is known yet."""

    PASSED = "passed"
    REVIEW = "review"
    FAILED = "failed"
    WAITING = "waiting"


class CheckFinding(StrEnum):
    """What was found, as one word of a closed set."""

    CHECK_DIGIT_AGREES = "check_digit_agrees"
    FOUND_ACTIVE = "found_active"
    NOT_FOUND = "not_found"
    NO_REGISTER = "no_register"
    REGISTER_STALE = "register_stale"
    ORGANISATION = "organisation"
    DEACTIVATED = "deactivated"
    NOT_LOOKED_AT = "not_looked_at"
    PHYSICIAN = "physician"
    TRAINEE = "trainee"
    DEGREE_MISSING = "degree_missing"
    NO_PHYSICIAN_CODE = "no_physician_code"
    NAME_AGREES = "name_agrees"
    NAME_NEAR = "name_near"
    NAME_DIFFERS = "name_differs"
    LICENCE_AGREES = "licence_agrees"
    LICENCE_DIFFERS = "licence_differs"
    NUMBER_FREE = "number_free"
    NUMBER_IN_USE = "number_in_use"
    INSTITUTION_EMAIL = "institution_email"
    POSSESSION_MISSING = "possession_missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer."""

    kind: CheckKind
    result: CheckResult
    finding: CheckFinding


class Outcome(StrEnum):
    """What the checks lead to."""

    ADMIT = "admit"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the evidence, with the checks it rests on."""

    outcome: Outcome
    checks: tuple[Check, ...]


def decide(evidence: Evidence) -> Decision:
    """Return the decision on a claim whose number has a valid check digit.

    Admitted is whoever passes every check, possession among them. Refused is only what a fresh register states
    outright: the number of an organisation, or one out of use. All else is for a reviewer.
    """
    checks = (
        Check(CheckKind.NUMBER_VALID, CheckResult.PASSED, CheckFinding.CHECK_DIGIT_AGREES),
        _number_active(evidence),
        _physician_code(evidence),
        _name(evidence),
        _licence(evidence),
        _number_free(evidence),
        _possession(evidence),
    )
    return Decision(_outcome(checks), checks)


def _outcome(checks: Iterable[Check]) -> Outcome:
    results = {check.result for check in checks}
    if CheckResult.FAILED in results:
        return Outcome.REJECT
    return Outcome.ADMIT if results == {CheckResult.PASSED} else Outcome.REVIEW


def is_fresh(register_age: timedelta | None) -> bool:
    """Tell whether a register file is recent enough to decide by."""
    return register_age is not None and register_age <= MAX_REGISTER_AGE


_NUMBER_RESULTS: Final = {
    CheckFinding.NO_REGISTER: CheckResult.WAITING,
    CheckFinding.REGISTER_STALE: CheckResult.REVIEW,
    CheckFinding.NOT_FOUND: CheckResult.REVIEW,
    CheckFinding.ORGANISATION: CheckResult.FAILED,
    CheckFinding.DEACTIVATED: CheckResult.FAILED,
    CheckFinding.FOUND_ACTIVE: CheckResult.PASSED,
}


def _number_active(evidence: Evidence) -> Check:
    finding = _number_finding(evidence)
    return Check(CheckKind.NUMBER_ACTIVE, _NUMBER_RESULTS[finding], finding)


def _number_finding(evidence: Evidence) -> CheckFinding:
    record = evidence.record
    if evidence.register_age is None:
        return CheckFinding.NO_REGISTER
    if not is_fresh(evidence.register_age):
        return CheckFinding.REGISTER_STALE
    if record is None:
        return CheckFinding.NOT_FOUND
    if record.entity is EntityType.ORGANISATION:
        return CheckFinding.ORGANISATION
    if record.is_deactivated:
        return CheckFinding.DEACTIVATED
    return CheckFinding.FOUND_ACTIVE if record.entity is EntityType.PERSON else CheckFinding.NOT_FOUND


def _comparable(evidence: Evidence) -> RegisterRecord | None:
    """Return the record to compare with: a number out of use is stripped of it, an organisation's is no person's."""
    record = evidence.record
    return record if record and record.entity is EntityType.PERSON and not record.is_deactivated else None


def _unknown(kind: CheckKind) -> Check:
    return Check(kind, CheckResult.WAITING, CheckFinding.NOT_LOOKED_AT)


def _physician_code(evidence: Evidence) -> Check:
    kind = CheckKind.PHYSICIAN_CODE
    record = _comparable(evidence)
    if record is None:
        return _unknown(kind)
    group = record.group
    match group:
        case TaxonomyGroup.PHYSICIAN:
            return Check(kind, CheckResult.PASSED, CheckFinding.PHYSICIAN)
        case TaxonomyGroup.TRAINEE:
            return Check(kind, CheckResult.REVIEW, CheckFinding.TRAINEE)
        case TaxonomyGroup.NEEDS_DEGREE:
            return Check(kind, CheckResult.REVIEW, CheckFinding.DEGREE_MISSING)
        case TaxonomyGroup.OTHER:
            return Check(kind, CheckResult.REVIEW, CheckFinding.NO_PHYSICIAN_CODE)
        case _:
            assert_never(group)


def _name(evidence: Evidence) -> Check:
    kind = CheckKind.NAME
    if _comparable(evidence) is None:
        return _unknown(kind)
    match evidence.name:
        case NameMatch.STRONG:
            return Check(kind, CheckResult.PASSED, CheckFinding.NAME_AGREES)
        case NameMatch.WEAK:
            return Check(kind, CheckResult.REVIEW, CheckFinding.NAME_NEAR)
        case NameMatch.NONE:
            return Check(kind, CheckResult.REVIEW, CheckFinding.NAME_DIFFERS)
        case _:
            assert_never(evidence.name)


def _licence(evidence: Evidence) -> Check:
    kind = CheckKind.LICENCE
    if _comparable(evidence) is None:
        return _unknown(kind)
    if evidence.licence_agrees:
        return Check(kind, CheckResult.PASSED, CheckFinding.LICENCE_AGREES)
    return Check(kind, CheckResult.REVIEW, CheckFinding.LICENCE_DIFFERS)


def _number_free(evidence: Evidence) -> Check:
    if evidence.number_in_use:
        return Check(CheckKind.NUMBER_FREE, CheckResult.REVIEW, CheckFinding.NUMBER_IN_USE)
    return Check(CheckKind.NUMBER_FREE, CheckResult.PASSED, CheckFinding.NUMBER_FREE)


def _possession(evidence: Evidence) -> Check:
    possession = evidence.possession
    match possession:
        case Possession.INSTITUTION_EMAIL:
            return Check(CheckKind.POSSESSION, CheckResult.PASSED, CheckFinding.INSTITUTION_EMAIL)
        case Possession.NONE:
            return Check(CheckKind.POSSESSION, CheckResult.WAITING, CheckFinding.POSSESSION_MISSING)
        case _:
            assert_never(possession)


def possession_by_email(address: str, domains: Iterable[str]) -> Possession:
    """Return what a proved address shows: possession when its domain stands on the list of institutions.

    The domain must be listed whole: a sub-domain may be the alumni's, and an entry without a dot (``edu``) would admit
    every student of every university.
    """
    domain = address.rpartition("@")[2].lower()
    listed = {entry.strip().lower().lstrip("@") for entry in domains}
    return Possession.INSTITUTION_EMAIL if "." in domain and domain in listed else Possession.NONE


class DecisionAct(StrEnum):
    """What a reviewer, or the programme, does with a claim."""

    APPROVE = "approve"
    ASK = "ask"
    REJECT = "reject"


class DecisionReason(StrEnum):
    """Why: the closed list kept in the audit trail."""

    ALL_CHECKS_PASSED = "all_checks_passed"
    NUMBER_OF_ORGANISATION = "number_of_organisation"
    NUMBER_DEACTIVATED = "number_deactivated"
    INSTITUTION_CONFIRMED = "institution_confirmed"
    PRACTICE_CALLED = "practice_called"
    NAME_EXPLAINED = "name_explained"
    BOARD_SITE_AGREES = "board_site_agrees"
    ASK_NAME = "ask_name"
    ASK_LICENCE = "ask_licence"
    ASK_POSSESSION = "ask_possession"
    NOT_A_PHYSICIAN = "not_a_physician"
    NOT_THAT_PERSON = "not_that_person"
    NOT_LICENSED = "not_licensed"
    NO_ANSWER = "no_answer"


REASONS: Final = {
    DecisionAct.APPROVE: (
        DecisionReason.INSTITUTION_CONFIRMED,
        DecisionReason.PRACTICE_CALLED,
        DecisionReason.NAME_EXPLAINED,
        DecisionReason.BOARD_SITE_AGREES,
    ),
    DecisionAct.ASK: (DecisionReason.ASK_NAME, DecisionReason.ASK_LICENCE, DecisionReason.ASK_POSSESSION),
    DecisionAct.REJECT: (
        DecisionReason.NOT_A_PHYSICIAN,
        DecisionReason.NOT_THAT_PERSON,
        DecisionReason.NOT_LICENSED,
        DecisionReason.NO_ANSWER,
    ),
}
"""What a reviewer may give as the reason of each act."""

# The reviewer reached the person through somebody who knows them: that is possession, whatever the address.
POSSESSION_REASONS: Final = frozenset({DecisionReason.INSTITUTION_CONFIRMED, DecisionReason.PRACTICE_CALLED})


def check_reason(act: DecisionAct, reason: DecisionReason, possession: Possession) -> None:
    """Refuse a reason that does not carry the act; an approval without possession must say how it was shown.

    Raises:
        UnfitReasonError: with a sentence that says what would do.
    """
    if reason not in REASONS[act]:
        message = "This reason belongs to another decision. Choose one from the group of the button you press."
        raise UnfitReasonError(message, field="reason")
    if act is DecisionAct.APPROVE and possession is Possession.NONE and reason not in POSSESSION_REASONS:
        message = "Nothing shows yet that the applicant is that physician. Say through whom you reached them, or ask."
        raise UnfitReasonError(message, field="reason")


def programme_reason(record: RegisterRecord | None) -> DecisionReason:
    """Return the reason of a refusal that the register itself gives."""
    if record and record.entity is EntityType.ORGANISATION:
        return DecisionReason.NUMBER_OF_ORGANISATION
    return DecisionReason.NUMBER_DEACTIVATED
