"""Two at the same time: what is good once is taken once, and nothing breaks, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyotp
import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import load_settings
from medpeer.accounts.actor import Actor
from medpeer.accounts.devices import UNKNOWN_DEVICE
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.errors import MedpeerError
from medpeer.credentials import queries
from medpeer.credentials.ceremonies import NewPasskey
from medpeer.credentials.models import Authenticator, KnownDevice, Passkey, RecoveryCode, SignInLink
from medpeer.credentials.queries.links import count_open_links, link_token
from medpeer.credentials.service import authenticator, links, passkeys, recovery
from medpeer.credentials.service.devices import meet_device
from medpeer.credentials.service.passkeys import Use
from medpeer.credentials.slips import spend_slip
from tests.conftest import NOW, settings_env, state_of
from tests.factories.people import People
from tests.factories.postgres import address, postgres_url

__all__ = ["postgres_url"]

AT_ONCE = 6
Act = Callable[[Session], object]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def crowd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, People]]:
    """Return a database of each kind and a maker of people in it."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    env = settings_env(folder / "data")
    if request.param == "postgresql":
        env["MEDPEER_DATABASE_URL"] = address(request.getfixturevalue("postgres_url"))
    app = create_app(load_settings(env), clock=SettableClock(NOW))
    with app.app_context():
        upgrade()
    database = state_of(app).database
    yield database, People(app, database)
    database.engine.dispose()


@pytest.fixture
def database(crowd: tuple[Database, People]) -> Database:
    """Return the database."""
    return crowd[0]


@pytest.fixture
def actor(crowd: tuple[Database, People]) -> Actor:
    """Return a member."""
    return crowd[1].physician()


def together(database: Database, act: Act) -> list[object]:
    """Do ``act`` in several transactions that begin at the same time; return what became of each."""
    start = Barrier(AT_ONCE)

    def run(_number: int) -> object:
        start.wait()
        try:
            with database.transaction() as session:
                return act(session)
        except MedpeerError as error:
            return type(error).__name__

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def count(database: Database, table: type[Passkey | RecoveryCode | KnownDevice | Authenticator], actor: Actor) -> int:
    """Return how many rows of a table are a person's."""
    with database.reading() as session:
        owned = select(func.count()).select_from(table).where(table.physician_id == actor.physician_id)
        return session.scalar(owned) or 0


def new_passkey(name: str) -> NewPasskey:
    """Return a passkey that was made and checked."""
    return NewPasskey(credential_id=name, public_key="cHVibGlj", sign_count=1, is_synced=False)


def test_a_recovery_code_is_taken_once(database: Database, actor: Actor) -> None:
    with database.transaction() as session:
        codes = recovery.renew_codes(session, actor.physician_id)
    taken = together(database, lambda session: recovery.spend_code(session, actor.physician_id, codes[0]))
    assert sorted(map(str, taken)) == ["False"] * (AT_ONCE - 1) + ["True"]


def test_an_apps_code_is_taken_once(database: Database, actor: Actor) -> None:
    with database.transaction() as session:
        authenticator.begin_setup(session, actor)
        session.flush()
        code = pyotp.TOTP(queries.access_setup(session, actor).secret).at(NOW)
    taken = together(database, lambda session: authenticator.spend_app_code(session, actor.physician_id, code))
    assert sorted(map(str, taken)) == ["False"] * (AT_ONCE - 1) + ["True"]


def test_a_slip_and_a_mailed_link_are_taken_once(database: Database, actor: Actor) -> None:
    slip = f"slip of {actor.physician_id}"
    assert together(database, lambda session: spend_slip(session, slip)).count(None) == 1
    with database.transaction() as session:
        links.ask_link(session, actor.physician_id)
        session.flush()
        link_id = session.scalars(select(SignInLink.id).where(SignInLink.physician_id == actor.physician_id)).one()
        token = link_token(session, link_id)
    used = together(database, lambda session: links.use_link(session, token))
    assert used.count(actor.physician_id) == 1
    assert used.count("DeadSignInLinkError") == AT_ONCE - 1


def test_an_answer_of_a_passkey_is_taken_once(database: Database, actor: Actor) -> None:
    name = f"a{actor.physician_id}"
    with database.transaction() as session:
        passkeys.add_passkey(session, actor, new_passkey(name), UNKNOWN_DEVICE)
    with database.reading() as session:
        found = queries.find_passkey(session, name)
    assert found
    use = Use(found.passkey_id, 1, 2)
    assert together(database, lambda session: passkeys.note_use(session, use)).count(None) == 1


def test_a_passkey_sent_twice_is_kept_once_with_ten_codes(database: Database, actor: Actor) -> None:
    made = new_passkey(f"b{actor.physician_id}")
    told = together(database, lambda session: passkeys.add_passkey(session, actor, made, UNKNOWN_DEVICE))
    assert told.count("PasskeyRefusedError") == AT_ONCE - 1
    assert count(database, Passkey, actor) == 1
    assert count(database, RecoveryCode, actor) == 10


def test_no_more_than_ten_passkeys_however_fast(database: Database, actor: Actor) -> None:
    for number in range(8):
        with database.transaction() as session:
            passkeys.add_passkey(session, actor, new_passkey(f"c{actor.physician_id}x{number}"), UNKNOWN_DEVICE)
    names = iter([f"d{actor.physician_id}x{number}" for number in range(AT_ONCE)])
    told = together(
        database, lambda session: passkeys.add_passkey(session, actor, new_passkey(next(names)), UNKNOWN_DEVICE)
    )
    assert told.count("TooManyError") == AT_ONCE - 2
    assert count(database, Passkey, actor) == 10


def test_fresh_codes_made_twice_are_ten(database: Database, actor: Actor) -> None:
    together(database, lambda session: recovery.renew_codes(session, actor.physician_id))
    assert count(database, RecoveryCode, actor) == 10


def test_a_set_up_begun_twice_is_one(database: Database, actor: Actor) -> None:
    assert together(database, lambda session: authenticator.begin_setup(session, actor)) == [None] * AT_ONCE
    assert count(database, Authenticator, actor) == 1


def test_a_browser_met_twice_is_one(database: Database, actor: Actor) -> None:
    assert together(database, lambda session: meet_device(session, actor.physician_id, "t")) == [None] * AT_ONCE
    assert count(database, KnownDevice, actor) == 1


def test_no_more_than_three_links_however_often_asked(database: Database, actor: Actor) -> None:
    together(database, lambda session: links.ask_link(session, actor.physician_id))
    with database.reading() as session:
        assert count_open_links(session, actor.physician_id) == 3
