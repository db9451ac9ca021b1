"""What each tier may do: every right of every tier, spelt out."""

from dataclasses import replace

import pytest

from medpeer.accounts.actor import Actor
from medpeer.accounts.errors import TierForbidsError
from medpeer.accounts.models import Role, Standing, Tier
from medpeer.accounts.tiers import RIGHTS, Right, check_right

R = Right
EXPECTED = {
    Tier.PHYSICIAN: set(Right),
    Tier.TRAINEE: {R.ASK_CASE, R.ANSWER, R.PRACTICE, R.CRITIQUE, R.CHAT},
    Tier.RETIRED: {R.ANSWER, R.PRACTICE, R.CRITIQUE, R.CHAT},
    Tier.NON_US: {R.ASK_CASE, R.ANSWER, R.CRITIQUE, R.CHAT},
}


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("right", list(Right))
def test_each_tier_may_what_its_licence_carries(tier: Tier, right: Right) -> None:
    allowed = right in EXPECTED[tier]
    assert (right in RIGHTS[tier]) is allowed
    actor = Actor(1, Standing.ACTIVE, frozenset(), None, tier=tier)
    assert actor.may(right) is allowed
    assert actor.is_verified
    if not allowed:
        with pytest.raises(TierForbidsError):
            check_right(tier, right)


def test_a_standing_that_does_not_write_takes_every_right() -> None:
    for standing in set(Standing) - {Standing.ACTIVE}:
        actor = Actor(1, standing, frozenset(Role), None)
        assert not any(actor.may(right) for right in Right)


@pytest.mark.parametrize("tier", list(Tier))
def test_a_desk_is_held_on_a_full_licence_alone(tier: Tier) -> None:
    actor = replace(Actor(1, Standing.ACTIVE, frozenset({Role.REVIEWER}), None), tier=tier)
    assert actor.has(Role.REVIEWER) is (tier is Tier.PHYSICIAN)
