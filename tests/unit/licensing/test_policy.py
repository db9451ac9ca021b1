"""The decision table, row by row, and what must hold of every decision."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.errors import UnfitReasonError
from medpeer.licensing.evidence import (
    ClaimedLicence,
    EntityType,
    Evidence,
    Possession,
    RegisterLicence,
    RegisterRecord,
    licence_agrees,
    weigh,
)
from medpeer.licensing.names import NameMatch, PersonName
from medpeer.licensing.policy import (
    POSSESSION_REASONS,
    REASONS,
    CheckFinding,
    CheckKind,
    CheckResult,
    DecisionAct,
    DecisionReason,
    Outcome,
    check_reason,
    decide,
    possession_by_email,
)
from medpeer.licensing.states import LicenceState

DAY = date(2026, 11, 9)
SLOT = RegisterLicence("207RN0300X", "MD-0010037", "NE", is_primary=True)
RECORD = RegisterRecord(
    npi="1999000015",
    entity=EntityType.PERSON,
    name=PersonName("MIRIAM", "OKONJO"),
    dated_on=DAY,
    licences=(SLOT,),
)
GREEN = Evidence(
    register_age=timedelta(days=11),
    record=RECORD,
    name=NameMatch.STRONG,
    licence_agrees=True,
    possession=Possession.INSTITUTION_EMAIL,
    number_in_use=False,
)
CLAIMED = ClaimedLicence("1999000015", PersonName("Miriam", "Okonjo"), LicenceState.NE, "10037")


def record(**changes: object) -> RegisterRecord:
    """Return the usual record with some things otherwise."""
    return replace(RECORD, **changes)  # type: ignore[arg-type]


def codes(*given_codes: str) -> tuple[RegisterLicence, ...]:
    """Return slots with these codes and no licences."""
    return tuple(RegisterLicence(code, "", "") for code in given_codes)


def finding(evidence: Evidence, kind: CheckKind) -> tuple[CheckResult, CheckFinding]:
    """Return what the decision says of one check."""
    return next((check.result, check.finding) for check in decide(evidence).checks if check.kind is kind)


def test_all_green_with_possession_is_admitted_at_once() -> None:
    assert decide(GREEN).outcome is Outcome.ADMIT


def test_all_green_without_possession_is_for_a_reviewer() -> None:
    assert decide(replace(GREEN, possession=Possession.NONE)).outcome is Outcome.REVIEW


def test_a_number_not_in_a_fresh_file_is_for_a_reviewer() -> None:
    evidence = replace(GREEN, record=None, name=NameMatch.NONE, licence_agrees=False)
    assert decide(evidence).outcome is Outcome.REVIEW
    assert finding(evidence, CheckKind.NUMBER_ACTIVE) == (CheckResult.REVIEW, CheckFinding.NOT_FOUND)
    assert finding(evidence, CheckKind.NAME) == (CheckResult.WAITING, CheckFinding.NOT_LOOKED_AT)


def test_without_any_register_nothing_is_admitted() -> None:
    evidence = replace(GREEN, register_age=None, record=None)
    assert decide(evidence).outcome is Outcome.REVIEW
    assert finding(evidence, CheckKind.NUMBER_ACTIVE) == (CheckResult.WAITING, CheckFinding.NO_REGISTER)


@pytest.mark.parametrize(("days", "outcome"), [(0, Outcome.ADMIT), (35, Outcome.ADMIT), (36, Outcome.REVIEW)])
def test_a_file_decides_for_thirty_five_days(days: int, outcome: Outcome) -> None:
    assert decide(replace(GREEN, register_age=timedelta(days=days))).outcome is outcome


def test_an_old_file_refuses_nobody_either() -> None:
    gone = record(deactivated_on=DAY)
    assert decide(replace(GREEN, register_age=timedelta(days=36), record=gone)).outcome is Outcome.REVIEW


def test_an_organisations_number_is_refused() -> None:
    evidence = replace(GREEN, record=record(entity=EntityType.ORGANISATION))
    assert decide(evidence).outcome is Outcome.REJECT
    assert finding(evidence, CheckKind.NUMBER_ACTIVE)[1] is CheckFinding.ORGANISATION


@pytest.mark.parametrize(
    ("off", "on", "outcome"),
    [
        (DAY, None, Outcome.REJECT),
        (DAY, DAY - timedelta(days=1), Outcome.REJECT),
        (DAY, DAY, Outcome.ADMIT),
        (DAY, DAY + timedelta(days=1), Outcome.ADMIT),
        (None, None, Outcome.ADMIT),
        (None, DAY, Outcome.ADMIT),
    ],
)
def test_a_number_out_of_use_is_refused_unless_taken_up_again(
    off: date | None, on: date | None, outcome: Outcome
) -> None:
    assert decide(replace(GREEN, record=record(deactivated_on=off, reactivated_on=on))).outcome is outcome


def test_a_row_that_states_no_kind_decides_nothing() -> None:
    assert decide(replace(GREEN, record=record(entity=EntityType.UNSTATED))).outcome is Outcome.REVIEW


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
        (("390200000X",), "", CheckFinding.TRAINEE),
        (("390200000X", "207R00000X"), "", CheckFinding.PHYSICIAN),
    ],
)
def test_a_physicians_code_in_any_slot_counts(
    given_codes: tuple[str, ...], credential: str, expected: CheckFinding
) -> None:
    evidence = replace(GREEN, record=record(licences=codes(*given_codes), credential=credential))
    assert finding(evidence, CheckKind.PHYSICIAN_CODE)[1] is expected
    passed = expected is CheckFinding.PHYSICIAN
    assert decide(evidence).outcome is (Outcome.ADMIT if passed else Outcome.REVIEW)


@pytest.mark.parametrize("credential", ["MD", "M.D.", "M. D.", "D.O.", "MBBS", "M.B.B.S.", "MBBCh", "DDS MD", "MD PHD"])
def test_a_physicians_degree_is_read_in_its_spellings(credential: str) -> None:
    evidence = replace(GREEN, record=record(licences=codes("204E00000X"), credential=credential))
    assert decide(evidence).outcome is Outcome.ADMIT


@pytest.mark.parametrize("name", [NameMatch.WEAK, NameMatch.NONE])
def test_a_name_that_does_not_agree_is_for_a_reviewer(name: NameMatch) -> None:
    assert decide(replace(GREEN, name=name)).outcome is Outcome.REVIEW


def test_a_licence_that_is_not_on_record_is_for_a_reviewer() -> None:
    assert decide(replace(GREEN, licence_agrees=False)).outcome is Outcome.REVIEW


def test_a_used_number_is_for_a_reviewer() -> None:
    assert decide(replace(GREEN, number_in_use=True)).outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("number", "state", "agrees"),
    [
        ("10037", LicenceState.NE, True),
        ("NE MD 10037", LicenceState.NE, True),
        ("10037", LicenceState.OR, False),
        ("10038", LicenceState.NE, False),
        ("TX-9", LicenceState.TX, True),
    ],
)
def test_state_and_number_must_stand_together_in_a_slot(number: str, state: LicenceState, agrees: bool) -> None:
    held = record(licences=(SLOT, RegisterLicence("", "$$$$$$$$$", "OR"), RegisterLicence("207R00000X", "9", "TX")))
    assert licence_agrees(replace(CLAIMED, number=number, state=state), held) is agrees


def test_weighing_finds_the_former_name() -> None:
    held = record(name=PersonName("MIRIAM", "KALTENBACH"), other_names=(PersonName("MIRIAM", "OKONJO"),))
    evidence = weigh(
        CLAIMED, held, register_age=timedelta(), possession=Possession.INSTITUTION_EMAIL, number_in_use=False
    )
    assert decide(evidence).outcome is Outcome.ADMIT


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("m@stlukes.example", True),
        ("m@STLUKES.example", True),
        ("m@alumni.stlukes.example", False),
        ("m@evilstlukes.example", False),
        ("m@stlukes.example.evil.example", False),
        ("m@university.edu", False),
        ("m@edu", False),
        ("m@", False),
        ("", False),
    ],
)
def test_only_a_listed_domain_shows_possession(address: str, shown: bool) -> None:
    found = possession_by_email(address, ("stlukes.example", "edu", "", "@lakeside.example"))
    assert (found is Possession.INSTITUTION_EMAIL) is shown


evidences = st.builds(
    Evidence,
    register_age=st.none() | st.integers(0, 60).map(lambda days: timedelta(days=days)),
    record=st.none()
    | st.builds(
        RegisterRecord,
        npi=st.just("1999000015"),
        entity=st.sampled_from(EntityType),
        name=st.just(RECORD.name),
        dated_on=st.just(DAY),
        credential=st.sampled_from(["", "MD", "DDS"]),
        licences=st.lists(st.sampled_from(["207R00000X", "204E00000X", "390200000X", "363L00000X"]), max_size=3).map(
            lambda found: codes(*found)
        ),
        deactivated_on=st.none() | st.just(DAY),
        reactivated_on=st.none() | st.just(DAY),
    ),
    name=st.sampled_from(NameMatch),
    licence_agrees=st.booleans(),
    possession=st.sampled_from(Possession),
    number_in_use=st.booleans(),
)


@given(evidences)
def test_nobody_is_admitted_without_possession(evidence: Evidence) -> None:
    if decide(evidence).outcome is Outcome.ADMIT:
        assert evidence.possession is not Possession.NONE


@given(evidences)
def test_taking_possession_away_from_any_evidence_admits_nobody(evidence: Evidence) -> None:
    assert decide(replace(evidence, possession=Possession.NONE)).outcome is not Outcome.ADMIT


@given(evidences)
def test_admission_needs_every_answer_and_each_question_is_answered_once(evidence: Evidence) -> None:
    decision = decide(evidence)
    assert [check.kind for check in decision.checks] == list(CheckKind)
    all_passed = all(check.result is CheckResult.PASSED for check in decision.checks)
    assert (decision.outcome is Outcome.ADMIT) is all_passed
    assert (decision.outcome is Outcome.ADMIT) <= (
        evidence.record is not None and evidence.name is NameMatch.STRONG and not evidence.number_in_use
    )


@given(st.sampled_from(DecisionAct), st.sampled_from(DecisionReason), st.sampled_from(Possession))
def test_a_reviewers_approval_shows_possession_too(
    act: DecisionAct, reason: DecisionReason, possession: Possession
) -> None:
    try:
        check_reason(act, reason, possession)
    except UnfitReasonError:
        return
    assert reason in REASONS[act]
    if act is DecisionAct.APPROVE:
        assert possession is not Possession.NONE or reason in POSSESSION_REASONS
