"""What follows from what the registers say of a member."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from medpeer.accounts.models import Standing, Tier
from medpeer.licensing.evidence import (
    Against,
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    ExclusionHit,
    RegisterLicence,
    RegisterRecord,
)
from medpeer.licensing.membership import (
    Act,
    Ground,
    Registered,
    Verdict,
    due_notice,
    is_grace_over,
    judge,
    standing_after,
    standing_after_note,
    words_of,
)
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy import DecisionAct

TODAY = date(2026, 11, 20)
NAME = PersonName("Miriam", "Okonjo")
RECORD = RegisterRecord(
    "1999000015", EntityType.PERSON, NAME, TODAY, licences=(RegisterLicence("207RN0300X", "1", "NE", is_primary=True),)
)
BOARD = BoardRecord("us-ne-dhhs", "NE", "1", NAME, BoardKind.PHYSICIAN, BoardStatus.ACTIVE, TODAY, date(2027, 9, 30))
FOUND = Registered(RECORD, is_listed=True, boards=(BOARD,))


def verdict(found: Registered, tier: Tier = Tier.PHYSICIAN) -> Verdict:
    return judge(found, today=TODAY, tier=tier)


def test_a_licence_in_force_keeps_its_member_until_its_date() -> None:
    assert verdict(FOUND) == Verdict(Act.KEEP, (), date(2027, 9, 30), Tier.PHYSICIAN)


@pytest.mark.parametrize(
    ("status", "act", "ground"),
    [
        (BoardStatus.SUSPENDED, Act.HOLD, Ground.LICENCE_SUSPENDED),
        (BoardStatus.REVOKED, Act.HOLD, Ground.LICENCE_REVOKED),
        (BoardStatus.SURRENDERED, Act.HOLD, Ground.LICENCE_SURRENDERED),
        (BoardStatus.RESTRICTED, Act.HOLD, Ground.LICENCE_RESTRICTED),
        (BoardStatus.DECEASED, Act.HOLD, Ground.DECEASED),
        (BoardStatus.UNKNOWN, Act.REVIEW, Ground.STATUS_UNKNOWN),
        (BoardStatus.LAPSED, Act.LAPSE, Ground.LICENCE_ENDED),
    ],
)
def test_what_a_board_says_decides(status: BoardStatus, act: Act, ground: Ground) -> None:
    found = verdict(replace(FOUND, boards=(replace(BOARD, status=status),)))
    assert (found.act, found.grounds) == (act, (ground,))


@pytest.mark.parametrize(
    ("is_certain", "is_stale", "act", "grounds"),
    [
        (True, False, Act.HOLD, (Ground.SHUT_OUT_ELSEWHERE,)),
        (False, False, Act.REVIEW, (Ground.POSSIBLY_SHUT_OUT,)),
        (True, True, Act.KEEP, ()),
        (False, True, Act.KEEP, ()),
    ],
)
def test_what_other_boards_hold_against_a_member_holds_or_asks(
    is_certain: bool, is_stale: bool, act: Act, grounds: tuple[Ground, ...]
) -> None:
    row = replace(BOARD, jurisdiction="TX", status=BoardStatus.REVOKED, is_stale=is_stale)
    found = verdict(replace(FOUND, shut_out=(Against(row, is_certain=is_certain),)))
    assert (found.act, found.grounds) == (act, grounds)


def test_one_row_found_by_two_spellings_says_nothing_new() -> None:
    once = replace(FOUND, boards=(replace(BOARD, status=BoardStatus.REVOKED),))
    twice = replace(once, boards=once.boards * 2)
    assert words_of(once, verdict(once)) == words_of(twice, verdict(twice))


def test_discipline_holds() -> None:
    assert verdict(replace(FOUND, boards=(replace(BOARD, has_discipline=True),))).act is Act.HOLD


def test_a_stale_board_says_nothing() -> None:
    stale = replace(BOARD, status=BoardStatus.REVOKED, is_stale=True)
    assert verdict(replace(FOUND, boards=(stale,))).act is Act.KEEP


@pytest.mark.parametrize(
    ("hit", "act"),
    [
        (ExclusionHit.NPI, Act.HOLD),
        (ExclusionHit.NAME_AND_STATE, Act.REVIEW),
        (ExclusionHit.NAME_AND_BIRTH_DATE, Act.REVIEW),
        (ExclusionHit.NAME_ONLY, Act.KEEP),
    ],
)
def test_the_exclusion_list_holds_asks_or_notes(hit: ExclusionHit, act: Act) -> None:
    assert verdict(replace(FOUND, hits=frozenset({hit}))).act is act


def test_a_number_out_of_use_holds_and_one_that_is_gone_is_looked_at() -> None:
    out = replace(RECORD, entity=EntityType.UNSTATED, deactivated_on=TODAY)
    assert verdict(replace(FOUND, record=out)).grounds == (Ground.NUMBER_DEACTIVATED,)
    assert verdict(replace(FOUND, record=out)).act is Act.HOLD
    assert verdict(replace(FOUND, record=None, is_listed=False)).act is Act.REVIEW
    assert verdict(replace(FOUND, record=None, is_listed=None)).act is Act.KEEP


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert verdict(replace(FOUND, boards=(replace(BOARD, expires_on=TODAY),))).act is Act.KEEP
    over = replace(BOARD, expires_on=TODAY - timedelta(days=1))
    assert verdict(replace(FOUND, boards=(over,))).act is Act.LAPSE
    extended = replace(FOUND, boards=(over,), extended_until=TODAY + timedelta(days=9))
    assert verdict(extended).act is Act.KEEP
    assert verdict(extended).expires_on == TODAY + timedelta(days=9)


def test_without_a_board_the_date_seen_before_counts() -> None:
    assert verdict(Registered(RECORD, is_listed=True, known_end=TODAY - timedelta(days=1))).act is Act.LAPSE
    assert verdict(Registered(RECORD, is_listed=True)).act is Act.KEEP


@pytest.mark.parametrize(
    ("left", "days"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_one_notice_is_due_at_a_time(left: int, days: int | None) -> None:
    assert due_notice(TODAY + timedelta(days=left), TODAY) == days
    assert due_notice(None, TODAY) is None


def test_reading_on_ends_after_thirty_days() -> None:
    assert not is_grace_over(TODAY - timedelta(days=29), TODAY)
    assert is_grace_over(TODAY - timedelta(days=30), TODAY)


def test_the_registers_speak_for_a_tier() -> None:
    retired = replace(FOUND, boards=(replace(BOARD, status=BoardStatus.RETIRED, expires_on=date(2020, 1, 1)),))
    assert verdict(retired) == Verdict(Act.KEEP, (), date(2020, 1, 1), Tier.RETIRED)
    trainee = replace(FOUND, boards=(replace(BOARD, kind=BoardKind.TRAINEE),))
    assert verdict(trainee).tier is Tier.TRAINEE
    assert verdict(FOUND, Tier.TRAINEE).tier is Tier.PHYSICIAN
    assert verdict(FOUND, Tier.NON_US).tier is Tier.NON_US
    code = replace(RECORD, licences=(RegisterLicence("390200000X", "", "NE"),))
    assert verdict(Registered(code, is_listed=True)).tier is Tier.TRAINEE
    assert verdict(Registered(RECORD, is_listed=True), Tier.RETIRED).tier is Tier.RETIRED


@pytest.mark.parametrize("standing", [Standing.HELD, Standing.APPEAL, Standing.ACTIVE, Standing.LAPSED_READONLY])
def test_a_question_changes_no_members_standing(standing: Standing) -> None:
    assert standing_after(standing, DecisionAct.ASK, was_member=True) is standing


def test_a_refusal_suspends_members_and_rejects_others() -> None:
    assert standing_after(Standing.HELD, DecisionAct.REJECT, was_member=True) is Standing.SUSPENDED
    assert standing_after(Standing.APPEAL, DecisionAct.REJECT, was_member=False) is Standing.REJECTED
    assert standing_after(Standing.NEEDS_REVIEW, DecisionAct.ASK, was_member=False) is Standing.MORE_INFO


def test_a_note_from_a_refusal_or_a_suspension_is_an_appeal() -> None:
    for standing in (Standing.REJECTED, Standing.SUSPENDED):
        assert standing_after_note(standing, is_asked=False) is Standing.APPEAL
    assert standing_after_note(Standing.HELD, is_asked=False) is Standing.HELD
    assert standing_after_note(Standing.ACTIVE, is_asked=False) is None
    assert standing_after_note(Standing.ACTIVE, is_asked=True) is Standing.ACTIVE
