"""What a text was examined with: the stamp of engine and house words that each clearance carries."""

import hashlib
from functools import lru_cache
from typing import Final

from medpeer.deid import LocalWords, engine_version
from medpeer.gate.house import local_words

STAMP: Final = r"[0-9a-f]{16}|unknown"
UNSTAMPED: Final = "unknown"
"""Stands on clearances from before there were stamps."""


def engine_stamp() -> str:
    """Return the stamp of the engine in use with the house's own words: another one where it may find other things."""
    return _stamp(local_words())


@lru_cache(maxsize=8)
def _stamp(words: LocalWords | None) -> str:
    if words is None:
        return engine_version()
    # The words themselves cannot be read from it, though whoever has the file can tell that it was this one.
    return hashlib.sha256(f"{engine_version()} {words.phrases!r}".encode()).hexdigest()[:16]
