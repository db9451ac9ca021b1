"""Fixtures: something to report, somebody to report it, somebody to decide."""

from dataclasses import dataclass

import pytest

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.db import Database
from tests.factories.discussions import Discussions
from tests.factories.moderation import Moderation
from tests.factories.people import People


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a case."""

    asker: Actor
    answerer: Actor
    reader: Actor
    other: Actor
    moderator: Actor
    second: Actor


@pytest.fixture
def cast(people: People) -> Cast:
    """Return an asker, an answerer, two readers and two moderators who took no part."""
    members = [people.physician() for _ in range(4)]
    return Cast(*members, people.physician(Role.MODERATOR), people.physician(Role.MODERATOR))


@pytest.fixture
def discussions(database: Database) -> Discussions:
    """Return the maker of threads and posts."""
    return Discussions(database)


@pytest.fixture
def moderation(database: Database) -> Moderation:
    """Return the maker of reports and decisions."""
    return Moderation(database)
