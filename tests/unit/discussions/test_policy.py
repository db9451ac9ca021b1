"""The pure rules of discussions."""

from datetime import UTC, datetime, timedelta

import pytest

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.core.content import Visibility
from medpeer.core.errors import InvalidInputError, NotAllowedError
from medpeer.discussions.policy import EDIT_WINDOW, check_confirmation, check_may_write, may_edit
from medpeer.discussions.vocabulary import AgeBand, AskType, ConfirmedBy, Setting, SpaceKind, Urgency

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mine", "age", "redacted", "visibility", "expected"),
    [
        (True, EDIT_WINDOW, False, Visibility.VISIBLE, True),
        (True, EDIT_WINDOW + timedelta(microseconds=1), False, Visibility.VISIBLE, False),
        (False, timedelta(), False, Visibility.VISIBLE, False),
        (True, timedelta(), True, Visibility.VISIBLE, False),
        (True, timedelta(), False, Visibility.HIDDEN, False),
    ],
)
def test_a_post_is_changed_by_its_author_in_time(
    *, mine: bool, age: timedelta, redacted: bool, visibility: Visibility, expected: bool
) -> None:
    assert may_edit(mine=mine, created_at=NOW - age, redacted=redacted, visibility=visibility, now=NOW) is expected


@pytest.mark.parametrize("standing", list(Standing))
def test_only_active_members_write(standing: Standing) -> None:
    actor = Actor(1, standing, frozenset(), None)
    if standing is Standing.ACTIVE:
        check_may_write(actor)
        return
    with pytest.raises(NotAllowedError):
        check_may_write(actor)


@pytest.mark.parametrize(
    ("kind", "confirmed_by", "percent", "field"),
    [
        (SpaceKind.CASE, ConfirmedBy.WRITTEN_RULE, 50, "confirmed_by"),
        (SpaceKind.PRACTICE, ConfirmedBy.HISTOLOGY, 50, "confirmed_by"),
        (SpaceKind.CRITIQUE, ConfirmedBy.HISTOLOGY, 50, "confirmed_by"),
        (SpaceKind.CASE, ConfirmedBy.HISTOLOGY, 101, "certainty_percent"),
        (SpaceKind.CASE, ConfirmedBy.HISTOLOGY, -1, "certainty_percent"),
    ],
)
def test_an_outcome_fits_its_place(kind: SpaceKind, confirmed_by: ConfirmedBy, percent: int, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_confirmation(kind, confirmed_by, percent)
    assert refused.value.field == field


def test_closed_words_read_as_people_say_them() -> None:
    assert AgeBand.Y45.label == "45–49"
    assert AgeBand.OVER_89.label == "over 89"
    assert AskType.SECOND_LOOK.label == "Second look"
    assert Urgency.THIS_WEEK.label == "This week"
    assert Setting.DISTRICT_HOSPITAL.label == "District hospital"
    assert ConfirmedBy.RESPONSE.label == "response to treatment"
