"""Word by word, what lies between two versions of a text: the shortest difference, by Myers' greedy algorithm.

E. W. Myers, An O(ND) difference algorithm and its variations, Algorithmica 1 (1986) 251-266. ``static/js/diff.mjs``
does the same in the page; a test holds them against each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, takewhile
from typing import Final

_WORD: Final = re.compile(r"\S+\s*|\s+")
MAX_STEPS: Final = 200
"""A difference of more words is shown as one text for another: nobody reads it, and time grows with its square."""


class ChangeKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of text and what became of it."""

    kind: ChangeKind
    text: str


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """Return the pieces of ``before`` (same, removed) and ``after`` (same, added) in reading order, removed first."""
    steps = _steps(_WORD.findall(before), _WORD.findall(after))
    joined: list[Change] = []
    for is_same, run in groupby(steps, lambda step: step.kind is ChangeKind.SAME):
        pieces = list(run)
        kinds = (ChangeKind.SAME,) if is_same else (ChangeKind.REMOVED, ChangeKind.ADDED)
        texts = ((kind, "".join(piece.text for piece in pieces if piece.kind is kind)) for kind in kinds)
        joined += [Change(kind, text) for kind, text in texts if text]
    return tuple(joined)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - head
    ends = zip(reversed(old[len(old) - rest :]), reversed(new[len(new) - rest :]), strict=True)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    yield from (Change(ChangeKind.SAME, text) for text in old[:head])
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield from (Change(ChangeKind.SAME, text) for text in old[len(old) - tail :])


def _middle(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    trace = _furthest(old, new)
    if trace is None:
        removed = [Change(ChangeKind.REMOVED, text) for text in old]
        return [*removed, *(Change(ChangeKind.ADDED, text) for text in new)]
    return _path(old, new, trace)


def _furthest(old: Sequence[str], new: Sequence[str]) -> list[dict[int, int]] | None:
    """Return, for 0, 1, 2 … changes, how far into ``old`` each diagonal gets; ``None`` where that takes too many."""
    reach, trace = {1: 0}, []
    for steps in range(min(len(old) + len(new), MAX_STEPS) + 1):
        trace.append(dict(reach))
        for diagonal in range(-steps, steps + 1, 2):
            x = _entry(reach, diagonal, steps)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return trace
    return None


def _entry(reach: dict[int, int], diagonal: int, steps: int) -> int:
    if _comes_down(reach, diagonal, steps):
        return reach[diagonal + 1]
    return reach[diagonal - 1] + 1


def _comes_down(reach: dict[int, int], diagonal: int, steps: int) -> bool:
    return diagonal == -steps or (diagonal != steps and reach[diagonal - 1] < reach[diagonal + 1])


def _path(old: Sequence[str], new: Sequence[str], trace: Sequence[dict[int, int]]) -> list[Change]:
    x, y, path = len(old), len(new), []
    for steps in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[steps], x - y
        down = _comes_down(reach, diagonal, steps)
        before = diagonal + 1 if down else diagonal - 1
        start = reach[before]
        entry = start if down else start + 1
        while x > entry:
            x, y = x - 1, y - 1
            path.append(Change(ChangeKind.SAME, old[x]))
        if steps:
            x, y = start, start - before
            path.append(Change(ChangeKind.ADDED, new[y]) if down else Change(ChangeKind.REMOVED, old[x]))
    return path[::-1]
