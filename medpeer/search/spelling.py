"""Near spellings, from the reviewed list of terms alone: what members wrote is never offered to others."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import Final

from medpeer.search.analyser import keys
from medpeer.search.letters import americanise, fold
from medpeer.search.terms import CONCEPTS, by_keys

_CLOSE: Final = 0.82
_MIN_CHARS: Final = 5
_OFFERED: Final = 3


@cache
def _words() -> dict[str, str]:
    """Return the folded words of the list's names, each with the name it is first found in."""
    found: dict[str, str] = {}
    for concept in CONCEPTS:
        for name in concept.names:
            for word in _split(name):
                found.setdefault(word, name)
    return found


def _split(text: str) -> Iterable[str]:
    return (word for word in americanise(fold(text)).replace("-", " ").split() if len(word) >= _MIN_CHARS)


def nearest_terms(typed: str) -> tuple[str, ...]:
    """Return terms of the list that words of ``typed`` may have been meant for; none for words that are in it."""
    known = _words()
    offered: dict[str, None] = {}
    for word in _split(typed.replace('"', " ")):
        if word in known or keys(word) in by_keys():
            continue
        for near in get_close_matches(word, known, n=_OFFERED, cutoff=_CLOSE):
            offered[known[near]] = None
    return tuple(offered)[:_OFFERED]
