"""Who holds which socket: the one record by which sockets are counted, addressed and cut."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified member at the door: whose sign-in opened the socket. ``token`` is read anew with every event."""

    physician_id: int
    device_session_id: int
    token: str = field(repr=False)


@dataclass(slots=True)
class Connection:
    """One Engine.IO socket: its Socket.IO id once the namespace is open, and the slugs of the rooms it listens to."""

    eio_sid: str
    caller: Caller
    sid: str | None = None
    rooms: set[str] = field(default_factory=set)
    active_at: float = field(default_factory=monotonic)
    excess: int = 0


class Registry:
    """All sockets of this process; safe to use from any thread."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._connections: dict[str, Connection] = {}

    def add(self, eio_sid: str, caller: Caller) -> None:
        """Note a socket that has just been opened."""
        with self._lock:
            self._connections[eio_sid] = Connection(eio_sid, caller)

    def remove(self, eio_sid: str) -> None:
        """Forget a socket; one that is unknown changes nothing."""
        with self._lock:
            self._connections.pop(eio_sid, None)

    def find(self, eio_sid: str) -> Connection | None:
        """Return the open socket ``eio_sid``, or ``None``."""
        with self._lock:
            return self._connections.get(eio_sid)

    def enter(self, connection: Connection, room: str) -> None:
        """Let a socket listen to a room; one that was cut meanwhile listens to nothing."""
        with self._lock:
            if connection.eio_sid in self._connections:
                connection.rooms.add(room)

    def leave(self, connection: Connection, room: str) -> None:
        """Let a socket stop listening to a room."""
        with self._lock:
            connection.rooms.discard(room)

    def all(self) -> list[Connection]:
        """Return every open socket."""
        return self._where(lambda _: True)

    def of_physician(self, physician_id: int) -> list[Connection]:
        """Return a person's open sockets."""
        return self._where(lambda one: one.caller.physician_id == physician_id)

    def of_sessions(self, device_session_ids: Iterable[int]) -> list[Connection]:
        """Return the open sockets of some sign-ins."""
        wanted = set(device_session_ids)
        return self._where(lambda one: one.caller.device_session_id in wanted)

    def present(self, room: str) -> int:
        """Return how many people, not sockets, listen to a room."""
        return len({one.caller.physician_id for one in self._where(lambda one: room in one.rooms)})

    def _where(self, wanted: Callable[[Connection], bool]) -> list[Connection]:
        with self._lock:
            return [one for one in self._connections.values() if wanted(one)]
