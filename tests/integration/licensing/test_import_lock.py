"""Two imports of one register at once: the second is told so and changes nothing, the first comes out whole."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from sqlalchemy import URL, Engine, create_engine, func, select

from medpeer.core.clock import SettableClock
from medpeer.core.crypto import Vault
from medpeer.core.db import Context, Database
from medpeer.jobs.import_lock import only_import
from medpeer.jobs.list_import import import_leie
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing.errors import ImportRunningError
from medpeer.licensing.evidence import LEIE, NPPES
from medpeer.licensing.models import RegisterImport, RegisterPhysician
from tests.conftest import NOW
from tests.factories.licensing import line, npi_number, write_file
from tests.factories.lists import entry, leie_text
from tests.factories.postgres import postgres_url

__all__ = ["postgres_url"]

# Holds the lock until it is killed, and says when it has it.
HOLDER: Final = """
import sys, time
from config import load_settings
from medpeer.app import create_app
from medpeer.jobs.import_lock import only_import

app = create_app(load_settings())
with only_import(app.extensions["medpeer"].database, sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def physicians(database: Database) -> list[int]:
    """Return how many rows each reading has, seen or not."""
    with database.reading() as session:
        counted = select(func.count()).select_from(RegisterPhysician).group_by(RegisterPhysician.import_id)
        return list(session.scalars(counted))


def test_a_second_import_in_the_middle_of_the_first_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = write_file(tmp_path, *(line(npi_number(n)) for n in range(30)))
    (tmp_path / "other").mkdir()
    other = write_file(tmp_path / "other", line(npi_number(99)))
    refused: list[str] = []

    def start_another(_progress: object) -> None:
        with pytest.raises(ImportRunningError) as caught:
            import_nppes(database, other, may_shrink=True)
        refused.append(str(caught.value))

    import_nppes(database, file, show=start_another)
    assert refused
    assert "another import of nppes is running" in refused[0]
    assert physicians(database) == [30]
    with database.reading() as session:
        assert session.scalars(select(RegisterImport.register)).all() == [NPPES]


def test_another_register_does_not_wait_nor_lose_its_rows(database: Database, tmp_path: Path) -> None:
    file = write_file(tmp_path, *(line(npi_number(n)) for n in range(5)))
    (tmp_path / "UPDATED.csv").write_text(leie_text(entry()), encoding="utf-8")
    with only_import(database, LEIE):
        import_nppes(database, file)
    with only_import(database, NPPES):
        report = import_leie(database, tmp_path / "UPDATED.csv")
    assert (physicians(database), report.totals.rows_kept) == ([5], 1)


def test_the_lock_is_free_after_a_fault(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), only_import(database, NPPES):
        raise ZeroDivisionError
    with only_import(database, NPPES):
        pass


def test_a_killed_import_leaves_no_lock(app: Flask, database: Database, data_dir: Path) -> None:
    env = os.environ | {"MEDPEER_DATA_DIR": str(data_dir), "MEDPEER_SECRET_KEY": app.config["SECRET_KEY"]}
    command = [sys.executable, "-c", HOLDER, NPPES]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as holder:  # noqa: S603
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ImportRunningError), only_import(database, NPPES):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(timeout=30)
    with only_import(database, NPPES):
        pass


def test_the_command_says_that_another_import_runs(app: Flask, database: Database, tmp_path: Path) -> None:
    file = write_file(tmp_path, line())
    with only_import(database, NPPES):
        answer = app.test_cli_runner().invoke(args=["register", "import", "nppes", str(file)])
    assert answer.exit_code == 1
    assert "another import of nppes is running. Start again when it has ended. Nothing was imported." in answer.output


@pytest.fixture
def postgres(postgres_url: URL) -> Iterator[Engine]:
    """Return an engine over a real PostgreSQL, started for this module."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


def test_the_lock_holds_on_postgresql_too(postgres: Engine) -> None:
    database = Database(postgres, Context(SettableClock(NOW), Vault("only-for-tests-0123456789abcdef-0123456789")))
    with only_import(database, NPPES):
        with pytest.raises(ImportRunningError), only_import(database, NPPES):
            pass
        with only_import(database, LEIE):
            pass
    with only_import(database, NPPES):
        pass
