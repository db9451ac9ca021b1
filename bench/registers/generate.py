"""A synthetic NPPES file with the real header: 330 quoted columns, about 1.2 kB a line."""

import csv
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

HEADER_FILE: Final = Path(__file__).parents[2] / "tests" / "data" / "npidata_header.csv"
FULL_NAME: Final = "npidata_pfile_20050523-20261109.csv"
WEEKLY_NAME: Final = "npidata_pfile_20261110-20261116.csv"
# About the share of physicians among all numbers; the rest are nurses, pharmacies, clinics and others.
PHYSICIAN_SHARE: Final = 0.2
SECOND_LICENCE_SHARE: Final = 0.4
PERSON_SHARE: Final = 0.7
LAST_NAMES: Final = "OKONJO WILCZEK SUBRAMANIAN HALVORSEN NAKASHIMA LINDQVIST HADDADIN ARRIETA TSENG BARANYAI".split()
FIRST_NAMES: Final = "MIRIAM TOMASZ RAJESH INGRID KWABENA GIULIA HIROTO AMARA SOFIA FARID CONSUELO DUNCAN".split()
STATES: Final = "NE MI HI NJ MN OR TX NM CA NY".split()
# A prime step walks through all bodies of nine digits without order or repetition, as the published file does.
_STEP: Final = 61_803_399
_BODIES: Final = 100_000_000


def numbers() -> Iterator[str]:
    """Yield valid NPIs in no order."""
    for place in range(_BODIES):
        body = 100_000_000 + place * _STEP % _BODIES
        digits = [int(char) for char in str(body)]
        total = 24 + sum(
            digit if at % 2 else (digit * 2 - 9 if digit > 4 else digit * 2)  # noqa: PLR2004 - Luhn's digit sum
            for at, digit in enumerate(reversed(digits))
        )
        yield f"{body}{-total % 10}"


def write_file(path: Path, rows: int, *, share: float = PHYSICIAN_SHARE, seed: int = 20261109) -> None:
    """Write a file of ``rows`` lines, ``share`` of which are physicians'."""
    header = next(csv.reader(HEADER_FILE.read_text().splitlines()))
    place = {name: index for index, name in enumerate(header)}
    chance = random.Random(seed)  # noqa: S311 - a bench repeats itself
    empty = [""] * len(header)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for npi in islice(numbers(), rows):
            line = empty.copy()
            for name, value in _values(npi, chance, share).items():
                line[place[name]] = value
            writer.writerow(line)


def _values(npi: str, chance: random.Random, share: float) -> dict[str, str]:
    is_physician, state = chance.random() < share, chance.choice(STATES)
    values = _address("Mailing", chance, state) | _address("Practice Location", chance, state)
    values |= {
        "NPI": npi,
        "Entity Type Code": "1" if is_physician or chance.random() < PERSON_SHARE else "2",
        "Provider Last Name (Legal Name)": chance.choice(LAST_NAMES),
        "Provider First Name": chance.choice(FIRST_NAMES),
        "Provider Middle Name": chance.choice("ABCDE"),
        "Provider Credential Text": "M.D." if is_physician else "RN",
        "Provider Enumeration Date": f"05/{chance.randrange(1, 29):02}/2006",
        "Last Update Date": f"01/{chance.randrange(1, 29):02}/2024",
        "Provider Sex Code": chance.choice("FM"),
        "Is Sole Proprietor": "N",
        "Certification Date": "01/15/2024",
    }
    values |= _slot(1, chance, "207RN0300X" if is_physician else "163W00000X", state)
    if is_physician and chance.random() < SECOND_LICENCE_SHARE:
        values |= _slot(2, chance, "207R00000X", chance.choice(STATES))
    return values


def _address(kind: str, chance: random.Random, state: str) -> dict[str, str]:
    return {
        f"Provider First Line Business {kind} Address": f"{chance.randrange(1, 9999)} EXAMPLE AVENUE",
        f"Provider Business {kind} Address City Name": "EXAMPLE CITY",
        f"Provider Business {kind} Address State Name": state,
        f"Provider Business {kind} Address Postal Code": "000000000",
        f"Provider Business {kind} Address Telephone Number": f"402555{chance.randrange(100, 200):04}",
    }


def _slot(slot: int, chance: random.Random, code: str, state: str) -> dict[str, str]:
    return {
        f"Healthcare Provider Taxonomy Code_{slot}": code,
        f"Provider License Number_{slot}": f"SYN{chance.randrange(10**6)}",
        f"Provider License Number State Code_{slot}": state,
        f"Healthcare Provider Primary Taxonomy Switch_{slot}": "Y" if slot == 1 else "N",
    }
