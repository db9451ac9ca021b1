"""Values that are loaded on first use and then shared: word lists and models."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

Loaded = TypeVar("Loaded")


def loaded_once(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """Return ``load`` so that it runs once, however many threads ask first; the others wait for its value.

    A plain cache would let two threads load 60 MB each, and hand one of them a model that is dropped at once.
    """
    held, turn = cache(load), Lock()

    def loaded() -> Loaded:
        with turn:
            return held()

    loaded.__doc__ = load.__doc__
    return loaded
