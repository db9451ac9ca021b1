"""From what happened to who sees it at once: frames of committed messages, and sockets cut at suspension."""

from collections.abc import Sequence
from typing import Final

from medpeer.accounts.actor import READING_STANDINGS
from medpeer.accounts.events import SessionEnded, StandingChanged
from medpeer.chat.events import MessageSent
from medpeer.chat.queries import MessageLine, lines_for
from medpeer.core.content import ContentKind, VisibilityChanged
from medpeer.core.outbox import Event, StoredEvent
from medpeer.realtime.edge import Edge
from medpeer.realtime.frames import message_frame

MESSAGE: Final = "message"
CHANGED: Final = "changed"


class Broadcaster:
    """The relay's handler for sockets. A frame may come twice; clients know messages by id."""

    key = "realtime.broadcast"
    handles: frozenset[type[Event]] = frozenset({MessageSent, VisibilityChanged, StandingChanged, SessionEnded})

    def __init__(self, edge: Edge) -> None:
        """Send through ``edge``."""
        self._edge = edge

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Send and cut, in order; what is sent is read from the database now, so never what was hidden meanwhile."""
        lines = self._lines(events)
        for one in events:
            match one.event:
                case MessageSent(message_id=message_id):
                    self._send(MESSAGE, lines.get(message_id))
                case VisibilityChanged(kind=ContentKind.MESSAGE, content_id=message_id):
                    self._send(CHANGED, lines.get(message_id))
                case StandingChanged(physician_id=physician_id, standing=standing) if standing not in READING_STANDINGS:
                    self._edge.cut(self._edge.registry.of_physician(physician_id))
                case SessionEnded(device_session_id=device_session_id):
                    self._edge.cut(self._edge.registry.of_sessions([device_session_id]))

    def _lines(self, events: Sequence[StoredEvent]) -> dict[int, MessageLine]:
        wanted = set()
        for one in events:
            match one.event:
                case MessageSent(message_id=message_id):
                    wanted.add(message_id)
                case VisibilityChanged(kind=ContentKind.MESSAGE, content_id=message_id):
                    wanted.add(message_id)
        if not wanted:
            return {}
        with self._edge.database.reading() as session:
            return lines_for(session, wanted)

    def _send(self, name: str, line: MessageLine | None) -> None:
        if line is None:
            return
        own = [one for one in self._edge.registry.of_physician(line.author_id) if line.room_slug in one.rooms]
        own_sids = [one.sid for one in own if one.sid]
        self._edge.emit(name, message_frame(line, reader_id=None), line.room_slug, skip=own_sids)
        for sid in own_sids:
            self._edge.emit_to(sid, name, message_frame(line, reader_id=line.author_id))
