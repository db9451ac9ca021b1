"""A running mail relay on the loopback address, and somebody who walks through onboarding in a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from medpeer.core.db import Database
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.relay import Relay
from medpeer.notifications.mailbox import Mail, list_mails
from tests.conftest import state_of
from tests.factories.licensing import Typed, line, load
from tests.factories.people import PASSWORD, People

LINK: Final = r"http://127\.0\.0\.1:\d+(/\S+)"


@pytest.fixture
def sink(app: Flask) -> Iterator[MailSink]:
    """Return the demo's mail relay, listening."""
    sink = state_of(app).mail_sink
    sink.start()
    yield sink
    sink.stop()


@dataclass(slots=True)
class Applicant:
    """Somebody with a browser and a mailbox, and no account yet."""

    app: Flask
    people: People
    relay: Relay
    mailbox: Path
    browser: FlaskClient = field(init=False)
    email: str = "miriam.okonjo@stlukes.example"

    def __post_init__(self) -> None:
        """Open the front door: a session with its form token."""
        self.browser = self.app.test_client()
        self.browser.get("/sign-up")

    def post(self, path: str, **data: str) -> TestResponse:
        """Submit a form of the last page's session."""
        return self.browser.post(path, data=data | {"csrf_token": self.people.csrf(self.browser)})

    def mails(self) -> list[Mail]:
        """Return this person's mails, newest first."""
        self.relay.drain()
        return [mail for mail in list_mails(self.mailbox) if mail.to == self.email]

    def link(self) -> str:
        """Return the path of the link in the newest mail."""
        found = re.search(LINK, self.mails()[0].body)
        assert found
        return found[1]

    def new_link(self, path: str, **data: str) -> str:
        """Submit a form and return the path of the link that was mailed for it: mails of one second have no order."""
        before = self._links()
        assert self.post(path, **data).status_code == 200
        (link,) = self._links() - before
        return link

    def _links(self) -> set[str]:
        return {link for mail in self.mails() for link in re.findall(LINK, mail.body)}

    def sign_up(self) -> TestResponse:
        return self.post("/sign-up", email=self.email, password=PASSWORD)

    def sign_in(self, path: str = "/join") -> TestResponse:
        return self.post("/sign-in", email=self.email, password=PASSWORD, next=path)

    def prove(self, link: str) -> TestResponse:
        """Open the mailed link with the password of the sign-up."""
        return self.post(link, password=PASSWORD)

    def prove_and_sign_in(self) -> None:
        """Go from nothing to a signed-in person with a proved address."""
        assert self.sign_up().status_code == 200
        assert self.prove(self.link()).status_code == 303
        assert self.sign_in().headers["Location"] == "/join"

    def claim(self, **typed: str) -> TestResponse:
        """Submit the licence claim."""
        claim = Typed(**typed)
        return self.post("/join", **{name: getattr(claim, name) for name in claim.__slots__})

    def page(self, path: str = "/join") -> str:
        return self.browser.get(path).text


def main_of(page: str) -> str:
    """Return a page's content without what is new on each page, so that two pages can be compared."""
    content = page.split("<main")[1].split("</main>", maxsplit=1)[0]
    return re.sub(r'name="(csrf_token|slip|client_key)" value="[^"]+"|data-options="[^"]+"', "", content)


@pytest.fixture
def applicant(app: Flask, people: People, relay: Relay, sink: MailSink, data_dir: Path) -> Applicant:  # noqa: ARG001 - runs
    """Return somebody who may sign up."""
    return Applicant(app, people, relay, data_dir / "mailbox")


@pytest.fixture
def register(database: Database, tmp_path: Path) -> None:
    """Bring a register with one physician into use."""
    load(database, tmp_path, line())
