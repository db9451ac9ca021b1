"""The decision table, row by row, in its own words."""

from datetime import date, timedelta
from typing import Any

import pytest

from medpeer.accounts.models import Tier
from medpeer.licensing.evidence import (
    Authority,
    BoardKind,
    BoardStatus,
    EntityType,
    Evidence,
    ExclusionHit,
    PossessionProof,
)
from medpeer.licensing.mailboxes import MailboxKind
from medpeer.licensing.names import NameMatch
from medpeer.licensing.policy import CheckFinding, CheckKind, CheckResult, Decision, Outcome, decide
from tests.factories.evidence import (
    CODE,
    DAY,
    DOCUMENT,
    EMAIL,
    GREEN,
    NOTHING,
    TODAY,
    board,
    board_age,
    claimed,
    codes,
    green,
    leie_age,
    nppes_age,
    record,
)

ADMIT, REVIEW, HOLD, REFUSE = Outcome


def reasons(decision: Decision) -> tuple[str, ...]:
    """Return the reasons as words."""
    return tuple(reason.value for reason in decision.reasons)


def test_luhn_fails_is_refused() -> None:
    decision = decide(green(claimed=claimed(npi="1999000016")))
    assert (decision.outcome, reasons(decision)) == (REFUSE, ("check_digit_fails",))


def test_npi_not_in_file_is_for_review() -> None:
    decision = decide(green(record=None, name=NameMatch.NONE, licence_agrees=False))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("not_found",))


@pytest.mark.parametrize(("days", "outcome"), [(0, ADMIT), (35, ADMIT), (36, REVIEW)])
def test_the_file_decides_up_to_thirty_five_days_old(days: int, outcome: Outcome) -> None:
    assert decide(green(nppes=nppes_age(days))).outcome is outcome


def test_without_the_file_nobody_is_admitted() -> None:
    decision = decide(green(nppes=None, record=None))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("no_register",))


def test_entity_two_is_refused_with_reason() -> None:
    decision = decide(green(record=record(entity=EntityType.ORGANISATION)))
    assert (decision.outcome, reasons(decision)) == (REFUSE, ("organisation",))


@pytest.mark.parametrize(
    ("off", "on", "outcome"),
    [
        (DAY, None, REFUSE),
        (DAY, DAY - timedelta(days=1), REFUSE),
        (DAY, DAY, ADMIT),
        (DAY, DAY + timedelta(days=1), ADMIT),
        (None, None, ADMIT),
        (None, DAY, ADMIT),
    ],
)
def test_deactivated_is_refused_unless_reactivated(off: date | None, on: date | None, outcome: Outcome) -> None:
    assert decide(green(record=record(deactivated_on=off, reactivated_on=on))).outcome is outcome


def test_an_old_file_refuses_nobody_either() -> None:
    evidence = green(nppes=nppes_age(36), record=record(deactivated_on=DAY))
    assert decide(evidence).outcome is REVIEW


def test_a_row_that_states_no_kind_decides_nothing() -> None:
    assert decide(green(record=record(entity=EntityType.UNSTATED))).outcome is REVIEW


@pytest.mark.parametrize("field", ["enumerated_on", "updated_on"])
def test_a_number_given_out_in_the_future_is_for_review(field: str) -> None:
    decision = decide(green(record=record(**{field: TODAY + timedelta(days=1)})))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("dates_impossible",))
    assert decide(green(record=record(**{field: TODAY}))).outcome is ADMIT


def test_a_replaced_number_is_for_review() -> None:
    decision = decide(green(record=record(replacement_npi="1003000126")))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("number_replaced",))


