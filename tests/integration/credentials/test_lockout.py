"""Guessing at an account shuts out whoever guesses, from wherever, and never the account's owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import load_settings
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.credentials.events import SecondStepFailed
from tests.conftest import NOW, settings_env, state_of
from tests.factories.people import PASSWORD, People
from tests.integration.credentials.conftest import EMAIL, Member


@dataclass
class Street:
    """A server with its limits on, and networks to come from."""

    app: Flask
    people: People
    clock: SettableClock

    def browser(self, network: str) -> FlaskClient:
        """Return a fresh browser in a network."""
        browser = self.app.test_client()
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = network
        browser.get("/sign-in")
        return browser

    def try_from(self, browser: FlaskClient, password: str, email: str = EMAIL) -> int:
        """Return the status of a try to sign in."""
        data = {"csrf_token": self.people.csrf(browser), "email": email, "password": password}
        return browser.post("/sign-in", data=data).status_code

    def stuff(self, tries: int) -> list[int]:
        """Try wrong passwords, each from a network of its own."""
        return [self.try_from(self.browser(f"203.0.113.{n}"), f"guess number {n}") for n in range(tries)]


@pytest.fixture
def street(data_dir: Path) -> Iterator[Street]:
    """Return a server with its limits on."""
    env = settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1", "MEDPEER_TRUSTED_PROXIES": "1"}
    clock = SettableClock(NOW)
    app = create_app(load_settings(env), clock=clock)
    yield Street(app, People(app, state_of(app).database), clock)
    state_of(app).database.engine.dispose()


def told(database: Database) -> int:
    """Return how often an owner is told of wrong codes."""
    named = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name == SecondStepFailed.name)
    with database.reading() as session:
        return session.scalar(named) or 0


def test_guesses_from_many_networks_are_counted_together_and_the_owner_is_not_shut_out(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.people.physician(email="neighbour@stlukes.example")
    own = street.browser("198.51.100.4")
    assert street.try_from(own, PASSWORD) == 303
    own.post("/sign-out", data={"csrf_token": street.people.csrf(own)})
    assert street.stuff(62) == [422] * 60 + [429] * 2
    # The right password, in a browser nobody knows: it could be the guesser's hit.
    assert street.try_from(street.browser("192.0.2.1"), PASSWORD) == 429
    assert street.try_from(street.browser("192.0.2.1"), PASSWORD, "neighbour@stlukes.example") == 303
    assert street.try_from(own, "a slip of the finger") == 422
    assert street.try_from(own, PASSWORD) == 303


def test_a_made_up_device_is_a_stranger(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.stuff(60)
    forged = street.browser("192.0.2.1")
    forged.set_cookie("medpeer-device", "x" * 43)
    assert street.try_from(forged, PASSWORD) == 429


def test_an_account_that_is_not_there_fills_up_alike(street: Street) -> None:
    assert street.stuff(61)[-1] == 429


def test_wrong_codes_are_few_and_their_owner_is_told_once(street: Street) -> None:
    actor = street.people.physician(email=EMAIL)
    member = Member(street.app, street.people, street.clock, actor)
    member.set_up_app()
    member.new_browser()
    slip = member.slip_of(member.give_password())
    database = state_of(street.app).database
    seen = []
    for _ in range(12):
        seen.append(member.second_step("000000", slip).status_code)
        assert told(database) == (len(seen) > 4)
    assert seen == [422] * 10 + [429] * 2
