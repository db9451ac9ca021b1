"""Rooms with talk in them, made as the product makes them: through the gate and the services."""

from itertools import count

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.chat import queries, service
from medpeer.chat.models import Message
from medpeer.core.db import Database
from medpeer.gate import Surface
from tests.factories.texts import cleared

_KEYS = count(1)


def say(session: Session, actor: Actor, slug: str, body: str, *, key: str | None = None) -> Message:
    """Send ``body`` as ``actor`` in the running transaction."""
    room = queries.access_room(session, actor, slug)
    text = cleared(session, body, Surface.CHAT_MESSAGE)
    return service.send_message(session, actor, room, text, key or f"factory-{next(_KEYS)}")


def talk(database: Database, actor: Actor, slug: str, *bodies: str) -> list[Message]:
    """Send each of ``bodies`` in a transaction of its own and return the messages."""
    messages = []
    for body in bodies:
        with database.transaction() as session:
            messages.append(say(session, actor, slug, body))
    return messages
