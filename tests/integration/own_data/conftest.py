"""A member with something of each kind, and a file of it all."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from medpeer.accounts.actor import Actor
from medpeer.core.clock import SettableClock
from medpeer.web.state import AppState
from tests.conftest import state_of
from tests.factories.people import People

HOME = "/account/own-data"


@dataclass
class Owner:
    """Somebody who asks for their data."""

    app: Flask
    people: People
    clock: SettableClock
    actor: Actor
    browser: FlaskClient

    @property
    def parts(self) -> AppState:
        """The product's parts."""
        return state_of(self.app)

    @property
    def folder(self) -> Path:
        """Where files wait."""
        return self.parts.settings.own_data_dir

    def post(self, path: str = HOME, **data: str) -> TestResponse:
        """Submit a form."""
        return self.browser.post(path, data=data | {"csrf_token": self.people.csrf(self.browser)})

    def page(self) -> str:
        """Return the page."""
        return self.browser.get(HOME).text

    def ask(self) -> int:
        """Ask for a file, let it be made, and return how many were."""
        assert self.post().headers["Location"] == HOME
        return self.parts.own_data.run_once()

    def fetch(self) -> TestResponse:
        """Fetch the file, all of it."""
        answer = self.post(f"{HOME}/file")
        answer.get_data()
        answer.close()
        return answer

    def archive(self) -> ZipFile:
        """Ask for a file and fetch it."""
        assert self.ask() == 1
        answer = self.fetch()
        assert answer.mimetype == "application/zip"
        return ZipFile(BytesIO(answer.data))

    def data(self) -> dict[str, list[dict[str, Any]]]:
        """Ask for a file and return what its JSON holds."""
        with self.archive() as archive:
            found: dict[str, list[dict[str, Any]]] = json.loads(archive.read("data.json"))["data"]
            return found

    def waiting(self) -> list[str]:
        """Return the names of the files on the disk."""
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []


@pytest.fixture
def ada(app: Flask, people: People, clock: SettableClock) -> Owner:
    """Return a member, freshly signed in."""
    actor = people.physician(email="ada@stlukes.example", first="Ada", last="Okonkwo", state="WY")
    return Owner(app, people, clock, actor, people.client(actor))