@pytest.mark.parametrize(
    ("given_codes", "credential", "expected"),
    [
        (("207RN0300X",), "", CheckFinding.PHYSICIAN),
        (("363LF0000X",) * 14 + ("208600000X",), "", CheckFinding.PHYSICIAN),
        (("363LF0000X",), "M.D.", CheckFinding.NO_PHYSICIAN_CODE),
        ((), "", CheckFinding.NO_PHYSICIAN_CODE),
        (("1223S0112X", "204E00000X"), "DDS", CheckFinding.DEGREE_MISSING),
        (("204E00000X",), "DDS, M.D.", CheckFinding.PHYSICIAN),
        (("204E00000X",), "DMD", CheckFinding.DEGREE_MISSING),
        (("390200000X", "207R00000X"), "", CheckFinding.PHYSICIAN),
    ],
)
def test_no_physician_taxonomy_in_fifteen_slots_is_for_review(
    given_codes: tuple[str, ...], credential: str, expected: CheckFinding
) -> None:
    decision = decide(green(record=record(licences=codes(*given_codes), credential=credential)))
    found = next(check.finding for check in decision.checks if check.kind is CheckKind.PHYSICIAN_CODE)
    assert found is expected
    assert decision.outcome is (ADMIT if expected is CheckFinding.PHYSICIAN else REVIEW)


@pytest.mark.parametrize("credential", ["MD", "M.D.", "M. D.", "D.O.", "MBBS", "M.B.B.S.", "MBBCh", "DDS MD", "MD PHD"])
def test_a_physicians_degree_is_read_in_its_spellings(credential: str) -> None:
    assert decide(green(record=record(licences=codes("204E00000X"), credential=credential))).outcome is ADMIT


@pytest.mark.parametrize("code", ["363LF0000X", "163W00000X", "111N00000X", "1223G0001X", "183500000X", "213E00000X"])
def test_whoever_says_they_are_of_another_profession_is_for_review(code: str) -> None:
    decision = decide(green(claimed=claimed(taxonomy_code=code)))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("other_profession_claimed",))


@pytest.mark.parametrize("code", ["", "208D00000X", "207R", "390200000X", "Internal medicine"])
def test_another_physicians_code_or_none_changes_nothing(code: str) -> None:
    assert decide(green(claimed=claimed(taxonomy_code=code))).outcome is ADMIT


def test_a_trainee_with_all_else_green_is_admitted_as_one() -> None:
    evidence = green(record=record(licences=codes("390200000X")), board=board(kind=BoardKind.TRAINEE))
    decision = decide(evidence)
    assert (decision.outcome, decision.tier) == (ADMIT, Tier.TRAINEE)


@pytest.mark.parametrize("changes", [{"board": None}, {"boards": (), "board": None, "possession": CODE}])
def test_a_trainee_whom_no_board_licenses_is_for_review(changes: dict[str, object]) -> None:
    """The trainees' code is that of every health profession's students."""
    decision = decide(green(record=record(licences=codes("390200000X")), **changes))
    assert decision.outcome is REVIEW
    assert "trainee" in reasons(decision)


def test_a_physician_with_a_training_licence_is_admitted_as_a_trainee() -> None:
    decision = decide(green(board=board(kind=BoardKind.TRAINEE)))
    assert (decision.outcome, decision.tier) == (ADMIT, Tier.TRAINEE)
    assert decide(GREEN).tier is Tier.PHYSICIAN


@pytest.mark.parametrize(("name", "reason"), [(NameMatch.WEAK, "name_near"), (NameMatch.NONE, "name_differs")])
def test_name_none_or_weak_is_for_review(name: NameMatch, reason: str) -> None:
    decision = decide(green(name=name))
    assert (decision.outcome, reasons(decision)) == (REVIEW, (reason,))


def test_a_suspicious_name_is_for_review_whatever_it_matches() -> None:
    decision = decide(green(is_name_suspicious=True))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("name_suspicious",))


def test_licence_pair_not_among_the_fifteen_is_for_review() -> None:
    decision = decide(green(licence_agrees=False))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("licence_differs",))


@pytest.mark.parametrize(
    ("expires_on", "outcome"),
    [(None, ADMIT), (TODAY, ADMIT), (TODAY - timedelta(days=1), REVIEW), (date(2030, 1, 1), ADMIT)],
)
def test_state_register_active_not_expired_makes_the_licence_verified(
    expires_on: date | None, outcome: Outcome
) -> None:
    decision = decide(green(board=board(expires_on=expires_on)))
    assert decision.outcome is outcome
    assert reasons(decision) == (() if outcome is ADMIT else ("board_lapsed",))


