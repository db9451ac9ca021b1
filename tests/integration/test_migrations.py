"""Migrations go up, down and up again on SQLite and on PostgreSQL, and on both the database guards the texts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from config import load_settings
from medpeer.accounts.models import Role
from medpeer.app import create_app
from medpeer.deid import Category
from medpeer.gate import Circumstance, Counts, Miss, Refusal, Surface, note_miss
from medpeer.gate.verify import cleared_columns
from medpeer.statistics.queries import export_rows, lessons, statistics
from medpeer.statistics.service import add_counts
from medpeer.statistics.weeks import Period
from tests.conftest import settings_env, state_of
from tests.factories.images import Images
from tests.factories.people import People
from tests.factories.postgres import address, postgres_url
from tests.factories.texts import cleared

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Return an application over an empty database of each kind."""
    env = settings_env(tmp_path / "data")
    if request.param == "postgresql":
        env["MEDPEER_DATABASE_URL"] = address(request.getfixturevalue("postgres_url"))
    app = create_app(load_settings(env))
    yield app
    with app.app_context():
        downgrade(revision="base")
    state_of(app).database.engine.dispose()


def tables(app: Flask) -> set[str]:
    """Return the names of the tables that are there."""
    return set(inspect(state_of(app).database.engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
        there = tables(empty_app)
        assert {table.name for table, _ in cleared_columns()} <= there
        downgrade(revision="base")
        assert tables(empty_app) == set()
        upgrade()
        assert tables(empty_app) == there


def test_the_database_refuses_forged_texts_and_a_changed_record(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
    database = state_of(empty_app).database
    Images(database).image(People(empty_app, database).physician())
    with database.transaction() as session:
        cleared(session, "Grace", Surface.PERSON_NAME)
    for forgery in (
        "UPDATE physician SET first_name_text = 'Forged'",
        "UPDATE physician SET first_name_clearance_id = (SELECT max(id) FROM clearance)",
        "UPDATE image_file SET data_bytes = (SELECT f.data_bytes FROM image_file f WHERE f.id <> image_file.id)",
        "UPDATE image_file SET data_clearance_id = (SELECT max(id) FROM clearance)",
        "UPDATE image SET alt_text = 'Forged'",
        "UPDATE audit_entry SET actor_id = 9",
        "DELETE FROM audit_entry",
    ):
        with pytest.raises(DBAPIError), database.transaction() as session:
            session.execute(text(forgery))
            session.execute(text("INSERT INTO audit_entry (seq) VALUES (0)"))
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("UPDATE clearance SET digest = ''"))


def test_days_are_counted_alike(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
    database = state_of(empty_app).database
    officer = People(empty_app, database).physician(Role.PRIVACY_OFFICER)
    counts = Counts(refused=Counter({(Surface.CASE_POST, Refusal.MUST_GO): 6}))
    for _ in range(2):
        with database.transaction() as session:
            add_counts(session, counts)
            note_miss(session, Surface.CASE_POST, Miss(Category.NAME, Circumstance.NICKNAME))
    with database.transaction() as session:
        for number in range(5):
            cleared(session, f"Seen {number} times.", Surface.CASE_POST)
    with database.reading() as session:
        shown = statistics(session, officer, Period.MONTH)
        assert [(one.category, one.times) for one in lessons(session)] == [(Category.NAME, 2)]
        assert list(export_rows(session, officer, Period.MONTH)) == []
    assert (str(shown.totals.refused), str(shown.refused.weeks[-1])) == ("12", "12")
    # Two names and five texts.
    assert (str(shown.totals.stored), str(shown.stored.weeks[-1])) == ("7", "7")
