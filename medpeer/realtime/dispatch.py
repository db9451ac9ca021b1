"""From an event's name and arguments to its acknowledgement: the one way into the table, and the socket edge."""

import logging
from typing import Final

from medpeer.core.errors import MedpeerError
from medpeer.realtime.edge import Edge
from medpeer.realtime.errors import Ack, BadArgumentsError, TooFastError, crash, refusal
from medpeer.realtime.events import EVENTS
from medpeer.realtime.limits import Rate
from medpeer.realtime.registry import Connection
from medpeer.realtime.table import Call, SocketEvent

log = logging.getLogger(__name__)

UNKNOWN: Final = Rate(burst=10, per_s=0.2)
MAX_EXCESS: Final = 100
"""So many events past the limit in a row are no impatient person: the socket is cut."""


def dispatch(edge: Edge, connection: Connection, name: str, given: tuple[object, ...]) -> Ack:
    """Run one event and return its acknowledgement; nothing that a client sends raises."""
    try:
        return _run(edge, connection, name, given)
    except MedpeerError as error:
        return refusal(error)
    except Exception as error:
        log.error("socket.crashed", exc_info=error, extra={"physician_id": connection.caller.physician_id})  # noqa: TRY400
        return crash()


def _run(edge: Edge, connection: Connection, name: str, given: tuple[object, ...]) -> Ack:
    row = EVENTS.get(name)
    _count(edge, connection, row)
    if row is None or len(given) != 1:
        raise BadArgumentsError
    arguments = row.read(given[0])
    actor = edge.find_actor(connection.caller.token)
    if actor is None or not actor.is_verified:
        edge.cut([connection])
        raise BadArgumentsError
    edge.touch(connection)
    return row.handler(Call(edge, connection, actor, arguments))


def _count(edge: Edge, connection: Connection, row: SocketEvent | None) -> None:
    name, rate = (row.name, row.rate) if row else ("unknown", UNKNOWN)
    if edge.limits.allows(connection.caller.physician_id, name, rate):
        connection.excess = 0
        return
    connection.excess += 1
    if connection.excess > MAX_EXCESS:
        edge.cut([connection])
    raise TooFastError
