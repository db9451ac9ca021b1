"""Badges say as much as enough members share, counted by who shows them."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from medpeer.accounts.badges import BadgeKind, holders, level_badges
from medpeer.accounts.models import BadgeLevel, Specialty

RHEUMATOLOGY = Specialty.RHEUMATOLOGY
WYOMING, UTAH, CALIFORNIA, MAINE = (BadgeKind(RHEUMATOLOGY, state) for state in ("WY", "UT", "CA", "ME"))


def levelled(members: Mapping[BadgeKind, int]) -> dict[BadgeKind, BadgeLevel]:
    return level_badges(members, lambda _: 20)


def test_twenty_of_a_state_show_their_state() -> None:
    assert levelled({WYOMING: 20}) == {WYOMING: BadgeLevel.STATE}


def test_nineteen_of_a_state_and_one_beside_show_their_region() -> None:
    assert levelled({WYOMING: 19, UTAH: 1}) == {WYOMING: BadgeLevel.REGION, UTAH: BadgeLevel.REGION}


def test_who_is_left_over_does_not_stand_out_under_the_region() -> None:
    """California alone could show its state, but then "West" would point at the three of Wyoming."""
    assert levelled({CALIFORNIA: 22, WYOMING: 3}) == {CALIFORNIA: BadgeLevel.REGION, WYOMING: BadgeLevel.REGION}


def test_a_region_of_few_joins_its_specialty() -> None:
    found = levelled({CALIFORNIA: 40, UTAH: 20, MAINE: 4})
    assert found == {CALIFORNIA: BadgeLevel.STATE, UTAH: BadgeLevel.SPECIALTY, MAINE: BadgeLevel.SPECIALTY}


def test_a_specialty_of_few_is_a_physician_with_others() -> None:
    heart = BadgeKind(Specialty.CARDIOLOGY, "NY")
    assert levelled({WYOMING: 12, heart: 9}) == {WYOMING: BadgeLevel.PHYSICIAN, heart: BadgeLevel.PHYSICIAN}


def test_a_kind_that_has_no_member_left_shows_what_others_show() -> None:
    assert levelled({WYOMING: 0, UTAH: 30, CALIFORNIA: 19, MAINE: 30})[WYOMING] is BadgeLevel.REGION
    assert levelled({WYOMING: 0, UTAH: 30})[WYOMING] is BadgeLevel.PHYSICIAN


def test_abroad_there_is_no_state_to_show() -> None:
    abroad = BadgeKind(RHEUMATOLOGY, "")
    assert levelled({abroad: 50}) == {abroad: BadgeLevel.SPECIALTY}


kinds = st.builds(BadgeKind, st.sampled_from(list(Specialty)[:3]), st.sampled_from(["", "WY", "UT", "CA", "ME", "PR"]))


@given(st.dictionaries(kinds, st.integers(0, 45), max_size=18))
def test_every_badge_that_is_shown_is_shared_by_twenty_or_nobody_is_left_to_join(members: dict[BadgeKind, int]) -> None:
    levels = levelled(members)
    shown = {badge: count for badge, count in holders(levels, members).items() if count}
    assert levels.keys() == members.keys()
    short = [badge for badge, count in shown.items() if count < 20]
    assert short == [] or (short == [(BadgeLevel.PHYSICIAN, None, "")] and sum(members.values()) < 20)
