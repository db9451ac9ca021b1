"""What holds of every decision, whatever the evidence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.evidence import (
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    Evidence,
    ExclusionHit,
    PossessionProof,
    RegisterAge,
    RegisterRecord,
)
from medpeer.licensing.mailboxes import MailboxKind
from medpeer.licensing.names import NameMatch
from medpeer.licensing.policy import CheckKind, CheckResult, Outcome, decide
from tests.factories.evidence import (
    BOARD_RECORD,
    CLAIMED,
    DAY,
    NOTHING,
    RECORD,
    TODAY,
    board_age,
    codes,
    leie_age,
    nppes_age,
)

days = st.sampled_from([0, 11, 35, 36, 45, 46, 400])
moments = st.none() | st.sampled_from([DAY, TODAY, TODAY + timedelta(days=3), date(1950, 1, 1)])
records: Final[st.SearchStrategy[RegisterRecord]] = st.builds(
    replace,
    st.just(RECORD),
    entity=st.sampled_from(EntityType),
    credential=st.sampled_from(["", "MD", "DDS"]),
    licences=st.lists(st.sampled_from(["207R00000X", "204E00000X", "390200000X", "363L00000X"]), max_size=3).map(
        lambda found: codes(*found)
    ),
    deactivated_on=moments,
    reactivated_on=moments,
    enumerated_on=moments,
    replacement_npi=st.sampled_from(["", "1003000126"]),
)
boards: Final[st.SearchStrategy[BoardRecord]] = st.builds(
    replace,
    st.just(BOARD_RECORD),
    kind=st.sampled_from(BoardKind),
    status=st.sampled_from(BoardStatus),
    expires_on=moments,
    birth_date=moments,
    has_discipline=st.sampled_from([None, True, False]),
    is_stale=st.booleans(),
)
evidences: Final[st.SearchStrategy[Evidence]] = st.builds(
    Evidence,
    claimed=st.builds(
        replace,
        st.just(CLAIMED),
        npi=st.sampled_from([CLAIMED.npi, "1999000016"]),
        birth_date=moments,
        taxonomy_code=st.sampled_from(["", "207R00000X", "363L00000X"]),
    ),
    today=st.just(TODAY),
    nppes=st.none() | days.map(nppes_age),
    record=st.none() | records,
    name=st.sampled_from(NameMatch),
    is_name_suspicious=st.booleans(),
    licence_agrees=st.booleans(),
    boards=st.lists(days.map(board_age), max_size=2).map(tuple),
    board=st.none() | boards,
    board_name=st.sampled_from(NameMatch),
    leie=st.none() | days.map(leie_age),
    exclusions=st.frozensets(st.sampled_from(ExclusionHit)),
    possession=st.frozensets(st.sampled_from(PossessionProof)),
    is_number_used=st.booleans(),
    is_mailbox_used=st.booleans(),
    mailbox=st.sampled_from(MailboxKind),
    is_doubted_elsewhere=st.booleans(),
)

STALE: Final = timedelta(days=400)


def _older(register: RegisterAge) -> RegisterAge:
    return replace(register, age=STALE)


def _with_record(**changes: Any) -> Callable[[Evidence], Evidence]:
    return lambda evidence: replace(evidence, record=replace(evidence.record or RECORD, **changes))


def _with_board(**changes: Any) -> Callable[[Evidence], Evidence]:
    return lambda evidence: replace(evidence, board=replace(evidence.board or BOARD_RECORD, **changes))


def _with(**changes: Any) -> Callable[[Evidence], Evidence]:
    return lambda evidence: replace(evidence, **changes)


WORSENINGS: Final[tuple[Callable[[Evidence], Evidence], ...]] = (
    _with(nppes=None),
    lambda evidence: replace(evidence, nppes=_older(evidence.nppes or nppes_age())),
    _with(record=None),
    _with_record(entity=EntityType.ORGANISATION),
    _with_record(deactivated_on=DAY, reactivated_on=None),
    _with_record(licences=codes("363L00000X")),
    _with_record(enumerated_on=TODAY + timedelta(days=1)),
    _with(name=NameMatch.WEAK),
    _with(name=NameMatch.NONE),
    _with(is_name_suspicious=True),
    _with(licence_agrees=False),
    _with(boards=()),
    lambda evidence: replace(evidence, boards=tuple(map(_older, evidence.boards))),
    _with_board(status=BoardStatus.SUSPENDED),
    _with_board(status=BoardStatus.UNKNOWN),
    _with_board(kind=BoardKind.OTHER),
    _with_board(kind=BoardKind.UNKNOWN),
    _with_board(has_discipline=True),
    _with_board(expires_on=date(2001, 1, 1)),
    _with(board_name=NameMatch.NONE),
    _with(leie=None),
    lambda evidence: replace(evidence, leie=_older(evidence.leie or leie_age())),
    *(lambda evidence, hit=hit: replace(evidence, exclusions=evidence.exclusions | {hit}) for hit in ExclusionHit),
    _with(possession=NOTHING),
    _with(is_number_used=True),
    _with(is_mailbox_used=True),
    _with(mailbox=MailboxKind.SHARED),
    _with(is_doubted_elsewhere=True),
)


@given(evidences)
def test_nobody_is_admitted_without_possession(evidence: Evidence) -> None:
    if decide(evidence).outcome is Outcome.ADMIT:
        assert evidence.possession
    assert decide(replace(evidence, possession=NOTHING)).outcome is not Outcome.ADMIT


def _is_worse(evidence: Evidence, worse: Evidence) -> bool:
    """Tell whether a step only makes things worse.

    Filling in a missing row is no worsening of it. And a board's list that grows too old is asked no more: the table
    lets the code of record stand in for it, as it does not for a fresh list without the licence.
    """
    is_filled_in = (evidence.record is None and worse.record is not None) or (
        evidence.board is None and worse.board is not None
    )
    is_asked_no_more = worse.boards != evidence.boards and PossessionProof.CODE_OF_RECORD in evidence.possession
    return not is_filled_in and not is_asked_no_more


@given(evidences, st.sampled_from(WORSENINGS))
def test_making_any_check_worse_never_leads_to_admission(
    evidence: Evidence, worsen: Callable[[Evidence], Evidence]
) -> None:
    worse = worsen(evidence)
    if _is_worse(evidence, worse) and decide(evidence).outcome is not Outcome.ADMIT:
        assert decide(worse).outcome is not Outcome.ADMIT


@given(evidences)
def test_the_decision_depends_on_the_evidence_alone(evidence: Evidence) -> None:
    assert decide(evidence) == decide(replace(evidence))


@given(evidences)
def test_there_are_reasons_unless_admitted_and_each_is_a_finding_that_did_not_pass(evidence: Evidence) -> None:
    decision = decide(evidence)
    assert bool(decision.reasons) is (decision.outcome is not Outcome.ADMIT)
    not_passed = [check.finding for check in decision.checks if check.result is not CheckResult.PASSED]
    assert [finding for finding in not_passed if finding in decision.reasons] == list(decision.reasons)


@given(evidences)
def test_each_question_is_answered_at_most_once_and_in_order(evidence: Evidence) -> None:
    kinds = [check.kind for check in decide(evidence).checks]
    assert kinds == [kind for kind in CheckKind if kind in kinds]
    assert len(set(kinds)) == len(kinds)
