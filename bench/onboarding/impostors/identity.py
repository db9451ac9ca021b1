"""Numbers and names that are not the applicant's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from bench.onboarding import names
from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import HOSPITALS, Person, World, application, npi_of

_ELSEWHERE: Final = dict(zip(HOSPITALS, HOSPITALS[1:] + HOSPITALS[:1], strict=True))


def _number(change: Callable[[str], object]) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        person = world.person()
        return application(person, npi=change(person.npi))

    return trick


def _translated(npi: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(digit)) for digit in npi)


INVALID_NPI: Final = (
    _number(lambda npi: npi[:-1] + str((int(npi[-1]) + 1) % 10)),
    _number(lambda npi: npi[:-1]),
    _number(lambda npi: npi + "0"),
    _number(lambda npi: "3" + npi[1:]),
    _number(lambda _: "0000000000"),
    _number(lambda npi: npi[:4] + "O" + npi[5:]),
    _number(lambda npi: _translated(npi, "\N{FULLWIDTH DIGIT ZERO}")),
    _number(lambda npi: _translated(npi, "\N{ARABIC-INDIC DIGIT ZERO}")),
    _number(lambda npi: f"80840{npi}"),
    _number(lambda npi: npi[1] + npi[0] + npi[2:] if npi[0] != npi[1] else npi[::-1] + "1"),
    _number(lambda npi: npi + "\u200b"),
    _number(lambda npi: f"{npi}' OR '1'='1"),
)


def _unregistered(world: World) -> dict[str, Any]:
    return application(world.person(in_file=False))


def _unregistered_over_real(world: World) -> dict[str, Any]:
    return application(world.person(), npi=npi_of(290_000_000 + world.chance.randrange(9_000_000)))


def _number_of_clinic(world: World) -> dict[str, Any]:
    return application(world.person(), npi=world.person(entity="2").npi)


UNREGISTERED_NPI: Final = (_unregistered, _unregistered_over_real, _number_of_clinic)


def _named(change: Callable[[Person, tuple[str, str]], tuple[str, str]], mailbox: str = "own") -> Trick:
    """Return a trick that gives another name; the mailbox is that name's own, or the physician's."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person()
        other = next(name for name in iter(world.name, None) if not {*name} & {person.first, person.last})
        first, last = change(person, other)
        address = f"{first}.{last}@{person.hospital}".lower().replace(" ", "") if mailbox == "own" else person.mailbox
        return application(person, first=first.title(), last=last.title(), email=address)

    return trick


NAME: Final = (
    _named(lambda _, other: other),
    _named(lambda person, other: (other[0], person.last)),
    _named(lambda person, other: (person.first, other[1])),
    _named(lambda person, other: (person.first[0], other[1])),
    _named(lambda person, other: (other[0], person.last), mailbox="theirs"),
    _named(lambda person, other: (person.first, other[1]), mailbox="theirs"),
    _named(lambda person, _: (person.first[0], person.last)),
    _named(lambda person, other: (person.first + " " + person.last, other[1])),
    _named(lambda person, other: (other[0] + " " + other[1], person.first + " " + person.last)),
    _named(lambda person, other: (person.first, person.last[:4] + other[1][4:])),
    _named(lambda person, other: (person.last, other[1])),
    _named(lambda person, other: (other[0][:1] + person.first[1:], person.last[::-1])),
)


def _disguised(change: Callable[[str], str], part: str) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        person = world.person(first="MARCO" if part == "first" else world.name()[0])
        typed = application(person)
        return typed | {part: change(typed[part])}

    return trick


_DISGUISES: Final[tuple[Callable[[str], str], ...]] = (
    lambda name: name.translate(names.HOMOGLYPHS),
    lambda name: name[0] + name[1:].translate(names.HOMOGLYPHS),
    lambda name: name.translate(names.FULL_WIDTH),
    lambda name: name.replace("o", "0").replace("i", "1").replace("e", "3").replace("a", "@"),
    lambda name: "\u202e" + name[::-1] + "\u202c",
    lambda name: "".join(f"{char}\u0336" for char in name),
    lambda name: name + "\u0085",
    *(lambda name, mark=mark: name[:2] + mark + name[2:] for mark in names.INVISIBLE),
    *(lambda name, mark=mark: mark + name for mark in names.INVISIBLE[:2]),
)
DISGUISED: Final = tuple(_disguised(change, part) for change in _DISGUISES for part in ("first", "last"))


def _born(days: int) -> Trick:
    """Return a trick at a board that gives whole birth dates."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person(state=world.chance.choice(("FL", "NE", "NY")))
        return application(person, dob=(person.born_on + timedelta(days=days)).isoformat())

    return trick


def _born_in_other_year(world: World) -> dict[str, Any]:
    person = world.person(state=world.chance.choice(("WA", "TX")))
    return application(person, dob=(person.born_on - timedelta(days=800)).isoformat())


BIRTH_DATE: Final = (_born(1), _born(-31), _born(3_000), _born_in_other_year)


def _again(**changes: str) -> Trick:
    """Return a trick in which the physician is admitted first; ``changes`` are templates over their fields."""

    def trick(world: World) -> list[dict[str, Any]]:
        person = world.person()
        second = (world.chance.choice(("NE", "WA", "FL")), f"MD{world.chance.randrange(10**7, 10**8)}")
        person.licences.append(second)
        parts = {
            "npi": person.npi,
            "spaced": f"{person.npi[:4]} {person.npi[4:7]}-{person.npi[7:]}",
            "own": f"{person.first}.{person.last}".lower(),
            "domain": person.hospital,
            "elsewhere": _ELSEWHERE[person.hospital],
            "state": second[0],
            "licence": second[1],
        }
        return [application(person), application(person, **{k: v.format(**parts) for k, v in changes.items()})]

    return trick


def _mailbox_again(template: str) -> Trick:
    """Return a trick in which a namesake uses the mailbox of somebody admitted, written as ``template`` has it."""

    def trick(world: World) -> list[dict[str, Any]]:
        person = world.person()
        namesake = world.person(first=person.first, last=person.last, hospital=person.hospital)
        local = f"{person.first}.{person.last}".lower()
        address = template.format(
            local=local, upper=local.upper(), domain=person.hospital, DOMAIN=person.hospital.upper()
        )
        return [application(person), application(namesake, email=address)]

    return trick


SECOND: Final = (
    _again(),
    _again(email="{own}2@{domain}"),
    _again(email="{own}@{elsewhere}"),
    _again(email="{own}@gmail.com"),
    _again(npi="{spaced}", email="{own}@{elsewhere}"),
    _again(state="{state}", licence="{licence}", email="{own}@{elsewhere}"),
    _mailbox_again("{local}@{domain}"),
    _mailbox_again("{upper}@{domain}"),
    _mailbox_again("{local}@{DOMAIN}"),
    _mailbox_again("{local}+2@{domain}"),
    _mailbox_again(" {local}@{domain} "),
)