@pytest.mark.parametrize(("boards", "reason"), [((), "board_missing"), ((board_age(36),), "board_stale")])
@pytest.mark.parametrize(
    ("possession", "outcome"),
    [
        (EMAIL, REVIEW),
        (CODE, ADMIT),
        (EMAIL | CODE, ADMIT),
        (DOCUMENT, REVIEW),
        (EMAIL | DOCUMENT, REVIEW),
        (frozenset({PossessionProof.VOUCHERS}), REVIEW),
        (NOTHING, REVIEW),
    ],
)
def test_state_register_missing_or_stale_needs_document_or_code(
    boards: tuple[object, ...], reason: str, possession: frozenset[PossessionProof], outcome: Outcome
) -> None:
    """An institution's e-mail says nothing of a licence; a document is read by a person first."""
    decision = decide(green(boards=boards, board=None, possession=possession))
    assert decision.outcome is outcome
    if not possession & (CODE | DOCUMENT):
        assert reasons(decision)[0] == reason


def test_a_stale_registers_row_verifies_nothing() -> None:
    evidence = green(boards=(board_age(36),), board=board(is_stale=True))
    assert decide(evidence).outcome is REVIEW


def test_a_licence_that_a_fresh_state_register_does_not_hold_is_for_review_even_with_a_code() -> None:
    for stale in (None, board(is_stale=True)):
        decision = decide(green(board=stale, possession=EMAIL | CODE))
        assert (decision.outcome, reasons(decision)) == (REVIEW, ("board_not_found",))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (BoardStatus.ACTIVE, ADMIT),
        (BoardStatus.LAPSED, REVIEW),
        (BoardStatus.RETIRED, REVIEW),
        (BoardStatus.UNKNOWN, REVIEW),
        (BoardStatus.SUSPENDED, HOLD),
        (BoardStatus.REVOKED, HOLD),
        (BoardStatus.SURRENDERED, HOLD),
        (BoardStatus.RESTRICTED, HOLD),
        (BoardStatus.DECEASED, HOLD),
    ],
)
@pytest.mark.parametrize("is_stale", [False, True])
def test_suspended_revoked_is_held_and_unknown_status_is_never_passed(
    status: BoardStatus,
    outcome: Outcome,
    is_stale: bool,
) -> None:
    evidence = green(board=board(status=status, is_stale=is_stale), boards=(board_age(36 if is_stale else 1),))
    assert decide(evidence).outcome is (REVIEW if is_stale and outcome is ADMIT else outcome)


def test_discipline_is_held() -> None:
    for status in (BoardStatus.ACTIVE, BoardStatus.LAPSED, BoardStatus.UNKNOWN):
        decision = decide(green(board=board(status=status, has_discipline=True)))
        assert (decision.outcome, reasons(decision)) == (HOLD, ("board_discipline",))
    assert decide(green(board=board(has_discipline=None))).outcome is ADMIT


@pytest.mark.parametrize(
    ("kind", "reason"), [(BoardKind.OTHER, "board_other_profession"), (BoardKind.UNKNOWN, "board_type_unknown")]
)
def test_unknown_or_other_type_is_never_passed(kind: BoardKind, reason: str) -> None:
    decision = decide(green(board=board(kind=kind)))
    assert (decision.outcome, reasons(decision)) == (REVIEW, (reason,))


@pytest.mark.parametrize(
    ("name", "reason"), [(NameMatch.WEAK, "board_name_near"), (NameMatch.NONE, "board_name_differs")]
)
def test_the_boards_name_must_agree_too(name: NameMatch, reason: str) -> None:
    decision = decide(green(board_name=name))
    assert (decision.outcome, reasons(decision)) == (REVIEW, (reason,))


