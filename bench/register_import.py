"""Measure the register import against a naive load, in one run.

A synthetic NPPES file with the real header (330 quoted columns) is written to a temporary folder and imported into a
fresh database by the product's own code. The same file's first rows are then loaded the plain way: every row into a
list of dicts, every physician an object for ``add_all``, one commit. Both run in a process of their own, so that each
peak is its own.

    nice -n 10 .venv/bin/python -m bench.register_import --rows 500000
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from flask_migrate import upgrade

from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing.evidence import EntityType, Register
from medpeer.licensing.models import RegisterImport, RegisterLicence, RegisterPhysician
from medpeer.web.state import AppState

HEADER_FILE: Final = Path(__file__).parents[1] / "tests" / "data" / "npidata_header.csv"
FILE_NAME: Final = "npidata_pfile_20050523-20261109.csv"
# About the share of physicians among all numbers; the rest are nurses, pharmacies, clinics and others.
PHYSICIAN_SHARE: Final = 0.15
LAST_NAMES: Final = "OKONJO WILCZEK SUBRAMANIAN HALVORSEN NAKASHIMA LINDQVIST HADDADIN ARRIETA TSENG BARANYAI".split()
FIRST_NAMES: Final = "MIRIAM TOMASZ RAJESH INGRID KWABENA GIULIA HIROTO AMARA SOFIA FARID CONSUELO DUNCAN".split()
STATES: Final = "NE MI HI NJ MN OR TX NM CA NY".split()


def numbers() -> Iterator[str]:
    """Yield valid NPIs in order."""
    for body in range(100_000_000, 300_000_000):
        digits = [int(char) for char in str(body)]
        total = 24 + sum(
            digit if place % 2 else (digit * 2 - 9 if digit > 4 else digit * 2)  # noqa: PLR2004 - Luhn's digit sum
            for place, digit in enumerate(reversed(digits))
        )
        yield f"{body}{-total % 10}"


def write_file(path: Path, rows: int) -> None:
    """Write a file of ``rows`` lines, filled as fully as the published one is on average (about 1.3 kB a line)."""
    header = next(csv.reader(HEADER_FILE.read_text().splitlines()))
    place = {name: index for index, name in enumerate(header)}
    chance = random.Random(20261109)  # noqa: S311 - a bench repeats itself
    empty = [""] * len(header)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for npi in (number for number, _ in zip(numbers(), range(rows), strict=False)):
            line = empty.copy()
            for name, value in _values(npi, chance).items():
                line[place[name]] = value
            writer.writerow(line)


def _values(npi: str, chance: random.Random) -> dict[str, str]:
    is_physician = chance.random() < PHYSICIAN_SHARE
    street = f"{chance.randrange(1, 9999)} EXAMPLE AVENUE"
    state = chance.choice(STATES)
    values = {
        "NPI": npi,
        "Entity Type Code": "1" if is_physician or chance.random() < 0.7 else "2",  # noqa: PLR2004 - share of persons
        "Provider Last Name (Legal Name)": chance.choice(LAST_NAMES),
        "Provider First Name": chance.choice(FIRST_NAMES),
        "Provider Credential Text": "M.D." if is_physician else "RN",
        "Provider First Line Business Mailing Address": street,
        "Provider Business Mailing Address City Name": "EXAMPLE CITY",
        "Provider Business Mailing Address State Name": state,
        "Provider Business Mailing Address Postal Code": "000000000",
        "Provider First Line Business Practice Location Address": street,
        "Provider Business Practice Location Address City Name": "EXAMPLE CITY",
        "Provider Business Practice Location Address State Name": state,
        "Provider Business Practice Location Address Postal Code": "000000000",
        "Provider Enumeration Date": "05/23/2006",
        "Last Update Date": "01/15/2024",
        "Provider Sex Code": chance.choice("FM"),
        "Is Sole Proprietor": "N",
        "Certification Date": "01/15/2024",
        "Healthcare Provider Taxonomy Code_1": "207RN0300X" if is_physician else "163W00000X",
        "Provider License Number_1": f"SYN{chance.randrange(10**6)}",
        "Provider License Number State Code_1": state,
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
    }
    if is_physician and chance.random() < 0.4:  # noqa: PLR2004 - share with a second licence
        values["Healthcare Provider Taxonomy Code_2"] = "207R00000X"
        values["Provider License Number_2"] = f"SYN{chance.randrange(10**6)}"
        values["Provider License Number State Code_2"] = chance.choice(STATES)
        values["Healthcare Provider Primary Taxonomy Switch_2"] = "N"
    return values


def fresh_database(folder: Path) -> Database:
    """Return a migrated database in ``folder``."""
    app = create_app(load_settings({"MEDPEER_DATA_DIR": str(folder), "MEDPEER_LOG_LEVEL": "WARNING"}))
    with app.app_context():
        upgrade()
    parts: AppState = app.extensions["medpeer"]
    return parts.database


def load_ours(database: Database, path: Path) -> int:
    """Import by the product's code and return the physicians kept."""
    return import_nppes(database, path).totals.physicians


