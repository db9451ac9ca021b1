"""An import killed in its middle and run again gives the same register, on SQLite and on PostgreSQL."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.jobs.register_import import ImportReport, import_nppes
from tests.conftest import settings_env, state_of
from tests.factories.licensing import deactivated_line, line, npi_number, write_file
from tests.factories.postgres import address, postgres_url

__all__ = ["postgres_url"]

WEEKLY: Final = "npidata_pfile_20261109-20261115.csv"
MANY: Final = 5_200
# The process kills itself where a power cut would hurt most: rows are written, the transaction is still open.
KILLED: Final = """
import os, signal, sys
from pathlib import Path
import medpeer.licensing.service.register_deltas as deltas
import medpeer.licensing.service.registers as whole
from config import load_settings
from medpeer.app import create_app
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing.service.bulk import insert_columns

left = int(sys.argv[2])
def insert_and_die(*given):
    global left
    insert_columns(*given)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
deltas.insert_columns = whole.insert_columns = insert_and_die
app = create_app(load_settings())
import_nppes(app.extensions["medpeer"].database, Path(sys.argv[1]))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the settings of an application over a database of each kind."""
    found = settings_env(tmp_path / "data")
    if request.param == "postgresql":
        found["MEDPEER_DATABASE_URL"] = address(request.getfixturevalue("postgres_url"))
    return found


@pytest.fixture
def served(env: dict[str, str]) -> Iterator[Flask]:
    """Return the application, its database migrated."""
    app = create_app(load_settings(env))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        downgrade(revision="base")
    state_of(app).database.engine.dispose()


def table(database: Database) -> list[tuple[object, ...]]:
    """Return what the register in use holds, in order and without the reading's number."""
    with database.reading() as session:
        rows = session.execute(
            text(
                "SELECT * FROM register_physician WHERE import_id = (SELECT max(id) FROM register_import "
                "WHERE kind = 'full' AND completed_at IS NOT NULL) ORDER BY npi"
            )
        )
        return [tuple(row)[1:] for row in rows]


def killed(env: dict[str, str], file: Path, after: int) -> None:
    """Import a file in a process that is killed after so many writes."""
    command = [sys.executable, "-c", KILLED, str(file), str(after)]
    done = subprocess.run(command, env=os.environ | env, check=False, timeout=120)  # noqa: S603
    assert done.returncode == -signal.SIGKILL


def load(app: Flask, file: Path) -> ImportReport:
    """Import a file."""
    return import_nppes(state_of(app).database, file)


def test_killed_and_run_again_gives_the_same_register(served: Flask, env: dict[str, str], tmp_path: Path) -> None:
    database = state_of(served).database
    first = write_file(tmp_path, *(line(npi_number(n), middle="A") for n in range(40)))
    load(served, first)
    before = table(database)
    whole = write_file(
        tmp_path, *(line(npi_number(n), other_last="FORMER", other_kind="1", middle="") for n in range(MANY))
    )
    killed(env, whole, after=1)
    assert table(database) == before
    load(served, whole)
    after = table(database)
    assert len(after) == MANY
    week = write_file(
        tmp_path,
        *(line(npi_number(n), last="O&apos;NEIL, JR") for n in range(10)),
        deactivated_line(npi_number(11)),
        line(npi_number(12), code="363LF0000X"),
        line(npi_number(MANY + 1)),
        name=WEEKLY,
    )
    killed(env, week, after=1)
    assert table(database) == after
    report = load(served, week)
    assert report.changed == 13
    weekly = table(database)
    assert len(weekly) == MANY
    assert load(served, week).was_in_use
    assert table(database) == weekly
    load(served, whole)
    assert table(database) == after
