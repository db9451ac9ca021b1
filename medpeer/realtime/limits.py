"""How often a person may do what over sockets: a token bucket for each person and event."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

_MANY: Final = 5_000
_FORGET_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``burst`` at once, and ``per_s`` a second in the long run."""

    burst: int
    per_s: float


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """The buckets of this process; safe to use from any thread."""

    def __init__(self, *, enabled: bool, now: Callable[[], float] = monotonic) -> None:
        """Start with every bucket full; a disabled one allows everything."""
        self._enabled = enabled
        self._now = now
        self._lock = threading.Lock()
        self._buckets: dict[tuple[int, str], _Bucket] = {}

    def allows(self, physician_id: int, name: str, rate: Rate) -> bool:
        """Take one from the person's bucket for ``name``, or tell that it is empty."""
        if not self._enabled:
            return True
        now = self._now()
        with self._lock:
            if len(self._buckets) > _MANY:
                self._buckets = {key: one for key, one in self._buckets.items() if now - one.at < _FORGET_S}
            bucket = self._buckets.setdefault((physician_id, name), _Bucket(rate.burst, now))
            bucket.left = min(rate.burst, bucket.left + (now - bucket.at) * rate.per_s)
            bucket.at = now
            if bucket.left < 1:
                return False
            bucket.left -= 1
            return True
