"""Holds what moderators found missed against the sentences that the engine is tried on.

``flask gate misses > misses.jsonl`` gives what was missed, by category and circumstance. ``tests/data/lessons.jsonl``
holds invented sentences of the same kinds, identifiers labelled as in the training texts.
``python -m tools.deid.lessons misses.jsonl`` prints, for each pair, how often it was missed, how many sentences there
are, and how many of them the engine reads right today. A pair without a sentence is the next thing to write.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from medpeer.deid import find_identifiers
from tools.deid.posts import Labelled, inline_post

LESSONS: Final = Path(__file__).parents[2] / "tests/data/lessons.jsonl"

Pair = tuple[str, str]
"""Category and circumstance."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One invented sentence; ``is_open`` while the engine is known not to read it right."""

    pair: Pair
    post: Labelled
    is_open: bool

    def is_learnt(self) -> bool:
        """Tell whether the engine finds every letter and figure of what is labelled."""
        found = {at for span in find_identifiers(self.post.text) for at in range(span.start, span.end)}
        labelled = {at for start, end, _ in self.post.spans for at in range(start, end)}
        return {at for at in labelled if self.post.text[at].isalnum()} <= found


def read_lessons(path: Path = LESSONS) -> list[Lesson]:
    """Return the lessons of a file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [
        Lesson((row["category"], row["circumstance"]), inline_post(row["text"]), row.get("open", False)) for row in rows
    ]


def read_misses(lines: Iterable[str]) -> Counter[Pair]:
    """Return how often each pair was missed, as ``flask gate misses`` prints it."""
    rows = (json.loads(line) for line in lines if line.strip())
    return Counter({(row["category"], row["circumstance"]): row["times"] for row in rows})


def report(missed: Counter[Pair], lessons: Iterable[Lesson]) -> list[str]:
    """Return a line for each pair, those missed most and held by no sentence first."""
    held: dict[Pair, list[bool]] = {}
    for lesson in lessons:
        held.setdefault(lesson.pair, []).append(lesson.is_learnt())
    pairs = sorted({*missed, *held}, key=lambda pair: (bool(held.get(pair)), -missed[pair], pair))
    return [
        f"{missed[pair]:6,}  {len(held.get(pair, [])):9,}  {sum(held.get(pair, [])):7,}  {pair[0]}, {pair[1]}"
        for pair in pairs
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("misses", nargs="?", type=Path, help="what `flask gate misses` printed")
    given: Path | None = parser.parse_args().misses
    missed = read_misses(given.read_text(encoding="utf-8").splitlines() if given else ())
    print("missed  sentences  found  kind")
    print("\n".join(report(missed, read_lessons())))


if __name__ == "__main__":
    main()
