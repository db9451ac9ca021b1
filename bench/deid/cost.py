"""Measures what a check costs: ``python -m bench.deid.cost`` prints CPU time by length of text, and load time.

CPU time of this process, so that other work on the machine does not count.
"""

import time
from typing import Final

from bench.deid.archive import training_texts
from medpeer.deid import find_identifiers

_LENGTHS: Final = (200, 1_000, 10_000, 100_000)


def cpu_ms(text: str) -> float:
    """Give the CPU time of one call in milliseconds."""
    began = time.process_time()
    find_identifiers(text)
    return (time.process_time() - began) * 1000


def prose() -> str:
    """Give a long run of clinical prose: the project's own training posts, one after the other."""
    return "\n\n".join(training_texts())


def growth(text: str) -> float:
    """Give how many times as long ten times the text takes; the better of two tries each."""
    small, large = (min(cpu_ms(text[:length]) for _ in range(2)) for length in _LENGTHS[-2:])
    return large / small


def main() -> None:
    """Print the table."""
    print(f"first call {cpu_ms('Mr. Pruitt is here.'):.0f} ms")
    text = prose()
    print(f"100,000 characters take {growth(text):.1f} times as long as 10,000")
    for length in _LENGTHS:
        times = sorted(
            cpu_ms(text[at : at + length]) for at in range(0, max(1, min(len(text) - length, 60 * length)), length)
        )
        middle, slowest = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"{length:>7} characters: median {middle:.1f} ms, p99 {slowest:.1f} ms, {len(times)} texts")


if __name__ == "__main__":
    main()
