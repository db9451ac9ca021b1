"""What a room is told of how many listen: roughly and late, so that two rooms' counts do not point at one person.

Told exactly and at once, the counts of two rooms that fall in the same second say that somebody was in both, and the
message sent a moment before says under which handles.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

STEPS: Final = (5, 10, 20, 50, 100)
"""A room is told the highest of these that it reaches, or nought."""
EVERY_S: Final = 60.0
"""So long what was told stands, for whoever asks too."""


def rough(count: int) -> int:
    """Return how many people at least a room is told of when ``count`` listen."""
    return max((step for step in STEPS if step <= count), default=0)


class Presence:
    """Keeps what every room was told last; safe to use from any thread."""

    def __init__(self, count: Callable[[str], int], *, now_s: Callable[[], float] = monotonic) -> None:
        """Count a room's people by ``count``."""
        self._count = count
        self._now_s = now_s
        self._lock = threading.Lock()
        self._told: dict[str, int] = {}
        self._next_s = 0.0

    def told(self, room: str) -> int:
        """Return what a room was told last: asking again and again shows nothing sooner."""
        with self._lock:
            return self._told.setdefault(room, 0)

    def changes(self) -> dict[str, int]:
        """Return what rooms are to be told anew; nothing before the time has come, which is the same for all."""
        with self._lock:
            if self._now_s() < self._next_s:
                return {}
            self._next_s = self._now_s() + EVERY_S
            counted = {room: rough(self._count(room)) for room in self._told}
            changed = {room: count for room, count in counted.items() if count != self._told[room]}
            self._told |= counted
            return changed
