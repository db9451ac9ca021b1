"""The demo's own register file: its members and applicants in the format of NPPES V2, read by the real importer."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.licensing.nppes import columns

_FIRST_SLOT: Final = (
    "Healthcare Provider Taxonomy Code_1",
    "Provider License Number_1",
    "Provider License Number State Code_1",
    "Healthcare Provider Primary Taxonomy Switch_1",
)


def write_register(folder: Path, up_to: date) -> Path:
    """Write the file into ``folder`` and return its path; its name says up to which day it goes."""
    path = folder / f"npidata_pfile_{up_to - timedelta(days=28):%Y%m%d}-{up_to:%Y%m%d}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns.NEEDED, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        people = content.physicians() + content.applicants()
        writer.writerows(_line(row, up_to) for row in people if row.get("register") is not False)
    return path


def _line(row: Row, up_to: date) -> dict[str, str]:
    held = {**row, **row.get("register", {})}
    gone = held.get("deactivated_days_ago")
    values = {
        columns.NPI: held["npi"],
        columns.ENTITY: held.get("entity", "1"),
        columns.LAST: held["last"],
        columns.FIRST: held["first"],
        columns.CREDENTIAL: "M.D.",
        **_reached_at(held),
        columns.DEACTIVATED: f"{up_to - timedelta(days=gone):%m/%d/%Y}" if gone else "",
        **dict(zip(_FIRST_SLOT, (held["taxonomy"], held["licence"], held["state"], "Y"), strict=True)),
    }
    if held.get("other_last"):
        values |= {columns.OTHER_LAST: held["other_last"], columns.OTHER_FIRST: held["first"], columns.OTHER_KIND: "1"}
    return values


def _reached_at(held: Row) -> dict[str, str]:
    """Return where a code of record goes: an invented town, and numbers kept for fiction (555-0100 to 555-0199)."""
    number = int(held["npi"][-3:])
    street, _, city = (columns.ADDRESSES["practice_address"])[:3]
    return {
        street: f"{number % 90 + 3} HARBOUR ROAD",
        city: "PORT MEDWAY",
        columns.STATE: held["state"],
        columns.PHONE: f"20255501{number % 100:02}",
        columns.FAX: f"20255501{(number + 1) % 100:02}",
    }