def load_naively(database: Database, path: Path) -> int:
    """Load all rows as dicts, all physicians as objects, in one commit; return the physicians kept."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with database.transaction() as session:
        reading = RegisterImport(
            register=Register.NPPES, dated_on=date(2026, 11, 9), started_at=database.context.clock.now()
        )
        session.add(reading)
        session.flush()
        kept = [row for row in rows if any(_code(row, slot).startswith("20") for slot in range(1, 16))]
        session.add_all(_physician(reading.id, row) for row in kept)
        session.add_all(_licence(reading.id, row, slot) for row in kept for slot in range(1, 16) if _code(row, slot))
        reading.completed_at = database.context.clock.now()
    return len(kept)


def _code(row: dict[str, str], slot: int) -> str:
    return row[f"Healthcare Provider Taxonomy Code_{slot}"]


def _physician(import_id: int, row: dict[str, str]) -> RegisterPhysician:
    return RegisterPhysician(
        import_id=import_id,
        npi=row["NPI"],
        entity=EntityType(row["Entity Type Code"]),
        last_name=row["Provider Last Name (Legal Name)"],
        first_name=row["Provider First Name"],
        middle_name=row["Provider Middle Name"],
        credential=row["Provider Credential Text"],
        city=row["Provider Business Practice Location Address City Name"],
        state=row["Provider Business Practice Location Address State Name"],
    )


def _licence(import_id: int, row: dict[str, str], slot: int) -> RegisterLicence:
    return RegisterLicence(
        import_id=import_id,
        npi=row["NPI"],
        slot=slot,
        taxonomy_code=_code(row, slot),
        number=row[f"Provider License Number_{slot}"],
        state=row[f"Provider License Number State Code_{slot}"],
        is_primary=row[f"Healthcare Provider Primary Taxonomy Switch_{slot}"] == "Y",
    )


WAYS: Final = {"medpeer": load_ours, "naive": load_naively}


def measure(way: str, path: Path) -> dict[str, float]:
    """Return seconds, physicians and the peak resident size in MiB of one way, before and after, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        database = fresh_database(Path(folder))
        before = _peak_mib()
        started = time.perf_counter()
        kept = WAYS[way](database, path)
        seconds = time.perf_counter() - started
        database.engine.dispose()
    return {"seconds": seconds, "physicians": kept, "before_mib": before, "peak_mib": _peak_mib()}


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_own_process(way: str, path: Path) -> dict[str, float]:
    """Return what ``measure`` finds in a fresh process."""
    command = [sys.executable, "-m", "bench.register_import", "--measure", way, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(rows: int, sample: int) -> None:
    """Write both files, measure both ways, print what came out."""
    with tempfile.TemporaryDirectory() as name:
        whole, part = Path(name) / "whole" / FILE_NAME, Path(name) / "part" / FILE_NAME
        for path, count in ((whole, rows), (part, sample)):
            path.parent.mkdir()
            write_file(path, count)
        size = whole.stat().st_size / 2**20
        print(f"file: {rows:,} rows, 330 columns, {size:,.0f} MiB; naive sample: {sample:,} rows")
        found = {
            "medpeer, whole file": (rows, in_own_process("medpeer", whole)),
            "medpeer, sample": (sample, in_own_process("medpeer", part)),
            "naive, sample": (sample, in_own_process("naive", part)),
        }
    for title, (count, one) in found.items():
        rate, grown = count / one["seconds"], one["peak_mib"] - one["before_mib"]
        print(
            f"{title:<20} {rate:>9,.0f} rows/s  {one['seconds']:7.1f} s  {one['physicians']:>7,} physicians  "
            f"peak {one['peak_mib']:6.0f} MiB ({grown:+.0f} over the start)"
        )
    ours, naive = found["medpeer, sample"][1], found["naive, sample"][1]
    grown = (naive["peak_mib"] - naive["before_mib"]) / sample * rows
    print(
        f"on the sample: {naive['seconds'] / ours['seconds']:.1f} times the naive speed; "
        f"naive memory at {rows:,} rows, by proportion: {grown:,.0f} MiB"
    )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--sample", type=int, default=25_000, help="rows of the naive load")
    parser.add_argument("--measure", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure, given.file)))
    else:
        compare(given.rows, given.sample)


if __name__ == "__main__":
    main()
