"""The socket edge's parts in one place: what handlers, the relay and the warden work with."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from flask_socketio import SocketIO

from medpeer.accounts import queries
from medpeer.accounts.actor import Actor
from medpeer.core.db import Database
from medpeer.realtime.limits import Limits
from medpeer.realtime.presence import Presence
from medpeer.realtime.registry import Caller, Connection, Registry

NAMESPACE: Final = "/"


class Edge:
    """Sends, cuts and asks who is who."""

    def __init__(self, io: SocketIO, database: Database, *, limits: Limits, max_age: timedelta) -> None:
        """Work over ``io``; sign-ins older than ``max_age`` count as ended."""
        self._io = io
        self.database = database
        self.limits = limits
        self.max_age = max_age
        self.registry = Registry()
        self.presence = Presence(self.registry.present)

    def find_actor(self, token: str) -> Actor | None:
        """Return who a session token belongs to now, or ``None`` when the sign-in has ended."""
        with self.database.reading() as session:
            return queries.find_actor(session, token, max_age=self.max_age)

    def find_caller(self, token: str) -> Caller | None:
        """Return the verified member a session token belongs to now, or ``None``."""
        actor = self.find_actor(token)
        if actor is None or not actor.is_verified or actor.device_session_id is None:
            return None
        return Caller(actor.physician_id, actor.device_session_id, token)

    def listen(self, connection: Connection, room: str) -> None:
        """Let a socket have the frames of a room from now on."""
        self._io.server.enter_room(connection.sid, _channel(room), namespace=NAMESPACE)
        self.registry.enter(connection, room)

    def unlisten(self, connection: Connection, room: str) -> None:
        """Let a socket have no further frames of a room."""
        self._io.server.leave_room(connection.sid, _channel(room), namespace=NAMESPACE)
        self.registry.leave(connection, room)

    def emit(self, name: str, frame: dict[str, Any], room: str, *, skip: Sequence[str] = ()) -> None:
        """Send a frame to all who listen to a room but ``skip``."""
        self._io.emit(name, frame, to=_channel(room), skip_sid=list(skip), namespace=NAMESPACE)

    def emit_to(self, sid: str, name: str, frame: dict[str, Any]) -> None:
        """Send a frame to one socket."""
        self._io.emit(name, frame, to=sid, namespace=NAMESPACE)

    def cut(self, connections: Iterable[Connection]) -> None:
        """Close sockets at once: nothing more is heard from them or sent to them."""
        for one in connections:
            socket = self._io.server.eio.sockets.get(one.eio_sid)
            if socket is not None:
                # Not waiting: a client that does not read must not hold up those who suspend it.
                socket.close(wait=False)
            self.registry.remove(one.eio_sid)

    def touch(self, connection: Connection) -> None:
        """Note that a person, not only a machine, is at the other end."""
        connection.active_at = monotonic()


def _channel(room: str) -> str:
    return f"room:{room}"
