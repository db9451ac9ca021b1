"""Fixtures: something to report, somebody to report it, somebody to decide."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.db import Database
from medpeer.deid import mosaic
from medpeer.gate import RawText, Surface, Terms, Verdict
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
    return Cast(
        asker=people.physician(),
        answerer=people.physician(),
        reader=people.physician(),
        other=people.physician(),
        moderator=people.physician(Role.MODERATOR),
        second=people.physician(Role.MODERATOR),
    )


@pytest.fixture
def discussions(database: Database) -> Discussions:
    """Return the maker of threads and posts."""
    return Discussions(database)


@pytest.fixture
def moderation(database: Database) -> Moderation:
    """Return the maker of reports and decisions."""
    return Moderation(database)


Blind = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def blind_gate(monkeypatch: pytest.MonkeyPatch) -> Blind:
    """Return a context in which the gate finds nothing: how a name gets in that takedown is there for."""

    def overlook(_raw: RawText, _surface: Surface, _terms: Terms) -> Verdict:
        return Verdict((), mosaic(""))

    @contextmanager
    def blind() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr("medpeer.gate.examining.judge", overlook)
            yield

    return blind
