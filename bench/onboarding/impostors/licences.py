"""Licences that are another's, of another state, or no longer good."""

from datetime import timedelta
from typing import Any, Final

from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import TODAY, World, application


def _typed_over_own(world: World) -> dict[str, Any]:
    victim = world.person()
    return application(world.person(state=victim.state), licence=victim.licence, state=victim.state)


def _self_reported(world: World) -> dict[str, Any]:
    """Use an entry whose holder wrote another's licence into it: the federal register asks for no proof."""
    victim = world.person()
    own = world.person(licences=[(victim.state, victim.licence)], board=None)
    return application(own, licence=victim.licence, state=victim.state)


def _self_reported_namesake(world: World) -> dict[str, Any]:
    """As above, with the last name and another first one."""
    victim = world.person()
    own = world.person(last=victim.last, licences=[(victim.state, victim.licence)], board=None)
    return application(own, licence=victim.licence, state=victim.state)


def _self_reported_nobody(world: World) -> dict[str, Any]:
    """Use an entry with a number that its board never gave out."""
    return application(world.person(board=None))


def _self_reported_name(world: World) -> dict[str, Any]:
    """Use an entry whose holder wrote another's licence and, as a former name of theirs, the other's name into it."""
    victim = world.person()
    own = world.person(
        licences=[(victim.state, victim.licence)], other_first=victim.first, other_last=victim.last, board=None
    )
    return application(own, licence=victim.licence, state=victim.state, dob=victim.born_on.isoformat())


def _under_self_reported_name(world: World) -> dict[str, Any]:
    """As above, applying under the other's name."""
    victim = world.person()
    own = world.person(
        licences=[(victim.state, victim.licence)], other_first=victim.first, other_last=victim.last, board=None
    )
    names = {"first": victim.first.title(), "last": victim.last.title(), "dob": victim.born_on.isoformat()}
    return application(own, licence=victim.licence, state=victim.state, **names)


def _beside_own(world: World) -> dict[str, Any]:
    """Type a licence that stands with the number in one slot, its state in another."""
    person = world.person(state="WA")
    person.licences.append(("FL", "ME8812345"))
    return application(person, state="FL")


ANOTHERS: Final = (
    _typed_over_own,
    _self_reported,
    _self_reported_namesake,
    _self_reported_nobody,
    _self_reported_name,
    _under_self_reported_name,
    _beside_own,
)


def _state(given: str) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        return application(world.person(state="WA"), state=given)

    return trick


STATE: Final = tuple(map(_state, ("FL", "TX", "OH", "PR", "ZZ", "WA,FL", "W", "Wash", "GB", "XX", "*", "%", "WAFL")))


def _board(codes: tuple[str, ...] = ("207R00000X",), **row: Any) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        return application(world.person(board=row, codes=codes))

    return trick


STANDING: Final = (
    _board(status="EXPIRED"),
    _board(status="SUSPENDED"),
    _board(status="REVOKED"),
    _board(status="SURRENDERED"),
    _board(status="RETIRED"),
    _board(status="DECEASED"),
    _board(status="RESTRICTED"),
    _board(status="PENDING"),
    _board(status=""),
    _board(status="ACTIVE - PROBATION"),
    _board(status="INACTIVE"),
    _board(status="NOT ACTIVE"),
    _board(expires=TODAY - timedelta(days=1)),
    _board(expires=TODAY - timedelta(days=4_000)),
    _board(discipline="Yes"),
    _board(status="ACTIVE", discipline="Yes", expires=TODAY + timedelta(days=400)),
    _board(type="Temporary Permit"),
    _board(type=""),
)


def _out_of_use(world: World) -> dict[str, Any]:
    return application(world.person(deactivated_on=TODAY - timedelta(days=200)))


def _out_of_use_lately(world: World) -> dict[str, Any]:
    return application(world.person(deactivated_on=TODAY - timedelta(days=5)))


def _died(world: World) -> dict[str, Any]:
    return application(world.person(deactivated_on=TODAY - timedelta(days=30), board={"status": "DECEASED"}))


def _out_of_use_with_code(world: World) -> dict[str, Any]:
    return application(world.person(deactivated_on=TODAY - timedelta(days=90)), answers_challenge=True)


NUMBER: Final = (_out_of_use, _out_of_use_lately, _died, _out_of_use_with_code)
