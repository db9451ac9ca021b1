"""The world written as the files that registers publish: NPPES, LEIE, boards with their manifests, domains."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from bench.onboarding.world import BOARD_STATES, HOSPITALS, TODAY, Person, World

HEADER_FILE: Final = Path(__file__).parents[2] / "tests" / "data" / "npidata_header.csv"
LEIE_COLUMNS: Final = (
    "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,EXCLTYPE,EXCLDATE,"
    "REINDATE,WAIVERDATE,WVRSTATE"
).split(",")
BOARD_COLUMNS: Final = {
    "number": "CredentialNumber",
    "last": "LastName",
    "first": "FirstName",
    "middle": "MiddleName",
    "state": "StateCode",
    "type": "CredentialType",
    "status": "Status",
    "expires": "ExpirationDate",
    "birth_date": "BirthDate",
    "birth_year": "BirthYear",
    "discipline": "ActionTaken",
}
# What each board differs in: delimiter, date format, whether it gives a whole birth date.
SHAPES: Final = {
    "WA": (",", "%Y%m%d", False),
    "FL": ("|", "%m/%d/%Y", True),
    "TX": ("\t", "%m/%d/%Y", False),
    "NE": (";", "%d.%m.%Y", True),
    "NY": (",", "%Y-%m-%d", True),
}


def write_nppes(folder: Path, people: Iterable[Person]) -> Path:
    """Write the federal register, 330 columns, every value quoted."""
    header = next(csv.reader(HEADER_FILE.read_text().splitlines()))
    path = folder / f"npidata_pfile_20050523-{TODAY:%Y%m%d}.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_nppes_row(person) for person in people if person.in_file)
    return path


def _nppes_row(person: Person) -> dict[str, str]:
    if person.deactivated_on:
        return {"NPI": person.npi, "NPI Deactivation Date": f"{person.deactivated_on:%m/%d/%Y}"}
    row = {
        "NPI": person.npi,
        "Entity Type Code": person.entity,
        "Provider Last Name (Legal Name)": person.last,
        "Provider First Name": person.first,
        "Provider Middle Name": person.middle,
        "Provider Credential Text": person.credential,
        "Provider Other Last Name": person.other_last,
        "Provider Other First Name": person.other_first,
        "Provider Other Last Name Type Code": "1" if person.other_last else "",
        "Provider Enumeration Date": "05/23/2006",
        "Last Update Date": "01/15/2024",
    }
    return row | _addresses(person) | _slots(person)


def _addresses(person: Person) -> dict[str, str]:
    row = {}
    for kind in ("Business Mailing", "Business Practice Location"):
        row[f"Provider First Line {kind} Address"] = "12 EXAMPLE AVENUE"
        row[f"Provider {kind} Address City Name"] = "EXAMPLE CITY"
        row[f"Provider {kind} Address State Name"] = person.address_state
        row[f"Provider {kind} Address Postal Code"] = "000000000"
        row[f"Provider {kind} Address Country Code (If outside U.S.)"] = "US"
        row[f"Provider {kind} Address Telephone Number"] = "5550100100"
        row[f"Provider {kind} Address Fax Number"] = "5550100101"
    return row


def _slots(person: Person) -> dict[str, str]:
    row = {}
    for slot, (state, number) in enumerate(person.licences, start=1):
        row[f"Healthcare Provider Taxonomy Code_{slot}"] = person.codes[(slot - 1) % len(person.codes)]
        row[f"Provider License Number_{slot}"] = number
        row[f"Provider License Number State Code_{slot}"] = state
        row[f"Healthcare Provider Primary Taxonomy Switch_{slot}"] = "Y" if slot == 1 else "N"
    return row


def write_leie(folder: Path, entries: Iterable[Mapping[str, str]]) -> Path:
    """Write the exclusion list with the byte order mark it may come with."""
    path = folder / "UPDATED.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, LEIE_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(entries)
    return path


def write_domains(folder: Path) -> Path:
    """Write the institutions' domains."""
    path = folder / "domains.csv"
    path.write_text("domain,institution\n" + "".join(f"{name},{name.partition('.')[0]}\n" for name in HOSPITALS))
    return path


def write_boards(folder: Path, people: Iterable[Person]) -> list[tuple[Path, Path]]:
    """Write one register a state and its manifest; return the pairs as manifest, file."""
    listed = [row for person in people if person.board is not None for row in _board_rows(person)]
    return [_write_board(folder, state, [row for row in listed if row["state"] == state]) for state in BOARD_STATES]


def _board_rows(person: Person) -> list[dict[str, Any]]:
    usual = {
        "last": person.last,
        "first": person.first,
        "middle": person.middle,
        "type": "Physician License",
        "status": "ACTIVE",
        "expires": TODAY.replace(year=TODAY.year + 1, day=1),
        "birth_date": person.born_on,
        "birth_year": person.born_on.year,
        "discipline": "No",
    }
    return [usual | {"number": number, "state": state} | (person.board or {}) for state, number in person.licences]


def _write_board(folder: Path, state: str, rows: list[dict[str, Any]]) -> tuple[Path, Path]:
    delimiter, date_format, has_birth_date = SHAPES[state]
    manifest, path = folder / f"us-{state.lower()}-board.yaml", folder / f"board_{state.lower()}.txt"
    columns = {
        name: own for name, own in BOARD_COLUMNS.items() if name != ("birth_year", "birth_date")[not has_birth_date]
    }
    manifest.write_text(_manifest(state, delimiter, date_format, columns))
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns.values())
        for row in rows:
            values = (row.get(name, "") for name in columns)
            writer.writerow([f"{value:{date_format}}" if hasattr(value, "strftime") else value for value in values])
    return manifest, path


def _manifest(state: str, delimiter: str, date_format: str, columns: Mapping[str, str]) -> str:
    listed = "\n".join(f"  {name}: {own}" for name, own in columns.items())
    return f"""id: us-{state.lower()}-board
title: {state} medical board
jurisdiction: {state}
file: {{delimiter: {delimiter!a}, encoding: utf-8-sig, header: true}}
columns:
{listed}
type_map: {{Physician License: physician, Osteopathic License: physician, Resident License: trainee,
  Nurse License: other, Dental License: other}}
status_map: {{ACTIVE: active, EXPIRED: lapsed, SUSPENDED: suspended, REVOKED: revoked, SURRENDERED: surrendered,
  RETIRED: retired, DECEASED: deceased, RESTRICTED: restricted}}
number_norm: [upper, strip_nonalnum]
date_format: "{date_format}"
authority: primary
max_age_days: 35
""".replace("'\\t'", '"\\t"')


def write_all(folder: Path, world: World) -> dict[str, Any]:
    """Write every register and return where they lie: ``nppes``, ``leie``, ``domains``, ``boards``."""
    return {
        "nppes": write_nppes(folder, world.people),
        "leie": write_leie(folder, world.excluded),
        "domains": write_domains(folder),
        "boards": write_boards(folder, world.people),
    }
