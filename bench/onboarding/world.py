"""A made-up world: physicians and others, as the registers hold them and as they are."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

from bench.onboarding import names

TODAY: Final = date.today()  # noqa: DTZ011 - registers are dated by the day of the run
BOARD_STATES: Final = ("WA", "FL", "TX", "NE", "NY")
"""Whose boards' registers are loaded; of the other states only the federal register knows a licence."""
BARE_STATES: Final = ("OH", "CA", "UT")
HOSPITALS: Final = (
    "mercy-general.example",
    "stjude-medical.example",
    "lakeside-clinic.example",
    "northern-university-hospital.example",
    "rivermodern.example",
    "med.tristate.example",
)
"""The institutions whose mailboxes show possession."""
CODES: Final = ("207R00000X", "207RC0000X", "207P00000X", "208000000X", "2084N0400X", "208600000X", "207RN0300X")


@dataclass(slots=True)
class Person:
    """One person with a number: what is so, and what each register says of it."""

    npi: str
    first: str
    last: str
    middle: str
    state: str
    licence: str
    born_on: date
    hospital: str
    codes: tuple[str, ...]
    credential: str = "MD"
    entity: str = "1"
    other_first: str = ""
    other_last: str = ""
    licences: list[tuple[str, str]] = field(default_factory=list)
    deactivated_on: date | None = None
    board: dict[str, Any] | None = field(default_factory=dict)
    in_file: bool = True
    address_state: str = ""

    @property
    def mailbox(self) -> str:
        """Their own mailbox at their hospital."""
        return f"{self.first}.{self.last}@{self.hospital}".lower()


@dataclass(slots=True)
class World:
    """All that the register files are written from. Every draw comes from one seed."""

    chance: random.Random
    people: list[Person] = field(default_factory=list)
    excluded: list[dict[str, str]] = field(default_factory=list)
    _serial: Any = field(default_factory=lambda: count(1))
    _taken: set[tuple[str, str]] = field(default_factory=set)

    def person(self, **given: Any) -> Person:
        """Add somebody whom no other shares a name, number or licence with; ``given`` replaces what is drawn."""
        serial = next(self._serial)
        first, last = self.name()
        drawn = Person(
            npi=npi_of(130_000_000 + serial * 37),
            first=first,
            last=last,
            middle=self.chance.choice(names.MIDDLE),
            state=self.chance.choice(BOARD_STATES),
            licence=f"MD{serial * 7 + 100_000:08d}",
            born_on=date(1955, 1, 1) + timedelta(days=self.chance.randrange(13_000)),
            hospital=self.chance.choice(HOSPITALS),
            codes=(self.chance.choice(CODES),),
        )
        made = replace(drawn, **given)
        made.licences = made.licences or [(made.state, made.licence)]
        made.address_state = made.address_state or made.state
        self.people.append(made)
        return made

    def name(self) -> tuple[str, str]:
        """Return a name that nobody has yet: a double one where the lists begin to run out."""
        name = (self.chance.choice(names.FIRST), self.chance.choice(names.LAST))
        while name in self._taken:
            first, last = self.chance.choice(names.FIRST), self.chance.choice(names.LAST)
            name = (first, f"{last}-{self.chance.choice(names.LAST)}")
        self._taken.add(name)
        return name

    def exclude(self, **given: str) -> None:
        """Add an entry to the exclusion list by its own columns."""
        usual = {"EXCLTYPE": "1128a1", "EXCLDATE": "20190320", "NPI": "0000000000", "DOB": ""}
        self.excluded.append(usual | {"REINDATE": "00000000", "WAIVERDATE": "00000000"} | given)


def npi_of(body: int) -> str:
    """Return the number with nine given digits and its check digit."""
    total = 24 + sum(
        digit if place % 2 else (digit * 2 - 9 if digit > 4 else digit * 2)  # noqa: PLR2004 - Luhn's digit sum
        for place, digit in enumerate(map(int, reversed(str(body))))
    )
    return f"{body}{-total % 10}"


def application(person: Person, **given: Any) -> dict[str, Any]:
    """Return what an honest person types with a mailbox of their hospital; ``given`` replaces fields."""
    return {
        "first": person.first.title(),
        "last": person.last.title(),
        "npi": person.npi,
        "licence": person.licence,
        "state": person.state,
        "taxonomy": person.codes[0],
        "dob": person.born_on.isoformat(),
        "email": person.mailbox,
        "controls_email": True,
        "answers_challenge": False,
    } | given
