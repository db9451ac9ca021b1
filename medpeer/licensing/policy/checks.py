"""The questions asked of a claim, the closed words of their answers, and what each answer leads to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CheckKind(StrEnum):
    """One question asked of a claim, in the order shown."""

    NUMBER_VALID = "number_valid"
    NUMBER_ACTIVE = "number_active"
    PHYSICIAN_CODE = "physician_code"
    NAME = "name"
    LICENCE = "licence"
    BOARD_STATUS = "board_status"
    BOARD_TYPE = "board_type"
    BOARD_NAME = "board_name"
    BIRTH_DATE = "birth_date"
    EXCLUSION = "exclusion"
    NUMBER_FREE = "number_free"
    MAILBOX_FREE = "mailbox_free"
    POSSESSION = "possession"


# Telling an applicant that a number is taken would tell a stranger that its holder is a member.
QUIET_CHECKS: Final = frozenset({CheckKind.NUMBER_FREE, CheckKind.MAILBOX_FREE})
_UNTOLD_TILL_SETTLED: Final = frozenset({CheckKind.EXCLUSION})
_UNTOLD_OF_HELD: Final = frozenset({CheckKind.EXCLUSION, CheckKind.BOARD_STATUS, CheckKind.BOARD_TYPE})
# These rest on the national register's file, so its date stands beside the answer.
NPPES_CHECKS: Final = frozenset({CheckKind.NUMBER_ACTIVE, CheckKind.PHYSICIAN_CODE, CheckKind.NAME, CheckKind.LICENCE})
BOARD_CHECKS: Final = frozenset({CheckKind.BOARD_STATUS, CheckKind.BOARD_TYPE, CheckKind.BOARD_NAME})
REGISTER_CHECKS: Final = NPPES_CHECKS | BOARD_CHECKS | {CheckKind.EXCLUSION}


class CheckResult(StrEnum):
    """What an answer does: agrees, sends to a person, holds for a senior one, refuses, or waits to be known."""

    PASSED = "passed"
    REVIEW = "review"
    HELD = "held"
    FAILED = "failed"
    WAITING = "waiting"


class CheckFinding(StrEnum):
    """What was found, as one word of a closed set."""

    CHECK_DIGIT_AGREES = "check_digit_agrees"
    CHECK_DIGIT_FAILS = "check_digit_fails"
    FOUND_ACTIVE = "found_active"
    NOT_FOUND = "not_found"
    NO_REGISTER = "no_register"
    REGISTER_STALE = "register_stale"
    ORGANISATION = "organisation"
    DEACTIVATED = "deactivated"
    NUMBER_REPLACED = "number_replaced"
    DATES_IMPOSSIBLE = "dates_impossible"
    NOT_LOOKED_AT = "not_looked_at"
    WITH_REVIEWER = "with_reviewer"
    PHYSICIAN = "physician"
    TRAINEE = "trainee"
    TRAINEE_LICENSED = "trainee_licensed"
    DEGREE_MISSING = "degree_missing"
    NO_PHYSICIAN_CODE = "no_physician_code"
    OTHER_DEGREE = "other_degree"
    OTHER_PROFESSION_CLAIMED = "other_profession_claimed"
    NAME_AGREES = "name_agrees"
    NAME_NEAR = "name_near"
    NAME_DIFFERS = "name_differs"
    NAME_SUSPICIOUS = "name_suspicious"
    LICENCE_AGREES = "licence_agrees"
    LICENCE_DIFFERS = "licence_differs"
    LICENCE_ON_TWO_NUMBERS = "licence_on_two_numbers"
    BOARD_ACTIVE = "board_active"
    BOARD_MISSING = "board_missing"
    BOARD_STALE = "board_stale"
    BOARD_COPY = "board_copy"
    BOARD_NOT_FOUND = "board_not_found"
    BOARD_LAPSED = "board_lapsed"
    BOARD_RETIRED = "board_retired"
    BOARD_STATUS_UNKNOWN = "board_status_unknown"
    BOARD_RESTRICTED = "board_restricted"
    BOARD_DISCIPLINE = "board_discipline"
    BOARD_SUSPENDED = "board_suspended"
    BOARD_SURRENDERED = "board_surrendered"
    BOARD_REVOKED = "board_revoked"
    BOARD_DECEASED = "board_deceased"
    BOARD_ELSEWHERE = "board_elsewhere"
    LICENCE_BY_CODE = "licence_by_code"
    LICENCE_BY_DOCUMENT = "licence_by_document"
    BOARD_PHYSICIAN = "board_physician"
    BOARD_TRAINEE = "board_trainee"
    BOARD_OTHER_PROFESSION = "board_other_profession"
    BOARD_TYPE_UNKNOWN = "board_type_unknown"
    BOARD_NAME_AGREES = "board_name_agrees"
    BOARD_NAME_NEAR = "board_name_near"
    BOARD_NAME_DIFFERS = "board_name_differs"
    BIRTH_AGREES = "birth_agrees"
    BIRTH_DIFFERS = "birth_differs"
    BIRTH_IMPLAUSIBLE = "birth_implausible"
    NO_EXCLUSION = "no_exclusion"
    NAMESAKE_EXCLUDED = "namesake_excluded"
    EXCLUDED_NUMBER = "excluded_number"
    EXCLUDED_NAME_AND_STATE = "excluded_name_and_state"
    EXCLUDED_NAME_AND_BIRTH_DATE = "excluded_name_and_birth_date"
    EXCLUSIONS_MISSING = "exclusions_missing"
    EXCLUSIONS_STALE = "exclusions_stale"
    NUMBER_FREE = "number_free"
    NUMBER_IN_USE = "number_in_use"
    MAILBOX_FREE = "mailbox_free"
    MAILBOX_IN_USE = "mailbox_in_use"
    INSTITUTION_EMAIL = "institution_email"
    CODE_OF_RECORD = "code_of_record"
    VOUCHERS = "vouchers"
    REACHED_BY_REVIEWER = "reached_by_reviewer"
    DOCUMENT_ONLY = "document_only"
    MAILBOX_SHARED = "mailbox_shared"
    MAILBOX_OF_ANOTHER = "mailbox_of_another"
    POSSESSION_MISSING = "possession_missing"


_PASSED: Final = frozenset(
    {
        CheckFinding.CHECK_DIGIT_AGREES,
        CheckFinding.FOUND_ACTIVE,
        CheckFinding.PHYSICIAN,
        CheckFinding.TRAINEE_LICENSED,
        CheckFinding.NAME_AGREES,
        CheckFinding.LICENCE_AGREES,
        CheckFinding.BOARD_ACTIVE,
        CheckFinding.LICENCE_BY_CODE,
        CheckFinding.BOARD_PHYSICIAN,
        CheckFinding.BOARD_TRAINEE,
        CheckFinding.BOARD_NAME_AGREES,
        CheckFinding.BIRTH_AGREES,
        CheckFinding.NO_EXCLUSION,
        CheckFinding.NAMESAKE_EXCLUDED,
        CheckFinding.NUMBER_FREE,
        CheckFinding.MAILBOX_FREE,
        CheckFinding.INSTITUTION_EMAIL,
        CheckFinding.CODE_OF_RECORD,
        CheckFinding.VOUCHERS,
        CheckFinding.REACHED_BY_REVIEWER,
    }
)
_HELD: Final = frozenset(
    {
        CheckFinding.BOARD_RESTRICTED,
        CheckFinding.BOARD_DISCIPLINE,
        CheckFinding.BOARD_SUSPENDED,
        CheckFinding.BOARD_SURRENDERED,
        CheckFinding.BOARD_REVOKED,
        CheckFinding.BOARD_DECEASED,
        CheckFinding.EXCLUDED_NUMBER,
    }
)
_FAILED: Final = frozenset({CheckFinding.CHECK_DIGIT_FAILS, CheckFinding.ORGANISATION, CheckFinding.DEACTIVATED})
_WAITING: Final = frozenset(
    {
        CheckFinding.NO_REGISTER,
        CheckFinding.NOT_LOOKED_AT,
        CheckFinding.WITH_REVIEWER,
        CheckFinding.EXCLUSIONS_MISSING,
        CheckFinding.POSSESSION_MISSING,
    }
)
NOTES: Final = frozenset({CheckFinding.NAMESAKE_EXCLUDED})
"""Findings that change nothing and that a reviewer should know."""


def result_of(finding: CheckFinding) -> CheckResult:
    """Return what a finding leads to. One that stands in no list sends the claim to a person, never through."""
    for result, findings in (
        (CheckResult.PASSED, _PASSED),
        (CheckResult.HELD, _HELD),
        (CheckResult.FAILED, _FAILED),
        (CheckResult.WAITING, _WAITING),
    ):
        if finding in findings:
            return result
    return CheckResult.REVIEW


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer."""

    kind: CheckKind
    finding: CheckFinding

    @property
    def result(self) -> CheckResult:
        """What the answer leads to."""
        return result_of(self.finding)


def told_finding(kind: CheckKind, finding: CheckFinding, *, is_admitted: bool, is_held: bool) -> CheckFinding | None:
    """Return what an applicant is told of an answer, or ``None`` for nothing at all.

    Whether a name stands on the exclusion list is for a person to say, so until somebody is admitted that line is the
    same for all. Why a claim is held is told by nobody: what could have held it reads alike, whichever it was; and so
    is what another board may hold against them.
    """
    if kind in QUIET_CHECKS:
        return None
    if finding is CheckFinding.BOARD_ELSEWHERE:
        return CheckFinding.WITH_REVIEWER
    is_untold = kind in (_UNTOLD_OF_HELD if is_held else _UNTOLD_TILL_SETTLED)
    return CheckFinding.WITH_REVIEWER if is_untold and not is_admitted else finding
