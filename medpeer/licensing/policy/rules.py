"""The decision table: one function a question, from the evidence to the word for what was found.

``None`` means that there was nothing to ask: no board's row to compare, no birth date given.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from medpeer.licensing.evidence import (
    Authority,
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    Evidence,
    ExclusionHit,
    PossessionProof,
    RegisterRecord,
)
from medpeer.licensing.mailboxes import MailboxKind
from medpeer.licensing.names import NameMatch
from medpeer.licensing.npi import is_valid_npi
from medpeer.licensing.policy.checks import CheckFinding, CheckKind
from medpeer.licensing.taxonomy import TaxonomyGroup, group_of, has_other_degree_alone

_CODE_START: Final = r"[0-9]{3}[0-9A-Z]{1,7}"
MIN_AGE_YEARS: Final = 18
MAX_AGE_YEARS: Final = 105


def number_valid(evidence: Evidence) -> CheckFinding:
    """Tell whether the number carries its check digit."""
    return CheckFinding.CHECK_DIGIT_AGREES if is_valid_npi(evidence.claimed.npi) else CheckFinding.CHECK_DIGIT_FAILS


def number_active(evidence: Evidence) -> CheckFinding:
    """Tell what a fresh national register says of the number; an old one decides nothing either way."""
    record = evidence.record
    if evidence.nppes is None:
        return CheckFinding.NO_REGISTER
    if evidence.nppes.is_stale:
        return CheckFinding.REGISTER_STALE
    if record is None:
        return CheckFinding.NOT_FOUND
    if record.entity is EntityType.ORGANISATION:
        return CheckFinding.ORGANISATION
    if record.is_deactivated:
        return CheckFinding.DEACTIVATED
    return _in_use(evidence, record)


def _in_use(evidence: Evidence, record: RegisterRecord) -> CheckFinding:
    if record.entity is not EntityType.PERSON:
        return CheckFinding.NOT_FOUND
    if any(day is not None and day > evidence.today for day in (record.enumerated_on, record.updated_on)):
        return CheckFinding.DATES_IMPOSSIBLE
    replaced = record.replacement_npi not in {"", record.npi}
    return CheckFinding.NUMBER_REPLACED if replaced else CheckFinding.FOUND_ACTIVE


def _comparable(evidence: Evidence) -> RegisterRecord | None:
    """Return the record to compare with: a number out of use is stripped of it, an organisation's is no person's."""
    record = evidence.record
    return record if record and record.entity is EntityType.PERSON and not record.is_deactivated else None


_GROUP_FINDINGS: Final = {
    TaxonomyGroup.PHYSICIAN: CheckFinding.PHYSICIAN,
    TaxonomyGroup.TRAINEE: CheckFinding.TRAINEE,
    TaxonomyGroup.NEEDS_DEGREE: CheckFinding.DEGREE_MISSING,
    TaxonomyGroup.OTHER: CheckFinding.NO_PHYSICIAN_CODE,
}


def physician_code(evidence: Evidence) -> CheckFinding:
    """Tell whether any of the fifteen codes is a physician's, and whether the applicant says they are one.

    The trainees' code is every health profession's student's, so it counts once a board licenses them as a physician.
    So does a licence that stands beside another profession's code, or a degree of one: whoever lists a physician's code
    too may only say so.
    """
    record = _comparable(evidence)
    if record is None:
        return CheckFinding.NOT_LOOKED_AT
    if _claims_other_profession(evidence.claimed.taxonomy_code):
        return CheckFinding.OTHER_PROFESSION_CLAIMED
    finding = _GROUP_FINDINGS[record.group]
    if finding is CheckFinding.TRAINEE and _is_licensed_physician(evidence.board):
        return CheckFinding.TRAINEE_LICENSED
    if not _is_licensed_physician(evidence.board):
        if evidence.is_licence_of_other_profession:
            return CheckFinding.NO_PHYSICIAN_CODE
        if finding is CheckFinding.PHYSICIAN and has_other_degree_alone(record.credential):
            return CheckFinding.OTHER_DEGREE
    return finding


def _claims_other_profession(said: str) -> bool:
    # Words in place of a code say nothing that can be compared; the register's own codes still do.
    return bool(re.fullmatch(_CODE_START, said)) and group_of(said) is TaxonomyGroup.OTHER


def _is_licensed_physician(board: BoardRecord | None) -> bool:
    if board is None or board.is_stale:
        return False
    return board.kind in {BoardKind.PHYSICIAN, BoardKind.TRAINEE}


_NAME_FINDINGS: Final = {
    NameMatch.STRONG: CheckFinding.NAME_AGREES,
    NameMatch.WEAK: CheckFinding.NAME_NEAR,
    NameMatch.NONE: CheckFinding.NAME_DIFFERS,
}


def name(evidence: Evidence) -> CheckFinding | None:
    """Tell how the name typed agrees with the register's names; a disguised one is for a person whatever it matches."""
    if evidence.is_name_suspicious:
        return CheckFinding.NAME_SUSPICIOUS
    if evidence.claimed.is_abroad:
        return None
    return _NAME_FINDINGS[evidence.name] if _comparable(evidence) else CheckFinding.NOT_LOOKED_AT


