"""Register files of the real format, and licence claims, for tests. Every number and name is made up."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from medpeer.accounts.actor import Actor
from medpeer.core.db import Database, context_of
from medpeer.gate import Surface
from medpeer.jobs.register_import import ImportReport, import_nppes
from medpeer.licensing.boards.numbers import number_key
from medpeer.licensing.evidence import LEIE, NPPES, Authority, BoardKind, BoardStatus
from medpeer.licensing.leie.names import stored_keys
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding, RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence, ExclusionEntry, ExclusionName
from medpeer.licensing.names import PersonName, spelling
from medpeer.licensing.queries.second_accounts import NUMBER_DIGEST
from tests.factories.texts import cleared

HEADER_FILE = Path(__file__).parents[1] / "data" / "npidata_header.csv"
HEADER: tuple[str, ...] = tuple(next(csv.reader(HEADER_FILE.read_text().splitlines())))
# The seed physicians' run of numbers; each check digit agrees.
NPI = "1999000015"
BOARD = "us-ne-dhhs"
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
    "street": "Provider First Line Business Practice Location Address",
    "phone": "Provider Business Practice Location Address Telephone Number",
    "fax": "Provider Business Practice Location Address Fax Number",
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
    """Bring a register of ``lines`` into use, dated eleven days before the tests' present, beside the lists."""
    load_lists(database)
    return import_nppes(database, write_file(folder, *lines), may_shrink=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """What an applicant types."""

    npi: str = "1999 000 015"
    first_name: str = "Miriam"
    last_name: str = "Okonjo"
    licence_state: str = "NE"
    licence_number: str = "10037"
    birth_date: str = ""

    def post(self, browser: FlaskClient, csrf: str) -> int:
        """Submit the claim and return the status."""
        data = {name: getattr(self, name) for name in self.__slots__}
        return browser.post("/join", data=data | {"csrf_token": csrf}).status_code


def hold(database: Database, actor: Actor, npi: str) -> None:
    """Make a number a member's, as an approved claim does."""
    with database.transaction() as session:
        context = context_of(session)
        digest = context.vault.digest(NUMBER_DIGEST, f"{NPPES}:{npi}")
        claim = LicenceClaim(
            physician_id=actor.physician_id,
            register=NPPES,
            npi_sealed=context.vault.seal(npi),
            number_digest=digest,
            jurisdiction="NE",
            licence_sealed=context.vault.seal("10037"),
            filed_at=context.clock.now(),
            first_name=cleared(session, "Miriam", Surface.PERSON_NAME),
            last_name=cleared(session, "Okonjo", Surface.PERSON_NAME),
            status=ClaimStatus.APPROVED,
        )
        session.add(claim)
        session.flush()
        held = LicenceHolding(
            number_digest=digest, physician_id=actor.physician_id, claim_id=claim.id, held_since=context.clock.now()
        )
        session.add(held)


def load_lists(database: Database) -> None:
    """Bring Nebraska's board, with the usual physician, and an empty exclusion list into use, unless they are."""
    with database.transaction() as session:
        if session.scalar(select(RegisterImport.id).where(RegisterImport.register == LEIE)) is not None:
            return
        now = context_of(session).clock.now()
        for register in (BOARD, LEIE):
            day = now.date() - timedelta(days=2)
            session.add(RegisterImport(register=register, dated_on=day, started_at=now, completed_at=now))
        session.flush()
        reading = session.execute(select(RegisterImport.id).where(RegisterImport.register == BOARD)).scalar_one()
        session.add(
            BoardEdition(
                import_id=reading, jurisdiction="NE", title="Nebraska", authority=Authority.PRIMARY, max_age_days=35
            )
        )
    add_licence(database)


def add_licence(database: Database, **changes: Any) -> None:
    """Add a line to Nebraska's board in use: the usual physician's, but for ``changes``."""
    with database.transaction() as session:
        reading = session.execute(select(RegisterImport.id).where(RegisterImport.register == BOARD)).scalar_one()
        lines = session.scalar(select(func.count()).select_from(BoardLicence)) or 0
        usual: dict[str, Any] = {
            "jurisdiction": "NE",
            "number": "10037",
            "last_name": "OKONJO",
            "first_name": "MIRIAM",
            "kind": BoardKind.PHYSICIAN,
            "status": BoardStatus.ACTIVE,
            "expires_on": date(2028, 9, 30),
        }
        values = usual | changes
        values["number_key"] = number_key(values["number"], values["jurisdiction"])
        values["last_key"] = spelling(values["last_name"])
        values |= dict.fromkeys(("middle_name", "type_written", "status_written"), "")
        values = dict.fromkeys(("first_issued_on", "birth_date", "birth_year", "has_discipline")) | values
        session.add(BoardLicence(import_id=reading, line=lines + 1, **values))


def change_licence(database: Database, **changes: Any) -> None:
    """Change what Nebraska's board says of the usual physician."""
    with database.transaction() as session:
        row = session.execute(select(BoardLicence).where(BoardLicence.number == "10037")).scalar_one()
        for name, value in changes.items():
            setattr(row, name, value)


def exclude(database: Database, **values: Any) -> None:
    """Add an entry to the exclusion list in use."""
    with database.transaction() as session:
        reading = session.execute(select(RegisterImport.id).where(RegisterImport.register == LEIE)).scalar_one()
        usual: dict[str, Any] = {"npi": None, "last_name": "OKONJO", "first_name": "MIRIAM", "state": "NE"}
        blank = dict.fromkeys(("middle_name", "business_name", "grounds", "waiver_state"), "")
        none = dict.fromkeys(("birth_date", "excluded_on", "reinstated_on", "waived_on"))
        entry = usual | blank | none | values
        session.add(ExclusionEntry(import_id=reading, line=1, **entry))
        name = PersonName(entry["first_name"], entry["last_name"])
        session.add_all(ExclusionName(import_id=reading, name_key=key, line=1) for key in sorted(stored_keys(name)))
