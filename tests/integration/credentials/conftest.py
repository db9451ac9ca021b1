"""A member with a browser, who sets up ways to sign in."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from medpeer.accounts.actor import Actor
from medpeer.core.clock import SettableClock
from tests.factories.people import PASSWORD, People

WAYS = "/account/ways-in"
EMAIL = "ada@stlukes.example"


@dataclass
class Member:
    """Somebody with an account, a browser and a phone."""

    app: Flask
    people: People
    clock: SettableClock
    actor: Actor
    email: str = EMAIL
    browser: FlaskClient = field(init=False)
    secret: str = ""
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open a browser, signed in."""
        self.browser = self.people.client(self.actor)

    def post(self, path: str, **data: str) -> TestResponse:
        """Submit a form."""
        return self.browser.post(path, data=data | {"csrf_token": self.people.csrf(self.browser)})

    def page(self, path: str = WAYS) -> str:
        """Return a page's content."""
        return self.browser.get(path).text

    def app_code(self, drift_s: int = 0) -> str:
        """Return what the phone shows, its clock off by some seconds."""
        return pyotp.TOTP(self.secret).at(self.clock.now() + timedelta(seconds=drift_s))

    def wait(self, **length: float) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**length))

    def set_up_app(self) -> None:
        """Set up an authenticator app and keep the recovery codes."""
        assert self.post(f"{WAYS}/authenticator").headers["Location"] == f"{WAYS}/authenticator"
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", self.page(f"{WAYS}/authenticator"))
        assert found
        self.secret = found[1].replace(" ", "")
        answer = self.post(f"{WAYS}/authenticator/confirm", code=self.app_code())
        self.codes = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", answer.text)
        self.wait(seconds=30)

    def new_browser(self) -> None:
        """Take another browser, signed out."""
        self.browser = self.app.test_client()
        self.browser.get("/sign-in")

    def give_password(self, password: str = PASSWORD) -> TestResponse:
        """Give address and password at the sign-in page."""
        return self.post("/sign-in", email=self.email, password=password, next="/account")

    def slip_of(self, answer: TestResponse) -> str:
        """Return the slip of a second-step page."""
        form = answer.text.split('action="/sign-in/second-step"')[1]
        found = re.search(r'name="slip" value="([^"]+)"', form)
        assert found
        return found[1]

    def second_step(self, code: str, slip: str | None = None) -> TestResponse:
        """Give a code after the password."""
        slip = slip or self.slip_of(self.give_password())
        return self.post("/sign-in/second-step", slip=slip, code=code, next="/account")

    def is_signed_in(self) -> bool:
        """Tell whether this browser is signed in."""
        return self.browser.get("/account").status_code == 200


@pytest.fixture
def member(app: Flask, people: People, clock: SettableClock) -> Member:
    """Return a signed-in member."""
    return Member(app, people, clock, people.physician(email=EMAIL))