def licence(evidence: Evidence) -> CheckFinding:
    """Tell whether state and number stand together among the fifteen on record, and on nobody else's.

    Whoever registers writes their licences themselves: one that stands on two numbers is the other's as well as theirs.
    """
    if _comparable(evidence) is None:
        return CheckFinding.NOT_LOOKED_AT
    if evidence.licence_agrees and evidence.is_licence_on_two_numbers:
        return CheckFinding.LICENCE_ON_TWO_NUMBERS
    return CheckFinding.LICENCE_AGREES if evidence.licence_agrees else CheckFinding.LICENCE_DIFFERS


_STATUS_FINDINGS: Final = {
    BoardStatus.ACTIVE: CheckFinding.BOARD_ACTIVE,
    BoardStatus.LAPSED: CheckFinding.BOARD_LAPSED,
    BoardStatus.SUSPENDED: CheckFinding.BOARD_SUSPENDED,
    BoardStatus.REVOKED: CheckFinding.BOARD_REVOKED,
    BoardStatus.SURRENDERED: CheckFinding.BOARD_SURRENDERED,
    BoardStatus.RETIRED: CheckFinding.BOARD_RETIRED,
    BoardStatus.DECEASED: CheckFinding.BOARD_DECEASED,
    BoardStatus.RESTRICTED: CheckFinding.BOARD_RESTRICTED,
    BoardStatus.UNKNOWN: CheckFinding.BOARD_STATUS_UNKNOWN,
}
_ADVERSE: Final = frozenset(
    {
        BoardStatus.SUSPENDED,
        BoardStatus.REVOKED,
        BoardStatus.SURRENDERED,
        BoardStatus.RESTRICTED,
        BoardStatus.DECEASED,
    }
)


def board_status(evidence: Evidence) -> CheckFinding:
    """Tell what the state's board says of the licence; what it holds against it counts from an old file too."""
    board = evidence.board
    if against := _against(evidence):
        return against
    if board is not None and board.status is not BoardStatus.ACTIVE:
        return _STATUS_FINDINGS[board.status]
    if board is not None and board.expires_on is not None and board.expires_on < evidence.today:
        return CheckFinding.BOARD_LAPSED
    if all(register.is_stale for register in evidence.boards):
        return _unverified(evidence)
    return CheckFinding.BOARD_NOT_FOUND if board is None or board.is_stale else _in_force(evidence, board)


def _against(evidence: Evidence) -> CheckFinding | None:
    """Return what a board holds against the applicant: their own first, then one elsewhere that may mean them."""
    board = evidence.board
    if board is not None and board.status in _ADVERSE:
        return _STATUS_FINDINGS[board.status]
    if board is not None and board.has_discipline:
        return CheckFinding.BOARD_DISCIPLINE
    return CheckFinding.BOARD_ELSEWHERE if evidence.is_doubted_elsewhere else None


def _in_force(evidence: Evidence, board: BoardRecord) -> CheckFinding:
    """Return what a licence in force comes to: elsewhere than here no other register stands beside a copy."""
    is_copy = evidence.claimed.is_abroad and board.authority is Authority.SECONDARY
    return CheckFinding.BOARD_COPY if is_copy else CheckFinding.BOARD_ACTIVE


def _unverified(evidence: Evidence) -> CheckFinding:
    """Return what stands in for a board that cannot be asked: an institution's e-mail says nothing of a licence."""
    if PossessionProof.CODE_OF_RECORD in evidence.possession and not evidence.claimed.is_abroad:
        return CheckFinding.LICENCE_BY_CODE
    if PossessionProof.DOCUMENT in evidence.possession:
        return CheckFinding.LICENCE_BY_DOCUMENT
    return CheckFinding.BOARD_STALE if evidence.boards else CheckFinding.BOARD_MISSING


_KIND_FINDINGS: Final = {
    BoardKind.PHYSICIAN: CheckFinding.BOARD_PHYSICIAN,
    BoardKind.TRAINEE: CheckFinding.BOARD_TRAINEE,
    BoardKind.OTHER: CheckFinding.BOARD_OTHER_PROFESSION,
    BoardKind.UNKNOWN: CheckFinding.BOARD_TYPE_UNKNOWN,
}


def board_type(evidence: Evidence) -> CheckFinding | None:
    """Tell whom the board's licence is for."""
    return _KIND_FINDINGS[evidence.board.kind] if evidence.board else None


_BOARD_NAME_FINDINGS: Final = {
    NameMatch.STRONG: CheckFinding.BOARD_NAME_AGREES,
    NameMatch.WEAK: CheckFinding.BOARD_NAME_NEAR,
    NameMatch.NONE: CheckFinding.BOARD_NAME_DIFFERS,
}


def board_name(evidence: Evidence) -> CheckFinding | None:
    """Tell whether the board licenses somebody of that name."""
    return _BOARD_NAME_FINDINGS[evidence.board_name] if evidence.board else None


