# ruff: noqa: E501 - tables read best on one line
"""Feeds the engine odd texts for a while: ``python -m bench.deid.fuzz --seconds 60``.

Each text is made of pieces that identify, hide or reorder, cut and repeated at random. Findings must lie inside the
text, in order and apart; replacements must too; CPU time must stay below a bound that grows with the length alone.
The first text that breaks a rule is printed with its seed, and the status is 1.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from typing import Final

from medpeer.deid import find_identifiers, mosaic, suggest
from medpeer.deid.long_texts import redact

_PIECES: Final = (
    *("Mr. Delroy Pruitt", "Mrs", "Dr", "her daughter Ana", "Rosa", "named", "the", "Patient:", ", MD", "'s", "(daughter)", "Hi"),
    *("14 March 2024", "3/28/24", "on", "the 3rd", "94-year-old", "Christmas", "D0", "5/6", "120/80", "q4-6h", "T2-weighted"),
    *("MRN 00381-7742", "(803) 555-0164", "a@b.example", "219-09-9999", "http://x.example/y?z", "10.0.0.1", "1-", "/", "."),
    *("Springfield", "St. Mary's", "bed 9", "ward 7B", "Cedar Hollow Clinic", "12 Oak Street", "62704", "BP", "mg", "al."),
    *("\u200b", "\u202e", "\u2066", "\u0301", "\ud800", "\udfff", "\x00", "\ufeff", "\u00ad", "\u0430", "\uff11", "\U0001f600"),
    *("<b>", "</b>", "<!--", "-->", "&nbsp;", "&#x41;", "**", "_", "`", "~~", "\\", "[", "](", "\n", "\r", "\t", " ", "  "),
)  # fmt: skip
_MAX_CHARS: Final = 20_000
_BASE_MS: Final = 400.0
_PER_CHAR_MS: Final = 0.25
"""Twenty times what prose takes: a bound for shapes, not a measure of speed."""


def odd_text(chance: random.Random) -> str:
    """Make one text: joined, cut, repeated pieces; now and then any character at all."""
    words = chance.choices(_PIECES, k=chance.randrange(1, 40))
    words += [chr(chance.randrange(0x110000)) for _ in range(chance.choice((0, 0, 0, 5)))]
    chance.shuffle(words)
    text = chance.choice((" ", "", "\n")).join(words)
    start = chance.randrange(len(text) + 1)
    return (text[start:] * chance.choice((1, 1, 1, 2, 50)) + text[:start])[:_MAX_CHARS]


def broken_rule(text: str) -> str | None:
    """Return the rule that the engine breaks on ``text``, if any; a crash is one."""
    began = time.process_time()
    try:
        spans = find_identifiers(text, threshold=0.0)
        ranges = [(one.start, one.end) for one in suggest(text, spans)]
        redact(text, spans)
        mosaic(text)
    except Exception as problem:  # noqa: BLE001 - what it looks for
        return f"{type(problem).__name__}: {problem}"
    took_ms = (time.process_time() - began) * 1000
    if not _is_ordered([(span.start, span.end) for span in spans], len(text)):
        return "findings overlap or lie outside the text"
    if not _is_ordered(ranges, len(text)):
        return "replacements overlap or lie outside the text"
    return f"{took_ms:.0f} ms of CPU" if took_ms > _BASE_MS + _PER_CHAR_MS * len(text) else None


def _is_ordered(ranges: Sequence[tuple[int, int]], size: int) -> bool:
    """Say whether ranges are not empty, in order, apart and inside."""
    last = 0
    for start, end in ranges:
        if not last <= start < end <= size:
            return False
        last = end
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Try texts until the time is over; the status is 1 where a rule was broken."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.deid.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long to try (60)")
    parser.add_argument("--seed", type=int, default=20261122, help="number of the first text (20261122)")
    given = parser.parse_args(arguments)
    end, tried = time.monotonic() + given.seconds, 0
    broken_rule("Mr. Pruitt")
    while time.monotonic() < end:
        text = odd_text(random.Random(given.seed + tried))  # noqa: S311 - reproducible, not secret
        if broken := broken_rule(text):
            print(f"seed {given.seed + tried}: {broken}\n{text[:2000]!a}")
            return 1
        tried += 1
    print(f"{tried} texts, no rule broken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
