"""Fixtures: a migrated database copied for each test, an application over it, people who can sign in."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from config import load_settings
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.relay import Relay
from medpeer.web.state import AppState, attached
from tests.factories.people import People

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def settings_env(data_dir: Path) -> dict[str, str]:
    """Return the environment of a test's application."""
    return {
        "MEDPEER_DATA_DIR": str(data_dir),
        "MEDPEER_SECRET_KEY": "only-for-tests-0123456789abcdef-0123456789",
        "MEDPEER_RATE_LIMITS": "0",
        "MEDPEER_LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="session")
def migrated_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder whose database stands at the newest migration; copied, never used itself."""
    data_dir = tmp_path_factory.mktemp("migrated")
    app = create_app(load_settings(settings_env(data_dir)))
    with app.app_context():
        upgrade()
    _close(app)
    return data_dir


@pytest.fixture
def data_dir(migrated_dir: Path, tmp_path: Path) -> Path:
    """Return this test's own data folder."""
    target = tmp_path / "data"
    shutil.copytree(migrated_dir, target)
    return target


@pytest.fixture
def clock() -> SettableClock:
    """Return the clock of this test's application; stands still at ``NOW``."""
    return SettableClock(NOW)


@pytest.fixture
def app(data_dir: Path, clock: SettableClock) -> Iterator[Flask]:
    """Return this test's application."""
    built = create_app(load_settings(settings_env(data_dir)), clock=clock)
    yield built
    _close(built)


def _close(app: Flask) -> None:
    state_of(app).database.engine.dispose()


def state_of(app: Flask) -> AppState:
    """Return the parts of an application."""
    return attached(app)


@pytest.fixture
def database(app: Flask) -> Database:
    """Return this test's database."""
    return state_of(app).database


@pytest.fixture
def relay(app: Flask) -> Relay:
    """Return the application's relay; tests run it by hand: ``relay.drain()``."""
    return state_of(app).relay


@pytest.fixture
def people(app: Flask, database: Database) -> People:
    """Return the maker of physicians and of their signed-in clients."""
    return People(app, database)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without a sign-in."""
    return app.test_client()
