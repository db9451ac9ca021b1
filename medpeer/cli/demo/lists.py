"""The demo's other registers: an exclusion list, a board file for every state but one, the institutions' domains."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.core.db import Database
from medpeer.jobs.list_import import import_board, import_domains, import_leie
from medpeer.licensing.boards import read_manifest
from medpeer.licensing.leie import COLUMNS

MANIFEST: Final = content.FOLDER / "board.yaml"
BOARD_COLUMNS: Final = (
    "State",
    "LicenseNumber",
    "LastName",
    "FirstName",
    "LicenseType",
    "LicenseStatus",
    "ExpirationDate",
    "BirthYear",
    "Discipline",
)
INSTITUTIONS: Final = {
    "stlukes.example": "St Luke’s",
    "lakeside-medical.example": "Lakeside Medical Center",
    "universityhealth.example": "University Health",
    "countygeneral.example": "County General Hospital",
}
_NOBODY: Final = {"NPI": "0000000000", "DOB": "00000000", "REINDATE": "00000000", "WAIVERDATE": "00000000"}
_STRANGERS: Final = (
    {"LASTNAME": "VANTERPOOL", "FIRSTNAME": "ALDEN", "DOB": "19580414", "STATE": "OK", "EXCLTYPE": "1128a1"},
    {"LASTNAME": "QUILLFEATHER", "FIRSTNAME": "MAUDE", "DOB": "19660930", "STATE": "NV", "EXCLTYPE": "1128b4"},
    {"BUSNAME": "HARROWGATE HOME CARE LLC", "STATE": "TX", "EXCLTYPE": "1128b8"},
    {"LASTNAME": "BRISTOWE", "FIRSTNAME": "CALEB", "STATE": "ME", "EXCLTYPE": "1128a1", "REINDATE": "20240301"},
)
"""Entries that are nobody's here: a person excluded and reinstated among them, and a business."""


def load_lists(database: Database, folder: Path, up_to: date) -> None:
    """Write each list into ``folder`` as its publisher does, and bring it into use by the real importer."""
    people = content.physicians() + content.applicants()
    import_leie(database, _write(folder / "UPDATED.csv", COLUMNS, _exclusions(people, up_to)), dated_on=up_to)
    boards = _write(folder / "boards.csv", BOARD_COLUMNS, _licences(people, up_to))
    import_board(database, read_manifest(MANIFEST), boards, dated_on=up_to)
    domains = [{"domain": domain, "institution": name} for domain, name in INSTITUTIONS.items()]
    import_domains(database, _write(folder / "domains.csv", ("domain", "institution"), domains), dated_on=up_to)


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _exclusions(people: Iterable[Row], up_to: date) -> list[dict[str, str]]:
    excluded = f"{up_to - timedelta(days=900):%Y%m%d}"
    named = [_exclusion(row, row["exclusion"]) for row in people if "exclusion" in row]
    return [{**_NOBODY, "EXCLDATE": excluded, **entry} for entry in (*_STRANGERS, *named)]


def _exclusion(row: Row, entry: Row) -> dict[str, str]:
    return {
        "LASTNAME": row["last"].upper(),
        "FIRSTNAME": row["first"].upper(),
        "SPECIALTY": "PHYSICIAN (MD, DO)",
        "NPI": row["npi"] if entry.get("by_number") else "0000000000",
        "STATE": entry.get("state", row["state"]),
        "EXCLTYPE": "1128a1",
    }


def _licences(people: Iterable[Row], up_to: date) -> list[dict[str, str]]:
    return [_licence(row, place, up_to) for place, row in enumerate(people) if row.get("board") is not False]


def _licence(row: Row, place: int, up_to: date) -> dict[str, str]:
    held = {**row, **row.get("register", {})} if row.get("register") is not False else row
    board = row.get("board", {})
    # Licences end all round the year, a year or two from now.
    expires = up_to + timedelta(days=board.get("expires_in_days", 200 + 13 * place))
    return {
        "State": row["state"],
        "LicenseNumber": held["licence"],
        "LastName": held["last"],
        "FirstName": held["first"],
        "LicenseType": board.get("type", "Physician"),
        "LicenseStatus": board.get("status", "ACTIVE"),
        "ExpirationDate": f"{expires}",
        "BirthYear": f"{1952 + place * 7 % 36}",
        "Discipline": board.get("discipline", ""),
    }
