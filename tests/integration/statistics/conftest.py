"""Fixtures: what the gate refuses here, and who may see the numbers."""

import pytest
from flask.testing import FlaskClient

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.db import Database
from medpeer.gate import REFUSALS
from medpeer.jobs.counting import RefusalKeeper
from tests.factories.people import People


@pytest.fixture
def keeper(database: Database) -> RefusalKeeper:
    """Return the writer of counts, with nothing counted yet."""
    REFUSALS.take()
    return RefusalKeeper(database)


@pytest.fixture
def officer(people: People) -> Actor:
    """Return a privacy officer, who is no moderator."""
    return people.physician(Role.PRIVACY_OFFICER)


@pytest.fixture
def desk(people: People, officer: Actor) -> FlaskClient:
    """Return the privacy officer's browser."""
    return people.client(officer)
