"""Guessing at an account shuts out whoever guesses, from wherever, and never the account's owner."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from config import load_settings
from medpeer.accounts.policy import normalise_email
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.credentials.events import SecondStepFailed
from medpeer.credentials.models import SignInLink
from medpeer.credentials.queries.links import link_token
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

    def answer(self, browser: FlaskClient, password: str, email: str = EMAIL) -> TestResponse:
        """Return the answer to a try to sign in."""
        data = {"csrf_token": self.people.csrf(browser), "email": email, "password": password}
        return browser.post("/sign-in", data=data)

    def try_from(self, browser: FlaskClient, password: str, email: str = EMAIL) -> int:
        """Return the status of a try to sign in."""
        return self.answer(browser, password, email).status_code

    def stuff(self, tries: int, *, network: str = "") -> list[int]:
        """Try wrong passwords, each from a network of its own, or all from one."""
        places = [network or f"203.0.113.{n}" for n in range(tries)]
        return [self.try_from(self.browser(place), f"guess number {n}") for n, place in enumerate(places)]

    def links(self) -> list[str]:
        """Return the places of the mailed links, oldest first."""
        parts = state_of(self.app)
        with parts.database.reading() as session:
            ids = session.scalars(select(SignInLink.id).order_by(SignInLink.id)).all()
            return [f"/sign-in/link/{link_token(session, one)}" for one in ids]

    def press(self, browser: FlaskClient, place: str) -> TestResponse:
        """Open a mailed link and press its button."""
        browser.get(place)
        return browser.post(place, data={"csrf_token": self.people.csrf(browser)})


@pytest.fixture
def street(data_dir: Path) -> Iterator[Street]:
    """Return a server with its limits on."""
    env = settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1", "MEDPEER_TRUSTED_PROXIES": "1"}
    clock = SettableClock(NOW)
    app = create_app(load_settings(env), clock=clock)
    yield Street(app, People(app, state_of(app).database), clock)
    state_of(app).database.engine.dispose()


def csrf_free(page: str) -> str:
    """Return a page without what is random in each."""
    return re.sub(r'(name="csrf[-_]token"[^>]*?(?:content|value)=")[^"]*', r"\1", page)


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
    assert street.stuff(62) == [422] * 60 + [200] * 2
    # The right password, in a browser nobody knows: it could be the guesser's hit.
    assert street.try_from(street.browser("192.0.2.1"), PASSWORD) == 200
    assert street.try_from(street.browser("192.0.2.1"), PASSWORD, "neighbour@stlukes.example") == 303
    assert street.try_from(own, "a slip of the finger") == 422
    assert street.try_from(own, PASSWORD) == 303


def test_an_address_in_another_spelling_brings_no_new_tries(street: Street) -> None:
    composed = "ada@m\u00fcnster.example"
    street.people.physician(email=normalise_email(composed))
    for typed in (composed, "ada@mu\u0308nster.example", "Ada@XN--MNSTER-3YA.example"):
        found = [street.try_from(street.browser("203.0.113.9"), f"guess {n}", typed) for n in range(4)]
        assert found[0] == 422
    # Twelve tries: a right password is not told apart any more.
    assert street.try_from(street.browser("203.0.113.9"), PASSWORD, composed) == 200


def test_a_domain_in_letters_that_stand_for_others_is_nobodys(street: Street) -> None:
    street.people.physician(email=EMAIL)
    assert street.try_from(street.browser("203.0.113.9"), PASSWORD, EMAIL.replace("s", "\uff53")) == 422


def test_a_made_up_device_is_a_stranger(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.stuff(60)
    forged = street.browser("192.0.2.1")
    forged.set_cookie("medpeer-device", "x" * 43)
    assert "Check your mail" in street.answer(forged, PASSWORD).text


def test_an_account_that_is_not_there_fills_up_alike(street: Street) -> None:
    assert street.stuff(61)[-1] == 200
    assert street.links() == []


def test_guessing_on_tells_nothing_and_mails_a_link_to_who_was_right(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.stuff(60)
    browser = street.browser("192.0.2.1")
    wrong, right = (street.answer(browser, password) for password in ("guess number 61", PASSWORD))
    assert wrong.status_code == right.status_code == 200
    assert csrf_free(wrong.text) == csrf_free(right.text)
    assert len(street.links()) == 1
    assert browser.get("/account").status_code == 303


def test_the_owner_gets_in_by_the_mailed_link_in_a_new_browser_once(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.stuff(60)
    browser = street.browser("192.0.2.1")
    street.answer(browser, PASSWORD)
    (place,) = street.links()
    assert browser.get(place).status_code == 200
    assert browser.get("/account").status_code == 303
    assert street.press(browser, place).headers["Location"] == "/"
    assert browser.get("/account").status_code == 200
    other = street.browser("192.0.2.2")
    assert street.press(other, place).status_code == 410
    assert other.get("/account").status_code == 303
    # From now it is one of the owner's browsers, whatever the guessers do.
    browser.post("/sign-out", data={"csrf_token": street.people.csrf(browser)})
    assert street.try_from(browser, PASSWORD) == 303


def test_a_mailed_link_still_asks_for_the_second_step(street: Street) -> None:
    member = Member(street.app, street.people, street.clock, street.people.physician(email=EMAIL))
    member.set_up_app()
    street.stuff(60)
    member.new_browser()
    member.give_password()
    (place,) = street.links()
    asked = member.post(place)
    assert "One more step" in asked.text
    assert not member.is_signed_in()
    assert member.second_step(member.app_code(), member.slip_of(asked)).status_code == 303


def test_a_mailed_link_ends_after_half_an_hour_and_few_are_sent(street: Street) -> None:
    street.people.physician(email=EMAIL)
    street.stuff(60)
    browser = street.browser("192.0.2.1")
    for _ in range(5):
        street.answer(browser, PASSWORD)
    places = street.links()
    assert len(places) == 3
    street.clock.set(street.clock.now() + timedelta(minutes=31))
    assert street.press(browser, places[0]).status_code == 410
    street.answer(browser, PASSWORD)
    fresh = street.links()
    assert len(fresh) == 1
    assert fresh[0] not in places


def test_a_guesser_in_the_owners_own_network_does_not_shut_the_owners_browser_out(street: Street) -> None:
    ward = "198.51.100.4"
    street.people.physician(email=EMAIL)
    own = street.browser(ward)
    street.try_from(own, PASSWORD)
    own.post("/sign-out", data={"csrf_token": street.people.csrf(own)})
    for number in range(21):
        for _ in range(10):
            street.try_from(street.browser(ward), "not the password", f"colleague{number}@stlukes.example")
    street.stuff(11, network=ward)
    assert street.try_from(own, PASSWORD) == 303


def test_somebody_with_the_password_does_not_shut_the_owner_out_by_wrong_codes(street: Street) -> None:
    member = Member(street.app, street.people, street.clock, street.people.physician(email=EMAIL))
    member.set_up_app()
    for number in range(6):
        member.browser = street.browser(f"203.0.113.{number}")
        slip = member.slip_of(member.give_password())
        assert [member.second_step("000000", slip).status_code for _ in range(11)] == [422] * 10 + [429]
    member.browser = street.browser("192.0.2.1")
    assert "Check your mail" in member.give_password().text
    slip = member.slip_of(member.post(street.links()[-1]))
    assert member.second_step(member.app_code(), slip).status_code == 303


def test_wrong_codes_at_one_desk_keep_no_other_browser_from_proving(street: Street) -> None:
    member = Member(street.app, street.people, street.clock, street.people.physician(email=EMAIL))
    member.set_up_app()
    desk, phone = member.browser, street.people.client(member.actor)
    assert [member.post("/account/prove", code="000000").status_code for _ in range(11)] == [422] * 10 + [429]
    member.browser = phone
    assert member.post("/account/prove", code=member.app_code()).status_code == 303
    member.browser = desk
    assert member.post("/account/prove", code=member.codes[0]).status_code == 429


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
