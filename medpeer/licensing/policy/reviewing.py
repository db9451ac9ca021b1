"""Who may file, what a reviewer may do and say, and what takes a senior one. Pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from medpeer.accounts.models import Standing
from medpeer.licensing.errors import NotSeniorError, UnfitReasonError
from medpeer.licensing.evidence import EntityType, Possession, PossessionProof, RegisterRecord

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
    DOCUMENT_READ = "document_read"
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
        DecisionReason.DOCUMENT_READ,
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
    if act is DecisionAct.APPROVE and not possession and reason not in POSSESSION_REASONS:
        message = "Nothing shows yet that the applicant is that physician. Say through whom you reached them, or ask."
        raise UnfitReasonError(message, field="reason")
    if reason is DecisionReason.DOCUMENT_READ and PossessionProof.DOCUMENT not in possession:
        message = "No document is believed yet. Look at one and say that it shows them, or give another reason."
        raise UnfitReasonError(message, field="reason")


def check_senior(act: DecisionAct, *, is_held: bool, is_senior: bool) -> None:
    """Keep the approval of a held claim for senior reviewers; anybody may ask or reject.

    Raises:
        NotSeniorError: with a sentence that says who can.
    """
    if act is DecisionAct.APPROVE and is_held and not is_senior:
        message = "This claim is held. A senior reviewer approves it; you can ask, or reject."
        raise NotSeniorError(message, field="reason")


def programme_reason(record: RegisterRecord | None) -> DecisionReason:
    """Return the reason of a refusal that the register itself gives."""
    if record and record.entity is EntityType.ORGANISATION:
        return DecisionReason.NUMBER_OF_ORGANISATION
    return DecisionReason.NUMBER_DEACTIVATED
