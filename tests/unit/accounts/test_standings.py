"""The table of standings: each step that the specification draws, and none that it does not."""

import pytest

from medpeer.accounts.errors import StandingConflictError
from medpeer.accounts.models import Cause, Standing
from medpeer.accounts.standings import TRANSITIONS, check_transition, may_change

S = Standing
DRAWN = [
    (S.REGISTERED, S.EMAIL_OK),
    (S.EMAIL_OK, S.AUTO_OK),
    (S.EMAIL_OK, S.NEEDS_REVIEW),
    (S.AUTO_OK, S.ACTIVE),
    (S.NEEDS_REVIEW, S.ACTIVE),
    (S.NEEDS_REVIEW, S.MORE_INFO),
    (S.NEEDS_REVIEW, S.REJECTED),
    (S.MORE_INFO, S.NEEDS_REVIEW),
    (S.ACTIVE, S.LAPSED_READONLY),
    (S.LAPSED_READONLY, S.SUSPENDED),
    (S.LAPSED_READONLY, S.ACTIVE),
    (S.SUSPENDED, S.ACTIVE),
    (S.REJECTED, S.APPEAL),
    (S.SUSPENDED, S.APPEAL),
    (S.ACTIVE, S.HELD),
    (S.HELD, S.ACTIVE),
]
NEVER = [
    (S.REGISTERED, S.ACTIVE),
    (S.EMAIL_OK, S.ACTIVE),
    (S.REGISTERED, S.NEEDS_REVIEW),
    (S.REJECTED, S.ACTIVE),
    (S.ACTIVE, S.REJECTED),
    (S.ACTIVE, S.APPEAL),
    (S.HELD, S.LAPSED_READONLY),
    (S.APPEAL, S.LAPSED_READONLY),
]


@pytest.mark.parametrize(("before", "after"), DRAWN)
def test_each_drawn_step_is_there_with_a_cause(before: Standing, after: Standing) -> None:
    assert may_change(before, after)
    assert isinstance(check_transition(before, after), Cause)


@pytest.mark.parametrize(("before", "after"), NEVER)
def test_no_other_step_is_taken(before: Standing, after: Standing) -> None:
    with pytest.raises(StandingConflictError):
        check_transition(before, after)


def test_every_standing_is_in_the_table_and_none_leads_to_itself() -> None:
    assert set(TRANSITIONS) == set(Standing)
    assert all(before not in ways for before, ways in TRANSITIONS.items())


def test_clinical_words_open_only_after_every_check_or_a_reviewer() -> None:
    assert {before for before, ways in TRANSITIONS.items() if S.ACTIVE in ways} == {
        S.AUTO_OK,
        S.NEEDS_REVIEW,
        S.MORE_INFO,
        S.LAPSED_READONLY,
        S.HELD,
        S.SUSPENDED,
        S.APPEAL,
    }


def test_every_standing_can_be_reached_and_none_but_the_first_is_a_start() -> None:
    reached = {after for ways in TRANSITIONS.values() for after in ways}
    assert set(Standing) - reached == {S.REGISTERED}
