"""A server that cannot serve ends, and says what to do: on a database older than its code, over a wrong setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.core.schema import SchemaError, require_newest
from tests.conftest import settings_env, state_of

ROOT = Path(__file__).parents[2]


def set_back(database: Database) -> None:
    """Let the database be one that an older version left."""
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_the_newest_database_is_served(database: Database) -> None:
    require_newest(database)


def test_an_older_database_is_not_served(database: Database) -> None:
    set_back(database)
    with pytest.raises(SchemaError, match=r"at migration 0001, .*flask --app wsgi db upgrade"):
        require_newest(database)


def test_an_empty_database_is_not_served(tmp_path: Path) -> None:
    database = state_of(create_app(load_settings(settings_env(tmp_path)))).database
    with pytest.raises(SchemaError, match="at migration none"):
        require_newest(database)
    database.engine.dispose()


def serve(data_dir: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Serve as operators do, and return how it ended."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", "127.0.0.1:0", "wsgi:app"]
    env = os.environ | settings_env(data_dir) | settings
    return subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120, capture_output=True, text=True)  # noqa: S603 - our own code


def test_the_server_ends_and_says_why(database: Database, data_dir: Path) -> None:
    set_back(database)
    ended = serve(data_dir)
    assert ended.returncode != 0
    assert "The database is at migration 0001" in ended.stderr


def test_so_it_does_over_a_wrong_setting(data_dir: Path) -> None:
    ended = serve(data_dir, MEDPEER_DEMO="perhaps")
    assert ended.returncode != 0
    assert "MEDPEER_DEMO must be 1 or 0." in ended.stderr
