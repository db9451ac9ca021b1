"""Goes round once a second: cuts sockets whose sign-in has ended by any road, and tells rooms roughly who is there.

The relay cuts at once when a suspension is committed here. This round finds the rest: a relay held up by another
handler, a command in another process, a sign-in that ran out or sat idle.
"""

from datetime import timedelta
from time import monotonic
from typing import Final

from medpeer.accounts.queries import verified_sessions
from medpeer.jobs.keeper import Keeper
from medpeer.realtime.edge import Edge

ROUND_S: Final = 1.0
PRESENCE: Final = "presence"


class Warden(Keeper):
    """The background thread of the socket edge."""

    every_s = ROUND_S

    def __init__(self, edge: Edge, *, max_idle: timedelta) -> None:
        """Watch ``edge``; a socket over which nothing was done for ``max_idle`` is cut, like an idle page."""
        super().__init__()
        self._edge = edge
        self._max_idle_s = max_idle.total_seconds()

    def run_once(self) -> None:
        """Make one round."""
        self._cut_ended()
        for room, present in self._edge.presence.changes().items():
            self._edge.emit(PRESENCE, {"room": room, "present": present}, room)

    def _cut_ended(self) -> None:
        open_now = self._edge.registry.all()
        if not open_now:
            return
        with self._edge.database.reading() as session:
            ids = {one.caller.device_session_id for one in open_now}
            alive = verified_sessions(session, ids, max_age=self._edge.max_age)
        late = monotonic() - self._max_idle_s
        ended = [one for one in open_now if one.caller.device_session_id not in alive or one.active_at < late]
        self._edge.cut(ended)
