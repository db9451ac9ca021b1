"""The engine never runs while a write transaction is open: all other writing would wait for it.

The doors are those of the canary sweep. Whenever the engine is asked, another connection must get the write lock.
"""

import sqlite3
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from medpeer.core.db import Database
from medpeer.deid import find_identifiers
from medpeer.gate import RawText, Surface, examine
from medpeer.gate.models import Clearance
from medpeer.jobs.relay import Relay
from tests.contracts.test_canary_sweep import BENIGN, Form, Forms, Sweep, filled, identifying
from tests.factories.people import People
from tests.factories.sockets import connect
from tests.factories.world import World, build_world

PATIENCE_S: Final = 2.0


@dataclass
class Watch:
    """Stands before the engine and tries the lock at each call."""

    file: Path
    engine: Callable[..., Any]
    calls: int = 0
    held: list[str] = field(default_factory=list)
    at: str = ""

    def __call__(self, text: str, **more: Any) -> Any:
        """Note a call, and the door it came from if a writer holds the lock; then let the engine run."""
        self.calls += 1
        # The relay beside may write for a moment; a caller who holds the lock cannot let go of it while it waits here.
        other = sqlite3.connect(self.file, timeout=PATIENCE_S, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            self.held.append(self.at)
        finally:
            other.close()
        return self.engine(text, **more)


@pytest.fixture
def world(app: Flask, database: Database, people: People, relay: Relay) -> World:
    """Return a small populated product with a client for each kind of person."""
    built = build_world(app, database, people)
    relay.drain()
    return built


@pytest.fixture
def watch(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Return the watch over every engine call from here on."""
    watching = Watch(data_dir / "medpeer.db", find_identifiers)
    monkeypatch.setattr("medpeer.gate.verdict.find_identifiers", watching)
    return watching


class Writing(Sweep):
    """Fills in each form once with what passes and once with what does not."""

    watch: Watch

    def submit(self, client: FlaskClient, form: Form) -> None:
        """Send ``form`` as a member would, then with an identifier in every field."""
        typed = [control.name for control in form.fields if control.typed]
        door = (client, self.endpoint(form.action), tuple(sorted({control.name for control in form.fields})))
        if not typed or door in self.done:
            return
        self.done.add(door)
        self.watch.at = form.action
        for words in ({}, {name: identifying(self.word()) for name in typed}):
            # Without the button that only looks.
            data = {name: value for name, value in filled(form, words).items() if name != "replace"}
            answer = client.post(form.action, data=data | {"csrf_token": self.world.csrf(client)})
            assert answer.status_code < 500, (form.action, answer.status_code)


def count_clearances(database: Database) -> int:
    """Return how many texts stand in the ledger."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Clearance)) or 0


def test_no_form_runs_the_engine_while_others_wait(app: Flask, database: Database, world: World, watch: Watch) -> None:
    before, sweep, watch.calls = count_clearances(database), Writing(app, world), 0
    sweep.watch = watch
    for client in world.clients.values():
        for _, path in sweep.rules(("GET",)):
            page = client.get(path)
            if page.mimetype == "text/html":
                for form in Forms(page.text, path).found:
                    sweep.submit(client, form)
    assert watch.held == []
    # The control: the engine was asked, and texts were stored.
    assert watch.calls > 50
    assert count_clearances(database) > before + 10


def test_no_socket_event_runs_the_engine_while_others_wait(database: Database, world: World, watch: Watch) -> None:
    world.listen()
    assert world.server is not None
    before, watch.calls = count_clearances(database), 0
    try:
        with connect(world.server, world.people.cookie(world.actors["member"])) as mouth:
            for number, body in enumerate((BENIGN, identifying("Qzxvwaaaajk"))):
                mouth.call("send", room="nephrology", client_key=f"short-write-{number}", body=body)
    finally:
        world.close()
    assert (watch.held, watch.calls, count_clearances(database)) == ([], 2, before + 1)


def test_the_gate_refuses_to_judge_in_a_write_transaction(database: Database, watch: Watch) -> None:
    with database.transaction(), pytest.raises(RuntimeError, match="before its transaction"):
        examine(RawText(BENIGN), Surface.CASE_POST)
    with database.reading():
        examine(RawText(BENIGN), Surface.CASE_POST)
    assert (watch.calls, watch.held) == (1, [])


def test_a_held_lock_would_be_seen(database: Database, watch: Watch) -> None:
    """The control: past the refusal, by a context that knows of no transaction, the watch finds the lock held."""
    watch.at = "here"
    with database.transaction() as session:
        session.execute(select(1))
        Context().run(examine, RawText(BENIGN), Surface.CASE_POST)
    assert watch.held == ["here"]
