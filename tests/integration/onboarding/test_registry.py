"""A reviewer asks the registry: shown beside the applicant's words, decided by nobody but the reviewer, never kept."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.accounts.models import Role
from medpeer.core.db import Database
from medpeer.licensing.live import LiveClient
from medpeer.licensing.models import LicenceClaim
from medpeer.web import state
from tests.conftest import state_of
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant
from tests.unit.licensing.test_live import ABSENT, FOUND, Registry, registry

__all__ = ["registry"]


@pytest.fixture
def desk(app: Flask, applicant: Applicant, people: People, registry: Registry) -> FlaskClient:
    """Return a reviewer's browser, with an applicant whose number no file knows, and a registry to ask."""
    applicant.email = "miriam.okonjo@mailbox.example"
    applicant.prove_and_sign_in()
    applicant.claim()
    asker = LiveClient(registry.address, pause=lambda _: None)
    state.install(app, replace(state_of(app), live=asker))
    return people.client(people.physician(Role.REVIEWER))


def ask(desk: FlaskClient, people: People, database: Database) -> tuple[int, str]:
    with database.reading() as session:
        number = session.scalars(select(LicenceClaim.id)).one()
    answer = desk.post(f"/review/{number}/registry", data={"csrf_token": people.csrf(desk)})
    return answer.status_code, answer.text


def test_the_registrys_answer_stands_beside_the_applicants_words(
    desk: FlaskClient,
    people: People,
    database: Database,
    registry: Registry,
) -> None:
    assert "Ask the registry now" in desk.get("/review").text
    registry.will((200, FOUND))
    status, page = ask(desk, people, database)
    assert status == 200
    for words in ("The registry knows this number.", "NPPES registry, now", "NE MD-0010037", "Omaha, Nebraska"):
        assert words in page


@pytest.mark.parametrize(
    ("answer", "words"),
    [((200, ABSENT), "does not know this number"), ((429, {}), "gave no answer"), ((200, {}), "gave no answer")],
)
def test_no_answer_is_said_to_be_none(
    desk: FlaskClient,
    people: People,
    database: Database,
    registry: Registry,
    answer: tuple[int, object],
    words: str,
) -> None:
    registry.will(answer)
    status, page = ask(desk, people, database)
    assert (status, words in page) == (200, True)
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim.status)).one().value == "needs_review"


def test_without_an_address_there_is_nobody_to_ask(
    app: Flask, desk: FlaskClient, people: People, database: Database
) -> None:
    state.install(app, replace(state_of(app), live=None))
    assert "Ask the registry now" not in desk.get("/review").text
    assert ask(desk, people, database)[0] == 404
