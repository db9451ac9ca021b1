"""Events of ids, written in the transaction that caused them and relayed after it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from medpeer.core.columns import Identifier, SystemText, UtcDateTime
from medpeer.core.db import Base, context_of

EVENT_NAME = r"[a-z]+\.[a-z_]+"


@dataclass(frozen=True, slots=True)
class Event:
    """The base of all events: frozen dataclasses whose fields are ids or vocabulary words, never text."""

    name: ClassVar[str]


E = TypeVar("E", bound=Event)

_types: dict[str, type[Event]] = {}


def event_type(cls: type[E]) -> type[E]:
    """Register an event class under its ``name``, which must be its own."""
    if cls.name in _types:
        message = f"two events are named {cls.name}"
        raise ValueError(message)
    _types[cls.name] = cls
    return cls


def event_types() -> dict[str, type[Event]]:
    """Return every registered event class by name."""
    return dict(_types)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with its outbox id, by which handlers are idempotent."""

    id: int
    event: Event


class OutboxEvent(Base):
    """One event waiting for, or past, its handlers."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_waiting", "dispatched_at", "id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(Identifier(EVENT_NAME))
    payload: Mapped[str] = mapped_column(SystemText)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class OutboxDelivery(Base):
    """What one handler has done with one event; the relay retries until ``done_at`` is set."""

    __tablename__ = "outbox_delivery"

    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"), primary_key=True)
    handler: Mapped[str] = mapped_column(Identifier(r"[a-z_.]+"), primary_key=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


def record(session: Session, event: Event) -> None:
    """Append ``event`` to the outbox of the running transaction.

    Raises:
        TypeError: a field is neither an int, a bool, None nor a vocabulary word.
    """
    fields = asdict(event)
    for key, value in fields.items():
        if not (value is None or isinstance(value, int | StrEnum)):
            message = f"{event.name}.{key} is not an id"
            raise TypeError(message)
    payload = json.dumps(fields, separators=(",", ":"))
    session.add(OutboxEvent(name=event.name, payload=payload, recorded_at=context_of(session).clock.now()))


def load_event(row: OutboxEvent) -> Event:
    """Return the event a row holds, as the dataclass that was recorded (vocabulary words come back as ``str``)."""
    loaded: Event = _types[row.name](**json.loads(row.payload))
    return loaded
