"""What a room is told of how many listen: roughly and late, so that two rooms' counts do not point at one person.

Told exactly and at once, the counts of two rooms that fall in the same second say that somebody was in both, and the
message sent a moment before says under which handles. So each room has its own, irregular times.
"""

import random
import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

STEPS: Final = (5, 10, 20, 50, 100)
"""A room is told the highest of these that it reaches, or nought."""
EVERY_S: Final = 60.0
"""So long, and up to as long again, what was told stands, for whoever asks too."""
_RANDOM: Final = random.SystemRandom()


def rough(count: int) -> int:
    """Return how many people at least a room is told of when ``count`` listen."""
    return max((step for step in STEPS if step <= count), default=0)


class Presence:
    """Keeps what every room was told last; safe to use from any thread."""

    def __init__(
        self,
        count: Callable[[str], int],
        *,
        now_s: Callable[[], float] = monotonic,
        chance: Callable[[], float] = _RANDOM.random,
    ) -> None:
        """Count a room's people by ``count``; ``chance`` gives a number from 0 to 1, a new one each time."""
        self._count = count
        self._now_s = now_s
        self._chance = chance
        self._lock = threading.Lock()
        self._told: dict[str, int] = {}
        self._next_s: dict[str, float] = {}

    def told(self, room: str) -> int:
        """Return what a room was told last: asking again and again shows nothing sooner."""
        with self._lock:
            return self._told.setdefault(room, 0)

    def changes(self) -> dict[str, int]:
        """Return what rooms are to be told anew: those whose time has come."""
        with self._lock:
            now_s = self._now_s()
            due = [room for room in self._told if self._next_s.get(room, 0.0) <= now_s]
            self._next_s |= {room: now_s + EVERY_S * (1 + self._chance()) for room in due}
            counted = {room: rough(self._count(room)) for room in due}
            changed = {room: count for room, count in counted.items() if count != self._told[room]}
            self._told |= counted
            return changed