@pytest.mark.parametrize(
    ("said", "birth_date", "birth_year", "outcome"),
    [
        (date(1978, 2, 3), date(1978, 2, 3), None, ADMIT),
        (date(1978, 2, 3), None, 1978, ADMIT),
        (date(1978, 2, 3), None, None, ADMIT),
        (None, date(1978, 2, 3), 1978, ADMIT),
        (date(1978, 3, 2), date(1978, 2, 3), None, REVIEW),
        (date(1979, 2, 3), None, 1978, REVIEW),
        (date(2020, 2, 3), None, None, REVIEW),
        (date(1890, 2, 3), None, None, REVIEW),
        (date(2030, 2, 3), None, None, REVIEW),
    ],
)
def test_the_birth_date_must_be_the_boards(
    said: date | None, birth_date: date | None, birth_year: int | None, outcome: Outcome
) -> None:
    evidence = green(claimed=claimed(birth_date=said), board=board(birth_date=birth_date, birth_year=birth_year))
    assert decide(evidence).outcome is outcome


@pytest.mark.parametrize(
    ("hits", "outcome", "reason"),
    [
        ({ExclusionHit.NPI}, HOLD, "excluded_number"),
        ({ExclusionHit.NPI, ExclusionHit.NAME_ONLY}, HOLD, "excluded_number"),
        ({ExclusionHit.NAME_AND_STATE}, REVIEW, "excluded_name_and_state"),
        ({ExclusionHit.NAME_AND_BIRTH_DATE}, REVIEW, "excluded_name_and_birth_date"),
    ],
)
@pytest.mark.parametrize("leie", [leie_age(), leie_age(46), None])
def test_leie_npi_hit_is_held_and_name_with_state_or_birth_date_is_for_review(
    hits: set[ExclusionHit], outcome: Outcome, reason: str, leie: object
) -> None:
    decision = decide(green(exclusions=frozenset(hits), leie=leie))
    assert (decision.outcome, reasons(decision)) == (outcome, (reason,))


def test_leie_name_only_is_a_note() -> None:
    decision = decide(green(exclusions=frozenset({ExclusionHit.NAME_ONLY})))
    assert (decision.outcome, decision.reasons) == (ADMIT, ())
    assert decision.notes == (CheckFinding.NAMESAKE_EXCLUDED,)


@pytest.mark.parametrize(
    ("leie", "outcome", "words"),
    [(leie_age(45), ADMIT, ()), (leie_age(46), REVIEW, ("exclusions_stale",)), (None, REVIEW, ("exclusions_missing",))],
)
def test_without_a_fresh_exclusion_list_nobody_is_admitted(
    leie: object, outcome: Outcome, words: tuple[str, ...]
) -> None:
    decision = decide(green(leie=leie))
    assert (decision.outcome, reasons(decision)) == (outcome, words)


@pytest.mark.parametrize("proof", sorted(set(PossessionProof) - {PossessionProof.DOCUMENT}))
def test_possession_at_least_one_is_required(proof: PossessionProof) -> None:
    assert decide(green(possession=frozenset({proof}))).outcome is ADMIT
    decision = decide(green(possession=NOTHING))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("possession_missing",))


def test_a_document_alone_is_for_two_reviewers() -> None:
    decision = decide(green(possession=DOCUMENT))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("document_only",))
    assert decide(green(possession=DOCUMENT | EMAIL)).outcome is ADMIT


@pytest.mark.parametrize(
    ("mailbox", "reason"),
    [(MailboxKind.SHARED, "mailbox_shared"), (MailboxKind.OF_ANOTHER, "mailbox_of_another")],
)
def test_an_institutions_mailbox_that_is_not_ones_own_shows_nothing(mailbox: MailboxKind, reason: str) -> None:
    decision = decide(green(mailbox=mailbox))
    assert (decision.outcome, reasons(decision)) == (REVIEW, (reason,))
    assert decide(green(mailbox=mailbox, possession=EMAIL | CODE)).outcome is ADMIT


def test_all_green_and_possession_is_active_at_once() -> None:
    decision = decide(GREEN)
    assert (decision.outcome, decision.reasons, decision.notes) == (ADMIT, (), ())


def test_number_already_used_is_for_review() -> None:
    decision = decide(green(is_number_used=True))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("number_in_use",))


