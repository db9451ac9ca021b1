"""Register files of the real format, and licence claims, for tests. Every number and name is made up."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from medpeer.core.db import Database
from medpeer.jobs.register_import import ImportReport, import_nppes

HEADER_FILE = Path(__file__).parents[1] / "data" / "npidata_header.csv"
HEADER: tuple[str, ...] = tuple(next(csv.reader(HEADER_FILE.read_text().splitlines())))
# The seed physicians' run of numbers; each check digit agrees.
NPI = "1999000015"
FILE_NAME = "npidata_pfile_20050523-20261109.csv"


def npi_number(serial: int) -> str:
    """Return the ``serial``-th number of an artificial run, with its check digit."""
    body = f"1998{serial:05d}"
    total = 24 + sum(
        digit if place % 2 else (digit * 2 - 9 if digit > 4 else digit * 2)
        for place, digit in enumerate(map(int, reversed(body)))
    )
    return body + str(-total % 10)


def line(npi: str = NPI, **values: str) -> dict[str, str]:
    """Return one physician's line by column name; ``values`` replace the usual ones by the short names below."""
    usual = {
        "NPI": npi,
        "Entity Type Code": "1",
        "Provider Last Name (Legal Name)": "OKONJO",
        "Provider First Name": "MIRIAM",
        "Provider Credential Text": "M.D.",
        "Provider Business Practice Location Address City Name": "OMAHA",
        "Provider Business Practice Location Address State Name": "NE",
        "Healthcare Provider Taxonomy Code_1": "207RN0300X",
        "Provider License Number_1": "MD-0010037",
        "Provider License Number State Code_1": "NE",
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
    }
    return usual | {SHORT.get(name, name): value for name, value in values.items()}


SHORT: Mapping[str, str] = {
    "entity": "Entity Type Code",
    "last": "Provider Last Name (Legal Name)",
    "first": "Provider First Name",
    "middle": "Provider Middle Name",
    "other_last": "Provider Other Last Name",
    "other_first": "Provider Other First Name",
    "other_kind": "Provider Other Last Name Type Code",
    "credential": "Provider Credential Text",
    "code": "Healthcare Provider Taxonomy Code_1",
    "number": "Provider License Number_1",
    "state": "Provider License Number State Code_1",
    "deactivated": "NPI Deactivation Date",
    "reactivated": "NPI Reactivation Date",
}


def deactivated_line(npi: str = NPI) -> dict[str, str]:
    """Return a line as the file has it for a number out of use: everything but number and date is blank."""
    return {"NPI": npi, "NPI Deactivation Date": "07/01/2026"}


def text_of(lines: Iterable[Mapping[str, str]], header: Sequence[str] = HEADER) -> str:
    """Return a file's text: every value quoted, as published."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in lines)
    return out.getvalue()


def write_file(folder: Path, *lines: Mapping[str, str], name: str = FILE_NAME, header: Sequence[str] = HEADER) -> Path:
    """Write a register file and return its path."""
    path = folder / name
    path.write_text(text_of(lines, header), encoding="utf-8")
    return path


def load(database: Database, folder: Path, *lines: Mapping[str, str]) -> ImportReport:
    """Bring a register of ``lines`` into use, dated eleven days before the tests' present."""
    return import_nppes(database, write_file(folder, *lines), may_shrink=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """What an applicant types."""

    npi: str = "1999 000 015"
    first_name: str = "Miriam"
    last_name: str = "Okonjo"
    licence_state: str = "NE"
    licence_number: str = "10037"

    def post(self, browser: FlaskClient, csrf: str) -> int:
        """Submit the claim and return the status."""
        data = {name: getattr(self, name) for name in self.__slots__}
        return browser.post("/join", data=data | {"csrf_token": csrf}).status_code