def birth_date(evidence: Evidence) -> CheckFinding | None:
    """Tell whether a birth date, where one was given, can be a physician's and is the board's."""
    said, board = evidence.claimed.birth_date, evidence.board
    if said is None:
        return None
    if not MIN_AGE_YEARS <= evidence.today.year - said.year <= MAX_AGE_YEARS:
        return CheckFinding.BIRTH_IMPLAUSIBLE
    if board is None or (board.birth_date is None and board.birth_year is None):
        return None
    same_day = board.birth_date in {None, said}
    same_year = board.birth_year in {None, said.year}
    return CheckFinding.BIRTH_AGREES if same_day and same_year else CheckFinding.BIRTH_DIFFERS


_HIT_FINDINGS: Final = (
    (ExclusionHit.NPI, CheckFinding.EXCLUDED_NUMBER),
    (ExclusionHit.NAME_AND_STATE, CheckFinding.EXCLUDED_NAME_AND_STATE),
    (ExclusionHit.NAME_AND_BIRTH_DATE, CheckFinding.EXCLUDED_NAME_AND_BIRTH_DATE),
)


def exclusion(evidence: Evidence) -> CheckFinding:
    """Tell on what an entry of the exclusion list agrees; a hit counts from an old list too, its absence does not."""
    hit = next((finding for hit, finding in _HIT_FINDINGS if hit in evidence.exclusions), None)
    if hit is not None:
        return hit
    if evidence.leie is None:
        return CheckFinding.EXCLUSIONS_MISSING
    if evidence.leie.is_stale:
        return CheckFinding.EXCLUSIONS_STALE
    return CheckFinding.NAMESAKE_EXCLUDED if evidence.exclusions else CheckFinding.NO_EXCLUSION


def number_free(evidence: Evidence) -> CheckFinding:
    """Tell whether another account holds or claims the number."""
    return CheckFinding.NUMBER_IN_USE if evidence.is_number_used else CheckFinding.NUMBER_FREE


def mailbox_free(evidence: Evidence) -> CheckFinding:
    """Tell whether another account has the same mailbox in another spelling."""
    return CheckFinding.MAILBOX_IN_USE if evidence.is_mailbox_used else CheckFinding.MAILBOX_FREE


_PROOF_FINDINGS: Final = (
    (PossessionProof.CODE_OF_RECORD, CheckFinding.CODE_OF_RECORD),
    (PossessionProof.VOUCHERS, CheckFinding.VOUCHERS),
    (PossessionProof.REACHED_BY_REVIEWER, CheckFinding.REACHED_BY_REVIEWER),
)


_MAILBOX_FINDINGS: Final = {
    MailboxKind.PERSONAL: CheckFinding.INSTITUTION_EMAIL,
    MailboxKind.SHARED: CheckFinding.MAILBOX_SHARED,
    MailboxKind.OF_ANOTHER: CheckFinding.MAILBOX_OF_ANOTHER,
}


def possession(evidence: Evidence) -> CheckFinding:
    """Tell how it is shown that the applicant is that physician.

    A document alone takes two people to believe; an institution's mailbox that is not its user's own shows nothing.
    """
    shown = next((finding for proof, finding in _PROOF_FINDINGS if proof in evidence.possession), None)
    if shown is None and PossessionProof.INSTITUTION_EMAIL in evidence.possession:
        shown = _MAILBOX_FINDINGS[evidence.mailbox]
    if shown is None and PossessionProof.DOCUMENT in evidence.possession:
        shown = CheckFinding.DOCUMENT_ONLY
    return shown or CheckFinding.POSSESSION_MISSING


RULES: Final[Mapping[CheckKind, Callable[[Evidence], CheckFinding | None]]] = {
    CheckKind.NUMBER_VALID: number_valid,
    CheckKind.NUMBER_ACTIVE: number_active,
    CheckKind.PHYSICIAN_CODE: physician_code,
    CheckKind.NAME: name,
    CheckKind.LICENCE: licence,
    CheckKind.BOARD_STATUS: board_status,
    CheckKind.BOARD_TYPE: board_type,
    CheckKind.BOARD_NAME: board_name,
    CheckKind.BIRTH_DATE: birth_date,
    CheckKind.EXCLUSION: exclusion,
    CheckKind.NUMBER_FREE: number_free,
    CheckKind.MAILBOX_FREE: mailbox_free,
    CheckKind.POSSESSION: possession,
}
"""Every question, in the order of ``CheckKind``."""
_OF_NATIONAL_REGISTER: Final = frozenset(
    {CheckKind.NUMBER_VALID, CheckKind.NUMBER_ACTIVE, CheckKind.PHYSICIAN_CODE, CheckKind.LICENCE}
)


def asked(evidence: Evidence) -> Iterator[tuple[CheckKind, Callable[[Evidence], CheckFinding | None]]]:
    """Yield the questions of a claim: another country's physicians do not stand in the national register."""
    for kind, rule in RULES.items():
        if not (evidence.claimed.is_abroad and kind in _OF_NATIONAL_REGISTER):
            yield kind, rule
