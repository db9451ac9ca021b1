"""Physicians excluded from federal programmes, whose entry agrees in one way or another."""

from typing import Any, Final

from bench.onboarding.world import Person, World, application


def _entry(person: Person, **given: str) -> dict[str, str]:
    usual = {"LASTNAME": person.last, "FIRSTNAME": person.first, "MIDNAME": person.middle, "STATE": "ZZ"}
    return usual | given


def _by_number(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, NPI=person.npi))
    return application(person)


def _by_number_other_name(world: World) -> dict[str, Any]:
    person, (first, last) = world.person(), world.name()
    world.exclude(NPI=person.npi, LASTNAME=last, FIRSTNAME=first, STATE="ZZ")
    return application(person)


def _by_name_and_state(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, STATE=person.state))
    return application(person)


def _by_name_and_birth_date(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, DOB=f"{person.born_on:%Y%m%d}"))
    return application(person)


def _by_former_name(world: World) -> dict[str, Any]:
    maiden = world.name()[1]
    person = world.person(other_last=maiden)
    world.exclude(**_entry(person, LASTNAME=maiden, DOB=f"{person.born_on:%Y%m%d}"))
    return application(person)


def _by_former_name_and_state(world: World) -> dict[str, Any]:
    maiden = world.name()[1]
    person = world.person(other_last=maiden)
    world.exclude(**_entry(person, LASTNAME=maiden, STATE=person.state))
    return application(person)


def _by_state_of_second_licence(world: World) -> dict[str, Any]:
    person = world.person(state="WA")
    person.licences.append(("FL", f"ME{world.chance.randrange(10**6)}"))
    world.exclude(**_entry(person, STATE="FL"))
    return application(person)


def _by_state_of_address(world: World) -> dict[str, Any]:
    person = world.person(address_state="NV")
    world.exclude(**_entry(person, STATE="NV"))
    return application(person)


def _with_suffix(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, LASTNAME=f"{person.last} JR", STATE=person.state))
    return application(person)


def _double_name(world: World) -> dict[str, Any]:
    person = world.person(last="-".join((world.name()[1], world.name()[1])))
    world.exclude(**_entry(person, LASTNAME=person.last.replace("-", " "), STATE=person.state))
    return application(person)


def _apostrophe(world: World) -> dict[str, Any]:
    person = world.person(last=f"O'{world.name()[1]}")
    world.exclude(**_entry(person, LASTNAME=person.last.replace("'", ""), STATE=person.state))
    return application(person, email=person.mailbox.replace("'", ""))


def _nickname(world: World) -> dict[str, Any]:
    person = world.person(first="WILLIAM")
    world.exclude(**_entry(person, FIRSTNAME="BILL", STATE=person.state))
    return application(person)


def _short_form_typed(world: World) -> dict[str, Any]:
    person = world.person(first="ROBERT")
    world.exclude(**_entry(person, DOB=f"{person.born_on:%Y%m%d}"))
    return application(person, first="Bob")


def _birth_date_withheld(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, DOB=f"{person.born_on:%Y%m%d}"))
    return application(person, dob="")


def _birth_date_of_board(world: World) -> dict[str, Any]:
    """Type another birth date; the board knows the true one."""
    person = world.person(state="NE")
    world.exclude(**_entry(person, DOB=f"{person.born_on:%Y%m%d}"))
    return application(person, dob="1970-02-03")


def _with_code(world: World) -> dict[str, Any]:
    person = world.person()
    world.exclude(**_entry(person, STATE=person.state))
    return application(person, answers_challenge=True)


def _waived_elsewhere(world: World) -> dict[str, Any]:
    person = world.person(state="WA")
    world.exclude(**_entry(person, NPI=person.npi, WAIVERDATE="20200101", WVRSTATE="FL"))
    return application(person)


WITH_NUMBER: Final = (_by_number, _by_number_other_name, _waived_elsewhere)
WITHOUT_NUMBER: Final = (
    _by_name_and_state,
    _by_name_and_birth_date,
    _by_former_name,
    _by_former_name_and_state,
    _by_state_of_second_licence,
    _by_state_of_address,
    _with_suffix,
    _double_name,
    _apostrophe,
    _nickname,
    _short_form_typed,
    _birth_date_withheld,
    _birth_date_of_board,
    _with_code,
)
TRICKS: Final = (*WITH_NUMBER, *WITHOUT_NUMBER)
