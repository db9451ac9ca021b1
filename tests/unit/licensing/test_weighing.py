"""From rows and words to evidence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from medpeer.licensing.evidence import (
    BoardKind,
    BoardStatus,
    Consulted,
    Evidence,
    Exclusion,
    ExclusionHit,
    PossessionProof,
    RegisterLicence,
)
from medpeer.licensing.names import NameMatch, PersonName
from medpeer.licensing.policy import CheckFinding, CheckKind, Outcome, decide, told_finding
from medpeer.licensing.weighing import weigh
from tests.factories.evidence import (
    BOARD_RECORD,
    EMAIL,
    RECORD,
    SLOT,
    TODAY,
    board,
    board_age,
    claimed,
    leie_age,
    nppes_age,
    record,
)

HELD = Consulted(
    today=TODAY,
    nppes=nppes_age(),
    record=RECORD,
    boards=(board_age(),),
    board_records=(BOARD_RECORD,),
    leie=leie_age(),
)
OF_ANOTHER: dict[str, Any] = {"name": PersonName("JANE", "FARRELL"), "birth_date": date(1951, 2, 3)}
ENTRY = Exclusion(None, PersonName("MIRIAM", "OKONJO"), None, "TX", date(2020, 1, 1))


def weighed(said: dict[str, Any] | None = None, **held: Any) -> Evidence:
    """Return the evidence of the usual claim and registers with some things otherwise."""
    return weigh(claimed(**(said or {})), replace(HELD, **held), possession=EMAIL, is_number_used=False)


def test_a_genuine_claim_is_green() -> None:
    assert decide(weighed()).outcome is Outcome.ADMIT


@pytest.mark.parametrize(
    ("number", "state", "agrees"),
    [
        ("10037", "NE", True),
        ("NE MD 10037", "NE", True),
        ("10037", "OR", False),
        ("10038", "NE", False),
        ("TX-9", "TX", True),
    ],
)
def test_state_and_number_must_stand_together_in_a_slot(number: str, state: str, agrees: bool) -> None:
    slots = (SLOT, RegisterLicence("", "$$$$$$$$$", "OR"), RegisterLicence("207R00000X", "9", "TX"))
    evidence = weighed({"number": number, "jurisdiction": state}, record=record(licences=slots))
    assert evidence.licence_agrees is agrees


def test_the_former_name_counts_for_the_register_and_for_the_board() -> None:
    held = record(name=PersonName("MIRIAM", "KALTENBACH"), other_names=(PersonName("MIRIAM", "OKONJO"),))
    evidence = weighed(record=held, board_records=(board(name=PersonName("MIRIAM", "KALTENBACH")),))
    assert (evidence.name, evidence.board_name) == (NameMatch.STRONG, NameMatch.STRONG)
    assert decide(evidence).outcome is Outcome.ADMIT


def test_the_registers_names_say_nothing_for_somebody_of_another_name() -> None:
    evidence = weighed({"name": PersonName("Jane", "Farrell")}, board_records=(BOARD_RECORD,))
    assert evidence.board_name is NameMatch.NONE


@pytest.mark.parametrize("status", [BoardStatus.SUSPENDED, BoardStatus.REVOKED, BoardStatus.DECEASED])
def test_whoever_another_board_has_shut_out_is_held(status: BoardStatus) -> None:
    elsewhere = board(jurisdiction="TX", number="9", status=status)
    assert decide(weighed(elsewhere=(elsewhere,))).outcome is Outcome.HOLD


@pytest.mark.parametrize(
    "changes",
    [
        {"status": BoardStatus.LAPSED},
        {"status": BoardStatus.SURRENDERED},
        OF_ANOTHER,
        OF_ANOTHER | {"name": PersonName("MARY", "FARRELL")},
        OF_ANOTHER | {"birth_date": None, "birth_year": 1951},
        OF_ANOTHER | {"birth_date": None},
        OF_ANOTHER | {"status": BoardStatus.RESTRICTED},
        {"name": PersonName("M", "OKONJO"), "status": BoardStatus.RESTRICTED},
        {"name": PersonName("RUTH", "OKONJO"), "status": BoardStatus.ACTIVE, "has_discipline": True},
    ],
)
def test_a_licence_given_up_elsewhere_or_somebody_elses_says_nothing(changes: dict[str, Any]) -> None:
    elsewhere = board(**({"jurisdiction": "TX", "number": "9", "status": BoardStatus.REVOKED} | changes))
    assert decide(weighed(elsewhere=(elsewhere,))).outcome is Outcome.ADMIT


@pytest.mark.parametrize("status", [BoardStatus.SUSPENDED, BoardStatus.REVOKED, BoardStatus.DECEASED])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": PersonName("M", "OKONJO")}, {}),
        ({"name": PersonName("M", "KALTENBACH")}, {}),
        ({"name": PersonName("MIRIAM RUTH", "KALTENBACH")}, {}),
        ({"name": PersonName("", "OKONJO")}, {}),
        ({"name": PersonName("RUTH", "OKONJO")}, {}),
        ({"name": PersonName("RUTH", "OKONJO-LUND")}, {}),
        ({"name": PersonName("MIRIAM", "KALTENBACH")}, {}),
        ({"name": PersonName("MIRYAM", "KALTENBACH")}, {}),
        ({"name": PersonName("RUTH", "KALTENBACH", "MIRIAM")}, {}),
        ({"name": PersonName("", "")}, {}),
        ({"name": PersonName("JANE", "FARRELL"), "birth_date": date(1978, 2, 3)}, {}),
        ({"name": PersonName("JANE", "FARRELL"), "birth_date": date(1978, 9, 9)}, {}),
        ({"name": PersonName("JANE", "FARRELL"), "birth_year": 1978}, {}),
        ({"name": PersonName("JANE", "FARRELL"), "birth_year": 1978}, {"birth_date": None}),
    ],
)
def test_whoever_another_board_may_have_shut_out_is_looked_at(
    status: BoardStatus, changes: dict[str, Any], said: dict[str, Any]
) -> None:
    elsewhere = board(**({"jurisdiction": "TX", "number": "9", "status": status, "birth_date": None} | changes))
    decision = decide(weighed(said, elsewhere=(elsewhere,)))
    assert (decision.outcome, decision.reasons) == (Outcome.REVIEW, (CheckFinding.BOARD_ELSEWHERE,))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": BoardStatus.RESTRICTED},
        {"has_discipline": True},
        {"status": BoardStatus.SURRENDERED, "has_discipline": True},
    ],
)
def test_a_restriction_or_discipline_elsewhere_under_their_name_is_looked_at(changes: dict[str, Any]) -> None:
    elsewhere = board(jurisdiction="TX", number="9", **changes)
    decision = decide(weighed(elsewhere=(elsewhere,)))
    assert (decision.outcome, decision.reasons) == (Outcome.REVIEW, (CheckFinding.BOARD_ELSEWHERE,))


@pytest.mark.parametrize(("is_admitted", "is_held"), [(False, False), (False, True), (True, False)])
def test_an_applicant_never_reads_what_another_board_may_hold_against_them(is_admitted: bool, is_held: bool) -> None:
    told = told_finding(CheckKind.BOARD_STATUS, CheckFinding.BOARD_ELSEWHERE, is_admitted=is_admitted, is_held=is_held)
    assert told is CheckFinding.WITH_REVIEWER


def test_what_is_certain_goes_before_what_is_doubtful() -> None:
    doubted = board(jurisdiction="TX", number="9", name=PersonName("M", "OKONJO"), status=BoardStatus.REVOKED)
    shut = board(jurisdiction="FL", number="8", status=BoardStatus.SUSPENDED)
    for rows in ((doubted, shut), (shut, doubted)):
        assert decide(weighed(elsewhere=rows)).outcome is Outcome.HOLD
    own = board(status=BoardStatus.REVOKED)
    assert decide(weighed(elsewhere=(doubted,), board_records=(own,))).outcome is Outcome.HOLD


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("363LF0000X", Outcome.REVIEW),
        ("390200000X", Outcome.REVIEW),
        ("207R00000X", Outcome.ADMIT),
        ("", Outcome.ADMIT),
    ],
)
def test_a_licence_beside_another_professions_code_is_no_physicians_until_a_board_says_so(
    code: str, outcome: Outcome
) -> None:
    slots = (RegisterLicence("207Q00000X", "", ""), RegisterLicence(code, "10037", "NE"))
    by_code = frozenset({PossessionProof.CODE_OF_RECORD})
    unasked = weigh(
        claimed(),
        replace(HELD, record=record(licences=slots), boards=(), board_records=()),
        possession=by_code,
        is_number_used=False,
    )
    assert decide(unasked).outcome is outcome
    assert decide(weighed(record=record(licences=slots))).outcome is Outcome.ADMIT


@pytest.mark.parametrize(
    ("credential", "outcome"),
    [
        ("NP", Outcome.REVIEW),
        ("PA-C", Outcome.REVIEW),
        ("D.C.", Outcome.REVIEW),
        ("DDS, MD", Outcome.ADMIT),
        ("MD-PHD", Outcome.ADMIT),
        ("", Outcome.ADMIT),
        ("FACP", Outcome.ADMIT),
    ],
)
def test_another_professions_degree_beside_a_physicians_code_is_looked_at_until_a_board_says_so(
    credential: str, outcome: Outcome
) -> None:
    held = record(credential=credential)
    unasked = replace(HELD, record=held, boards=(), board_records=())
    by_code = frozenset({PossessionProof.CODE_OF_RECORD})
    assert decide(weigh(claimed(), unasked, possession=by_code, is_number_used=False)).outcome is outcome
    assert decide(weighed(record=held)).outcome is Outcome.ADMIT


@pytest.mark.parametrize(
    ("local", "suffix", "outcome"),
    [
        ("miriam.okonjo.jr", "", Outcome.REVIEW),
        ("mokonjojr", "", Outcome.REVIEW),
        ("miriam.okonjo.jr", "JR.", Outcome.ADMIT),
        ("miriam.okonjo", "", Outcome.ADMIT),
    ],
)
def test_a_son_does_not_come_in_on_his_fathers_number_by_typing_junior(
    local: str, suffix: str, outcome: Outcome
) -> None:
    said = {"name": PersonName("Miriam", "Okonjo Jr."), "email": f"{local}@stlukes.example"}
    held = record(name=PersonName("MIRIAM", "OKONJO", suffix=suffix))
    assert decide(weighed(said, record=held)).outcome is outcome


def test_a_licence_on_two_numbers_is_for_a_person_to_tell_apart() -> None:
    other = record(npi="1999000023")
    assert decide(weighed(also_licensed=(other,))).outcome is Outcome.REVIEW


def test_an_exclusion_in_any_state_of_the_record_or_under_its_name_is_found() -> None:
    held = record(name=PersonName("MIRIAM", "KALTENBACH", "RUTH"), state="TX")
    for name in (
        PersonName("MIRIAM", "OKONJO"),
        PersonName("MIRIAM", "KALTENBACH"),
        PersonName("RUTH", "KALTENBACH"),
    ):
        evidence = weighed(record=held, exclusions=(replace(ENTRY, name=name),))
        assert ExclusionHit.NAME_AND_STATE in evidence.exclusions


def test_a_disguised_name_is_never_strong() -> None:
    evidence = weighed({"name": PersonName("Miriam", "Оkonjo")})
    assert evidence.is_name_suspicious
    assert decide(evidence).outcome is Outcome.REVIEW


def test_of_two_rows_with_one_number_the_bearer_of_the_name_speaks() -> None:
    nurse = board(name=PersonName("RUTH", "EMMERLING"), kind=BoardKind.OTHER, status=BoardStatus.REVOKED)
    for rows in ((nurse, BOARD_RECORD), (BOARD_RECORD, nurse)):
        assert weighed(board_records=rows).board is BOARD_RECORD


def test_what_a_board_holds_against_the_bearer_goes_before_their_licence_in_force() -> None:
    revoked = board(status=BoardStatus.REVOKED)
    for rows in ((revoked, BOARD_RECORD), (BOARD_RECORD, revoked)):
        assert decide(weighed(board_records=rows)).outcome is Outcome.HOLD


def test_a_renewal_goes_before_the_row_that_lapsed_and_a_fresh_file_before_an_old_one() -> None:
    lapsed = board(status=BoardStatus.LAPSED, expires_on=date(2024, 9, 30))
    stale = board(is_stale=True, status=BoardStatus.SUSPENDED)
    assert weighed(board_records=(lapsed, stale, BOARD_RECORD)).board is BOARD_RECORD


@pytest.mark.parametrize(
    ("entry", "said", "hit"),
    [
        (replace(ENTRY, npi=RECORD.npi, name=PersonName("X", "Y")), {}, ExclusionHit.NPI),
        (replace(ENTRY, state="NE"), {}, ExclusionHit.NAME_AND_STATE),
        (replace(ENTRY, state="NE", name=PersonName("OKONJO", "MIRIAM")), {}, ExclusionHit.NAME_AND_STATE),
        (replace(ENTRY, birth_date=date(1978, 2, 3)), {}, ExclusionHit.NAME_AND_BIRTH_DATE),
        (replace(ENTRY, birth_date=date(1978, 2, 3)), {"birth_date": None}, ExclusionHit.NAME_AND_BIRTH_DATE),
        (replace(ENTRY, birth_date=date(1951, 2, 3)), {"birth_date": None}, ExclusionHit.NAME_ONLY),
        (ENTRY, {}, ExclusionHit.NAME_ONLY),
        (replace(ENTRY, name=PersonName("RUTH", "OKONJO"), state="NE"), {}, None),
        (replace(ENTRY, npi=RECORD.npi, reinstated_on=TODAY), {}, None),
        (replace(ENTRY, npi=RECORD.npi, reinstated_on=TODAY + timedelta(days=1)), {}, ExclusionHit.NPI),
    ],
)
def test_on_what_an_entry_agrees(entry: Exclusion, said: dict[str, Any], hit: ExclusionHit | None) -> None:
    assert weighed(said, exclusions=(entry,)).exclusions == ({hit} if hit else frozenset())


def test_a_former_name_on_record_and_a_state_of_practice_are_looked_up_too() -> None:
    held = record(other_names=(PersonName("MIRIAM", "KALTENBACH"),), state="TX")
    entry = replace(ENTRY, name=PersonName("MIRIAM", "KALTENBACH"), state="TX")
    assert weighed(record=held, exclusions=(entry,)).exclusions == {ExclusionHit.NAME_AND_STATE}
