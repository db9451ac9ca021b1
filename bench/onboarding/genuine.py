"""Genuine applicants, as varied as they come."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bench.onboarding import names
from bench.onboarding.world import BARE_STATES, Person, World, application, npi_of

Kind = Callable[[World], dict[str, Any]]


def _plain(world: World) -> dict[str, Any]:
    return application(world.person())


def _typed(change: Callable[[Person], Mapping[str, Any]]) -> Kind:
    def kind(world: World) -> dict[str, Any]:
        person = world.person()
        return {**application(person), **change(person)}

    return kind


def _local(template: str) -> Kind:
    """Return a kind whose hospital builds mailboxes by ``template``."""

    def kind(world: World) -> dict[str, Any]:
        person = world.person()
        first, last, middle = person.first.lower(), person.last.lower(), person.middle.lower()
        parts = {"first": first, "last": last, "f": first[0], "l": last[0], "m": middle[:1], "last6": last[:6]}
        return application(person, email=f"{template.format(**parts)}@{person.hospital}")

    return kind


def _marked(world: World) -> dict[str, Any]:
    first, typed_first, last, typed_last = world.chance.choice(names.MARKED)
    # The family name goes on with a second one, so that no two of them are one person.
    more = world.name()[1]
    person = world.person(first=first, last=f"{last} {more}")
    mailbox = f"{first}.{more}@{person.hospital}".lower()
    return application(person, first=typed_first, last=f"{typed_last} {more.title()}", email=mailbox)


def _hyphenated(world: World) -> dict[str, Any]:
    one, two = world.name()[1], world.name()[1]
    person = world.person(last=f"{one}-{two}")
    return application(person, last=f"{one} {two}".title(), email=f"{person.first}.{one}@{person.hospital}".lower())


def _nickname(world: World) -> dict[str, Any]:
    formal, short = world.chance.choice(names.NICKNAMES)
    person = world.person(first=formal)
    return application(person, first=short, email=f"{short}.{person.last}@{person.hospital}".lower())


def _maiden(world: World) -> dict[str, Any]:
    """Return somebody who practises under the name that the register lists as former."""
    maiden = world.name()[1]
    person = world.person(other_last=maiden, board={"last": maiden})
    return application(person, last=maiden.title(), email=f"{person.first}.{maiden}@{person.hospital}".lower())


def _transposed(world: World) -> dict[str, Any]:
    person = world.person()
    return application(person, first=person.last.title(), last=person.first.title())


def _slip(person: Person) -> dict[str, Any]:
    last = person.last.title()
    return {"last": last[:3] + last[4] + last[3] + last[5:] if last[3] != last[4] else last}


def _two_states(world: World) -> dict[str, Any]:
    person = world.person(state="WA")
    person.licences.append(("FL", f"ME{world.chance.randrange(10**6, 10**7)}"))
    state, number = world.chance.choice(person.licences)
    return application(person, state=state, licence=number)


def _private_practice(world: World) -> dict[str, Any]:
    person = world.person()
    return application(person, email=f"dr.{person.last}@gmail.com".lower(), answers_challenge=True)


def _bare_state(world: World) -> dict[str, Any]:
    return application(world.person(state=world.chance.choice(BARE_STATES)), answers_challenge=True)


INSTITUTIONAL: Final[Mapping[str, Sequence[Kind]]] = {
    "plain": (_plain, _typed(lambda person: {"npi": f"{person.npi[:4]} {person.npi[4:7]} {person.npi[7:]}"})),
    "marks on letters": (_marked,),
    "double name": (_hyphenated,),
    "short form": (_nickname,),
    "former name": (_maiden,),
    "first and last exchanged": (_transposed,),
    "slip of two letters": (_typed(_slip),),
    "two states": (_two_states,),
    "licence as spelt": (
        _typed(lambda person: {"licence": person.licence.removeprefix("MD").lstrip("0")}),
        _typed(lambda person: {"licence": f"{person.state}-{person.licence.removeprefix('MD')}"}),
        _typed(lambda person: {"licence": f"md {person.licence[2:5]}.{person.licence[5:]}"}),
    ),
    "mailbox as built": tuple(
        map(
            _local,
            (
                "{f}{last}",
                "{last}{f}",
                "{first}_{last}",
                "{f}{l}2041",
                "{last}",
                "{last6}{f}1",
                "dr{last}",
                "{first}{l}",
            ),
        )
    ),
}
"""US physicians with a mailbox of their institution, licensed where the board's register is loaded."""

BY_CODE: Final[Mapping[str, Sequence[Kind]]] = {
    "own mailbox, code of record": (_private_practice,),
    "no board": (_bare_state,),
}
"""US physicians who entered the code that went to their address of record."""


def _new_number(world: World) -> dict[str, Any]:
    return application(world.person(in_file=False))


def _in_training(world: World) -> dict[str, Any]:
    return application(world.person(codes=("390200000X",), board={"type": "Resident License"}))


def _abroad(world: World) -> dict[str, Any]:
    person = world.person(in_file=False, state="GB", licence=f"{world.chance.randrange(10**6, 10**7)}", board=None)
    return application(person, npi="")


def _nothing_shown(world: World) -> dict[str, Any]:
    person = world.person()
    return application(person, email=f"{person.first}.{person.last}@gmail.com".lower())


def _unloaded_board(world: World) -> dict[str, Any]:
    return application(world.person(state=world.chance.choice(BARE_STATES)))


def _by_middle_name(world: World) -> dict[str, Any]:
    person = world.person(middle="ROSALIND")
    return application(person, first="Rosalind", email=f"rosalind.{person.last}@{person.hospital}".lower())


def _newly_married(world: World) -> dict[str, Any]:
    person, last = world.person(), world.name()[1]
    return application(person, last=last.title(), email=f"{person.first}.{last}@{person.hospital}".lower())


QUEUED: Final[Mapping[str, Sequence[Kind]]] = {
    "number not in the file yet": (_new_number,),
    "in training": (_in_training,),
    "not in the US": (_abroad,),
    "nothing shows possession yet": (_nothing_shown,),
    "no board, institution's mailbox": (_unloaded_board,),
    "by middle name": (_by_middle_name,),
    "newly married": (_newly_married,),
}
"""Physicians whom a person has to look at: never refused, never without a reason."""


def valid_numbers(world: World, count: int) -> list[str]:
    """Return valid numbers drawn at random; about a tenth have the check digit 0."""
    return [npi_of(world.chance.randrange(100_000_000, 300_000_000)) for _ in range(count)]
