"""The trained part that weighs signs: a linear-chain conditional random field over forms, lists, rules and neighbours.

``tools/deid/train_field.py`` makes ``data/field.crf.gz`` from texts written for it.
"""

import gzip
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

import pycrfsuite

from medpeer.deid.tagging import LABELS, Tagging

_SURELY_NOTHING: Final = 0.98
"""Probability of no identifier from which on the labels are not asked for."""

_MOST_TOKENS: Final = 700
"""Tokens read as one sequence; longer texts are cut at line ends, so memory and time stay linear."""


class _Taggers(threading.local):
    """One tagger a thread: the library's tagger keeps the sequence it last read."""

    def __init__(self) -> None:
        self.tagger: Any = None


_LOCAL: Final = _Taggers()


@cache
def field_bytes() -> bytes | None:
    """Return the shared model, or ``None`` where it was not shipped."""
    path = files("medpeer.deid") / "data" / "field.crf.gz"
    return gzip.decompress(path.read_bytes()) if path.is_file() else None


def field() -> Any:
    """Return this thread's tagger, or ``None`` where the model was not shipped."""
    packed = field_bytes()
    if packed is None:
        return None
    if _LOCAL.tagger is None:
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(packed)
        _LOCAL.tagger = tagger
    return _LOCAL.tagger


def tag_with(tagger: Any, rows: Iterator[Sequence[str]], line_starts: Sequence[bool]) -> list[Tagging]:
    """Return what ``tagger``, an opened model, says of each token."""
    found: list[Tagging] = []
    for start, end in _stretches(line_starts):
        tagger.set(pycrfsuite.ItemSequence(list(islice(rows, end - start))))
        known = frozenset(tagger.labels())
        found.extend(_read(tagger, place, known) for place in range(end - start))
    return found


def _read(tagger: Any, place: int, known: frozenset[str]) -> Tagging:
    """Give the strongest label at ``place``, begun or continued."""
    outside = float(tagger.marginal("O", place))
    if outside > _SURELY_NOTHING:
        return Tagging("O", 1 - outside, begins=False)
    best = Tagging("O", 0.0, begins=False)
    for label in LABELS:
        begun, going = (
            float(tagger.marginal(part + label, place)) if part + label in known else 0.0 for part in ("B-", "I-")
        )
        total = begun + going
        if total > best.probability:
            best = Tagging(label, total, begun > total / 2)
    # What the text hides matters more than what it is called: the score is that of any identifier.
    return Tagging(best.label, 1 - outside, best.begins)


def _stretches(line_starts: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Cut a long text at line starts into sequences of bounded length."""
    at = 0
    while at < len(line_starts):
        end = min(at + _MOST_TOKENS, len(line_starts))
        if end < len(line_starts):
            end = next((place for place in range(end, at + _MOST_TOKENS // 2, -1) if line_starts[place]), end)
        yield at, end
        at = end
