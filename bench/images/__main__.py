"""Measure what is found of print burned into pictures: `python -m bench.images`.

Forty pictures with identifiers and twenty without are drawn anew for the seed and go through the product's whole way
in: sandbox, re-encoding, finders. A line is boxed when proposed boxes hold it, known when the de-identification engine
finds an identifier in what was read of it, or when it could not be read and its author must say what it is. The same
pictures go through the look of text alone, which the product falls back on without its reader, and through Tesseract
where that is installed.
"""

import argparse
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from bench.images.measures import Alarms, Verdict, alarms, verdicts
from bench.images.peers import by_looks, by_tesseract, has_tesseract
from bench.images.pictures import Sample, samples
from medpeer.imaging import Region, inspect
from medpeer.imaging.finding import rest

Finder = Callable[[bytes], Sequence[Region]]

FACTORS: Final[dict[str, Callable[[Sample, Verdict], str]]] = {
    "ground": lambda sample, _: sample.ground,
    "face": lambda _, verdict: verdict.line.face,
    "height px": lambda _, verdict: f"{verdict.line.height // 10 * 10:2}-{verdict.line.height // 10 * 10 + 9}",
    "contrast": lambda _, verdict: f"{verdict.line.contrast:3}",
    "turned": lambda _, verdict: f"{verdict.line.turn:3}°",
    "noise": lambda sample, _: f"{sample.noise:2}",
}


def main() -> None:
    """Draw, look, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.images", description=__doc__)
    parser.add_argument("--with", dest="identifying", type=int, default=40, help="pictures with identifiers")
    parser.add_argument("--without", dest="harmless", type=int, default=20, help="pictures without")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--misses", action="store_true", help="list each line that was not caught")
    options = parser.parse_args()
    pictures = samples(options.identifying, options.harmless, options.seed)
    finders: dict[str, Finder] = {"medpeer": lambda data: inspect(data).regions, "looks alone": by_looks}
    if has_tesseract():
        finders["tesseract"] = by_tesseract
    for name, finder in finders.items():
        _report(name, finder, pictures, lists_misses=options.misses)


def _report(name: str, finder: Finder, pictures: Sequence[Sample], *, lists_misses: bool) -> None:
    judged: list[tuple[Sample, Verdict]] = []
    false: list[Alarms] = []
    before, started, slowest = _processor_s(), time.perf_counter(), 0.0
    for sample in pictures:
        at = time.perf_counter()
        regions = finder(sample.data)
        slowest = max(slowest, time.perf_counter() - at)
        if sample.identifies:
            judged += [(sample, verdict) for verdict in verdicts(sample, regions)]
        else:
            false.append(alarms(sample, regions))
    wall = time.perf_counter() - started
    # What the warm worker used counts once it has ended.
    rest()
    used = _processor_s() - before
    print(f"\n== {name}: {len(judged)} lines on {len(pictures) - len(false)} pictures, {len(false)} pictures without")
    each = f"{wall / len(pictures):.1f} s a picture on the wall (slowest {slowest:.1f} s)"
    print(f"   {each}, {used / len(pictures):.1f} s of processor")
    _print_shares([verdict for _, verdict in judged])
    _print_alarms(false)
    _print_factors(judged)
    if lists_misses:
        _print_misses(judged)


def _print_shares(found: Sequence[Verdict]) -> None:
    for word, count in (
        ("boxed", sum(verdict.is_boxed for verdict in found)),
        ("read to the letter", sum(verdict.is_exact for verdict in found)),
        ("known for an identifier", sum(verdict.is_known for verdict in found)),
        ("caught (boxed and known)", sum(verdict.is_caught for verdict in found)),
    ):
        print(f"   {word:26} {count:4}/{len(found)}  {count / max(1, len(found)):.3f}")


def _print_alarms(false: Sequence[Alarms]) -> None:
    for word, counts in (
        ("must go, wrongly", [alarm.must_go for alarm in false]),
        ("tell author, wrongly", [alarm.tell_author for alarm in false]),
        ("box on no print", [alarm.empty_boxes for alarm in false]),
        ("face on no face", [alarm.faces for alarm in false]),
    ):
        share = sum(count > 0 for count in counts) / max(1, len(counts))
        print(
            f"   {word:26} {sum(counts):4} on {sum(count > 0 for count in counts)}/{len(counts)} pictures  {share:.3f}"
        )


def _print_factors(judged: Sequence[tuple[Sample, Verdict]]) -> None:
    for factor, of in FACTORS.items():
        groups: dict[str, list[bool]] = defaultdict(list)
        for sample, verdict in judged:
            groups[of(sample, verdict)].append(verdict.is_caught)
        shares = "  ".join(f"{key} {sum(hits)}/{len(hits)}" for key, hits in sorted(groups.items()))
        print(f"   caught by {factor:10} {shares}")


def _print_misses(judged: Sequence[tuple[Sample, Verdict]]) -> None:
    for sample, verdict in judged:
        if not verdict.is_caught:
            print(f"   missed {verdict} on {sample.ground}, noise {sample.noise}")


def _processor_s() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
