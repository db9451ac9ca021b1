"""The outbox relay: each event reaches each handler at least once, in order; a failing handler stops no other."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.core.outbox import Event, OutboxDelivery, OutboxEvent, StoredEvent, load_event

log = logging.getLogger(__name__)

BATCH: Final = 200
POLL_S: Final = 1.0
FIRST_RETRY: Final = timedelta(seconds=2)
LONGEST_RETRY: Final = timedelta(minutes=10)


class Handler(Protocol):
    """What reacts to events. Called outside any transaction; may be called again with an event it has seen."""

    @property
    def key(self) -> str:
        """The handler's own stable name in the delivery table."""

    @property
    def handles(self) -> frozenset[type[Event]]:
        """The events it wants."""

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Do the work for ``events``, in order; raising leaves them for a later round."""


class Relay:
    """Takes undispatched events in order and hands them out; one instance a database."""

    def __init__(self, database: Database, handlers: Sequence[Handler]) -> None:
        """Serve ``handlers`` from ``database``."""
        self._database = database
        self.handlers = tuple(handlers)
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()

    def run_once(self) -> int:
        """Hand out what waits, at most one batch, and return how many events are now dispatched."""
        with self._turn:
            now = self._database.context.clock.now()
            with self._database.reading() as session:
                rows = session.scalars(
                    select(OutboxEvent).where(OutboxEvent.dispatched_at.is_(None)).order_by(OutboxEvent.id).limit(BATCH)
                ).all()
                done = _deliveries(session, [row.id for row in rows])
            events = [StoredEvent(row.id, load_event(row)) for row in rows]
            finished = {event.id for event in events}
            for handler in self.handlers:
                finished -= self._serve(handler, events, done, now)
            self._finish(finished, now)
            return len(finished)

    def drain(self) -> None:
        """Hand out until nothing more can be dispatched now."""
        while self.run_once():
            pass

    def _serve(
        self,
        handler: Handler,
        events: Sequence[StoredEvent],
        done: dict[tuple[int, str], OutboxDelivery],
        now: datetime,
    ) -> set[int]:
        """Run one handler over what it has not done and return the ids it still owes."""
        owed = [
            one
            for one in events
            if type(one.event) in handler.handles and not ((past := done.get((one.id, handler.key))) and past.done_at)
        ]
        due = [one for one in owed if not _waits(done.get((one.id, handler.key)), now)]
        failed = {one.id for one in owed} - {one.id for one in due}
        if due and not self._try(handler, due, now):
            # One bad event must not hold the others of its batch.
            failed |= {one.id for one in due if len(due) == 1 or not self._try(handler, [one], now)}
        return failed

    def _try(self, handler: Handler, events: Sequence[StoredEvent], now: datetime) -> bool:
        try:
            handler.handle(events)
        except Exception:  # the job edge: whatever a handler raises, the relay goes on
            log.exception("relay.handler_failed", extra={"first_event_id": events[0].id, "events": len(events)})
            if len(events) == 1:
                self._mark(handler, events, now, failed=True)
            return False
        self._mark(handler, events, now, failed=False)
        return True

    def _mark(self, handler: Handler, events: Sequence[StoredEvent], now: datetime, *, failed: bool) -> None:
        with self._database.transaction() as session:
            for one in events:
                key = (one.id, handler.key)
                delivery = session.get(OutboxDelivery, key) or OutboxDelivery(event_id=one.id, handler=handler.key)
                delivery.attempts += 1
                delivery.done_at = None if failed else now
                delivery.next_attempt_at = now + _pause(delivery.attempts) if failed else None
                session.add(delivery)

    def _finish(self, event_ids: set[int], now: datetime) -> None:
        if not event_ids:
            return
        with self._database.transaction() as session:
            for row in session.scalars(select(OutboxEvent).where(OutboxEvent.id.in_(event_ids))):
                row.dispatched_at = now

    def nudge(self) -> None:
        """Wake the relay: something was committed. A lost nudge is found by polling."""
        if threading.current_thread() is not self._thread:
            self._nudged.set()

    def start(self) -> None:
        """Run in a background thread until ``stop``."""
        self._thread = threading.Thread(target=self._loop, name="relay", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the background thread after its present batch."""
        self._stopped.set()
        self._nudged.set()
        if self._thread:
            self._thread.join(timeout=30)

    def is_alive(self) -> bool:
        """Tell whether the background thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def _loop(self) -> None:
        while not self._stopped.is_set():
            try:
                moved = self.run_once()
            except Exception:  # the job edge: a locked or absent database is tried again
                log.exception("relay.round_failed")
                moved = 0
            if not moved:
                self._nudged.wait(POLL_S)
                self._nudged.clear()


def _deliveries(session: Session, event_ids: Sequence[int]) -> dict[tuple[int, str], OutboxDelivery]:
    rows = session.scalars(select(OutboxDelivery).where(OutboxDelivery.event_id.in_(event_ids)))
    return {(row.event_id, row.handler): row for row in rows}


def _waits(past: OutboxDelivery | None, now: datetime) -> bool:
    return past is not None and past.next_attempt_at is not None and past.next_attempt_at > now


def _pause(attempts: int) -> timedelta:
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_RETRY)
