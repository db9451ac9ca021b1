"""The relay delivers each event at least once, in order, and one failing handler stops no other."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from medpeer.accounts.events import SessionEnded, SignUpRepeated
from medpeer.core import outbox
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.jobs.relay import Relay
from tests.conftest import NOW


class Recorder:
    """Keeps what it was given; fails on chosen ids as long as told."""

    handles: frozenset[type[Event]] = frozenset({SessionEnded})

    def __init__(self, key: str, *, fails_on: Sequence[int] = ()) -> None:
        self.key = key
        self.fails_on = set(fails_on)
        self.seen: list[int] = []

    def handle(self, events: Sequence[StoredEvent]) -> None:
        numbers = [one.event.device_session_id for one in events if isinstance(one.event, SessionEnded)]
        if self.fails_on & set(numbers):
            raise RuntimeError
        self.seen += numbers


def record(database: Database, *numbers: int) -> None:
    with database.transaction() as session:
        for number in numbers:
            outbox.record(session, SessionEnded(device_session_id=number))


def test_events_arrive_once_and_in_order(database: Database) -> None:
    handler = Recorder("test.a")
    relay = Relay(database, [handler])
    record(database, 1, 2)
    record(database, 3)
    relay.drain()
    relay.drain()
    assert handler.seen == [1, 2, 3]


@pytest.mark.filterwarnings("ignore")
def test_a_failing_handler_stops_no_other_and_gets_its_event_again(database: Database, clock: SettableClock) -> None:
    good, bad = Recorder("test.good"), Recorder("test.bad", fails_on=[2])
    relay = Relay(database, [bad, good])
    record(database, 1, 2, 3)
    relay.drain()
    assert good.seen == [1, 2, 3]
    assert bad.seen == [1, 3]
    bad.fails_on.clear()
    clock.set(NOW + timedelta(minutes=1))
    relay.drain()
    assert bad.seen == [1, 3, 2]
    assert good.seen == [1, 2, 3]


def test_what_was_committed_before_a_crash_is_delivered_by_the_next_process(database: Database) -> None:
    record(database, 1)
    handler = Recorder("test.a")
    Relay(database, [handler]).drain()
    assert handler.seen == [1]


def test_an_event_without_handlers_is_done(database: Database) -> None:
    with database.transaction() as session:
        outbox.record(session, SignUpRepeated(physician_id=1))
    assert Relay(database, [Recorder("test.a")]).run_once() == 1


def test_the_thread_delivers_after_a_nudge_and_stops(database: Database) -> None:
    handler = Recorder("test.a")
    relay = Relay(database, [handler])
    database.on_commit(relay.nudge)
    relay.start()
    record(database, 1, 2)
    relay.stop()
    relay.drain()
    assert handler.seen == [1, 2]
    assert not relay.is_alive()