def test_the_same_mailbox_in_another_spelling_is_for_review() -> None:
    decision = decide(green(is_mailbox_used=True))
    assert (decision.outcome, reasons(decision)) == (REVIEW, ("mailbox_in_use",))


def test_refusing_goes_before_holding_and_reasons_stand_in_the_order_of_the_questions() -> None:
    evidence = green(
        record=record(deactivated_on=DAY),
        board=board(status=BoardStatus.REVOKED),
        exclusions=frozenset({ExclusionHit.NPI}),
        is_number_used=True,
        possession=NOTHING,
    )
    decision = decide(evidence)
    assert decision.outcome is REFUSE
    expected = ("deactivated", "board_revoked", "excluded_number", "number_in_use", "possession_missing")
    assert reasons(decision) == expected
    assert [check.kind for check in decision.checks] == list(CheckKind)
    assert {check.result for check in decision.checks} >= {CheckResult.FAILED, CheckResult.HELD, CheckResult.WAITING}


ABROAD = claimed(npi="", jurisdiction="GB", number="7654321", taxonomy_code="")
COUNCIL = board(jurisdiction="GB", number="7654321", expires_on=None, birth_date=None)


def abroad(**changes: Any) -> Evidence:
    """Return green evidence for a licence of another country with some things otherwise."""
    return green(
        **({"claimed": ABROAD, "nppes": None, "record": None, "name": NameMatch.NONE, "board": COUNCIL} | changes)
    )


def test_another_countrys_physician_is_admitted_by_their_own_register_alone() -> None:
    decision = decide(abroad(licence_agrees=False))
    assert (decision.outcome, decision.tier) == (ADMIT, Tier.NON_US)
    asked = {check.kind for check in decision.checks}
    assert not asked & {CheckKind.NUMBER_VALID, CheckKind.NUMBER_ACTIVE, CheckKind.PHYSICIAN_CODE, CheckKind.LICENCE}
    assert not asked & {CheckKind.NAME}


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"boards": (), "board": None}, REVIEW, CheckFinding.BOARD_MISSING),
        ({"boards": (), "board": None, "possession": CODE}, REVIEW, CheckFinding.BOARD_MISSING),
        ({"boards": (board_age(99),), "board": board(is_stale=True)}, REVIEW, CheckFinding.BOARD_STALE),
        ({"board": None}, REVIEW, CheckFinding.BOARD_NOT_FOUND),
        ({"board": board(authority=Authority.SECONDARY)}, REVIEW, CheckFinding.BOARD_COPY),
        ({"board": board(status=BoardStatus.UNKNOWN)}, REVIEW, CheckFinding.BOARD_STATUS_UNKNOWN),
        ({"board": board(status=BoardStatus.REVOKED)}, HOLD, CheckFinding.BOARD_REVOKED),
        ({"board": board(kind=BoardKind.UNKNOWN)}, REVIEW, CheckFinding.BOARD_TYPE_UNKNOWN),
        ({"board_name": NameMatch.WEAK}, REVIEW, CheckFinding.BOARD_NAME_NEAR),
        ({"is_name_suspicious": True}, REVIEW, CheckFinding.NAME_SUSPICIOUS),
        ({"is_number_used": True}, REVIEW, CheckFinding.NUMBER_IN_USE),
        ({"possession": NOTHING}, REVIEW, CheckFinding.POSSESSION_MISSING),
        ({"leie": None}, REVIEW, CheckFinding.EXCLUSIONS_MISSING),
        (
            {"exclusions": frozenset({ExclusionHit.NAME_AND_BIRTH_DATE})},
            REVIEW,
            CheckFinding.EXCLUDED_NAME_AND_BIRTH_DATE,
        ),
    ],
)
def test_whatever_their_register_does_not_say_outright_is_for_a_person(
    changes: dict[str, Any], outcome: Outcome, reason: CheckFinding
) -> None:
    decision = decide(abroad(**changes))
    assert decision.outcome is outcome
    assert reason in decision.reasons
