"""Two hospitals' sign-ins, an application that knows them, and a member who goes there and back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import load_settings
from medpeer.accounts.actor import Actor
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from tests.conftest import settings_env, state_of
from tests.factories.hospitals import Hospital, providers_file, running
from tests.factories.people import People

EMAIL = "ada@stlukes.example"
WAYS = "/account/ways-in"


@pytest.fixture(scope="session")
def running_hospitals() -> Iterator[tuple[Hospital, Hospital]]:
    """Return two running sign-ins, for the whole session."""
    with running("st-lukes") as one, running("lake-side") as other:
        yield one, other


@pytest.fixture
def stlukes(running_hospitals: tuple[Hospital, Hospital]) -> Hospital:
    """Return the hospital that speaks for ``stlukes.example``."""
    return running_hospitals[0]


@pytest.fixture
def lakeside(running_hospitals: tuple[Hospital, Hospital]) -> Hospital:
    """Return the hospital that speaks for ``lakeside.example``."""
    return running_hospitals[1]


@pytest.fixture
def clock() -> SettableClock:
    """Return a clock that stands where the hospitals' clocks are."""
    return SettableClock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def app(data_dir: Path, clock: SettableClock, tmp_path: Path, stlukes: Hospital, lakeside: Hospital) -> Iterator[Flask]:
    """Return an application that knows both."""
    env = settings_env(data_dir) | {"MEDPEER_OIDC_PROVIDERS": str(providers_file(tmp_path, stlukes, lakeside))}
    built = create_app(load_settings(env), clock=clock)
    yield built
    state_of(built).database.engine.dispose()


@dataclass
class Traveller:
    """Somebody with a browser, who goes to a hospital's sign-in and comes back."""

    app: Flask
    people: People
    actor: Actor
    browser: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        """Take a browser that nobody is signed in with."""
        self.fresh_browser()

    def fresh_browser(self) -> None:
        """Take another one."""
        self.browser = self.app.test_client()
        self.browser.get("/sign-in")

    def sign_in_here(self) -> None:
        """Take a browser that is signed in, just now, by password."""
        self.browser = self.people.client(self.actor)

    def post(self, path: str, **data: str) -> TestResponse:
        """Submit a form."""
        return self.browser.post(path, data=data | {"csrf_token": self.people.csrf(self.browser)})

    def leave(self, hospital: Hospital, path: str = "") -> tuple[str, dict[str, str]]:
        """Go to a hospital and be sent back; not yet opened here."""
        start = self.browser.get(path or f"/sign-in/hospital/{hospital.slug}")
        assert start.headers["Location"].startswith(hospital.issuer), start.headers["Location"]
        return hospital.visit(start.headers["Location"])

    def finish(self, path: str, carried: dict[str, str]) -> TestResponse:
        """Open the page one is sent back to, and press its button."""
        page = self.browser.get(path, query_string=carried)
        if page.status_code != 200:
            return page
        fields = {"code": carried["code"], "slip": carried["state"], "issuer": carried.get("iss", "")}
        return self.post(path, **fields)

    def go(self, hospital: Hospital) -> TestResponse:
        """Sign in by a hospital, all of it."""
        return self.finish(*self.leave(hospital))

    def link(self, hospital: Hospital) -> TestResponse:
        """Link a hospital, all of it."""
        return self.finish(*self.leave(hospital, f"{WAYS}/hospital/{hospital.slug}"))

    def is_signed_in(self) -> bool:
        """Tell whether this browser is signed in."""
        return self.browser.get("/account").status_code == 200

    def told(self) -> str:
        """Return the sign-in page, with what it was left to say."""
        return self.browser.get("/sign-in").text


@pytest.fixture
def ada(app: Flask, people: People) -> Traveller:
    """Return a member whose proved address is of St Lukes."""
    return Traveller(app, people, people.physician(email=EMAIL))
