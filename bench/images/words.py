"""What stands on the bench's pictures: identifiers of people who do not exist, and marks that identify nobody."""

import random
from typing import Final

_SURNAMES: Final = (
    "Halloran Wexford Okonjo Lindqvist Baranyai Castellano Trevelyan Nakashima McAllister Fitzwilliam".split()
)
_GIVEN: Final = "Jane Robert Miriam Tomasz Ingrid Samuel Giulia Dorothy Kenneth Amara".split()
_HOSPITALS: Final = ("St. Mary's Hospital", "Lakeview Medical Center", "Mercy General Hospital", "Riverside Clinic")
_STREETS: Final = ("Oak Street", "Willow Avenue", "Harbour Road")
HARMLESS: Final = (
    ("L",),
    ("R", "AP"),
    ("10 mV",),
    ("25 mm/s", "10 mm/mV"),
    ("SUPINE", "PORTABLE"),
    ("I", "II", "III", "aVR", "aVL", "aVF"),
    ("V1", "V2", "V3", "V4"),
    ("5 cm",),
    ("W 400 L 40",),
    ("PA ERECT", "R"),
    ("Gain 62%", "MI 1.2"),
    ("0", "5", "10"),
)


def identifiers(chance: random.Random) -> list[str]:
    """Return one to four lines as machines burn them in."""
    makers = [_name, _born, _record, _accession, _taken, _hospital, _doctor, _phone, _address]
    return [make(chance) for make in chance.sample(makers, chance.randint(1, 4))]


def _name(chance: random.Random) -> str:
    given, surname, initial = chance.choice(_GIVEN), chance.choice(_SURNAMES), chance.choice("ABCDEFGHJKLMNPRSTW")
    return chance.choice(
        (
            f"{surname.upper()}, {given.upper()} {initial}",
            f"Patient: {given} {surname}",
            f"{surname.upper()}^{given.upper()}^{initial}",
            f"Name: {surname}, {given}",
            f"Pt. {given} {initial}. {surname}",
        )
    )


def _day(chance: random.Random, first: int, last: int) -> tuple[int, int, int]:
    return chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28)


def _born(chance: random.Random) -> str:
    year, month, day = _day(chance, 1931, 2015)
    return chance.choice(
        (f"DOB: {month:02}/{day:02}/{year}", f"DOB {day:02}.{month:02}.{year}", f"Born {year}-{month:02}-{day:02}")
    )


def _taken(chance: random.Random) -> str:
    year, month, day = _day(chance, 2016, 2024)
    hour, minute = chance.randint(0, 23), chance.randint(0, 59)
    return chance.choice(
        (f"{month:02}/{day:02}/{year} {hour:02}:{minute:02}", f"Study date {year}-{month:02}-{day:02}")
    )


def _record(chance: random.Random) -> str:
    number = chance.randint(10**6, 10**8)
    return chance.choice((f"MRN {number:08}", f"MRN: {number}", f"Patient ID: {number:08}", f"Hosp. No. {number}"))


def _accession(chance: random.Random) -> str:
    return f"{chance.choice(('Acc#', 'Accession:', 'ACC NO'))} {chance.choice('ARXC')}{chance.randint(10**6, 10**7)}"


def _hospital(chance: random.Random) -> str:
    return chance.choice(_HOSPITALS)


def _doctor(chance: random.Random) -> str:
    return f"Dr. {chance.choice(_GIVEN)[0]}. {chance.choice(_SURNAMES)}"


def _phone(chance: random.Random) -> str:
    return f"Tel. ({chance.randint(201, 989)}) 555-01{chance.randint(10, 99)}"


def _address(chance: random.Random) -> str:
    return f"{chance.randint(2, 980)} {chance.choice(_STREETS)}"
