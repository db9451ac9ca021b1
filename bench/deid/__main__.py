"""Measures the engine on every corpus of a folder: ``python -m bench.deid FOLDER``.

Prints one line for each corpus, then recall by category, hard case and kind of text; ``--curve`` draws recall against
harmless posts flagged; ``--peers`` runs other tools beside it, each in an environment of its own.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.deid.corpora import Document, corpora_in, read_corpus
from bench.deid.curve import Point, curve_svg
from bench.deid.engines import engine, measure
from bench.deid.peers import PEERS, peer
from bench.deid.tables import HEAD, details, row
from medpeer.deid import LocalWords, engine_status, read_local_words

_THRESHOLDS: Final = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; the status is 1 where the folder holds no corpus."""
    given = _parser().parse_args(arguments)
    corpora = {path.stem: read_corpus(path, sample=given.sample) for path in corpora_in(given.folder)}
    if not corpora:
        sys.stderr.write(f"{given.folder}: no .jsonl file\n")
        return 1
    words = read_local_words(given.words) if given.words else None
    print(engine_status().note, HEAD, sep="\n\n", flush=True)
    tallies = {}
    for name, documents in corpora.items():
        measured = measure(documents, engine(given.threshold, words))
        tallies[name] = measured.tally
        print(row("medpeer", name, measured), flush=True)
    _compare(corpora, given.peers, given.environments)
    for name, tally in tallies.items():
        print(f"\n## {name}", *details(tally), sep="\n")
    if given.curve:
        given.curve.write_text(_curve(corpora, words), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.deid", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder of .jsonl corpora, or one of them")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="at most N texts of each corpus (all)")
    parser.add_argument("--threshold", type=float, default=0.5, metavar="S", help="least score that counts (0.5)")
    parser.add_argument("--words", type=Path, metavar="FILE", help="the house's own words")
    parser.add_argument("--curve", type=Path, metavar="FILE", help="draw the operating curve to this .svg file")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=[], help="tools to run beside the engine")
    parser.add_argument(
        "--environments", type=Path, default=Path("var/peers"), metavar="DIR", help="where they are installed"
    )
    return parser


def _compare(corpora: dict[str, list[Document]], names: Sequence[str], environments: Path) -> None:
    """Print the lines of other tools; one that cannot be installed or run is named and left out."""
    for name in names:
        try:
            find = peer(name, environments)
            for corpus, documents in corpora.items():
                print(row(name, corpus, find.measure(documents)), flush=True)
        except (OSError, RuntimeError) as problem:
            sys.stderr.write(f"{name}: {problem}\n")


def _curve(corpora: dict[str, list[Document]], words: LocalWords | None) -> str:
    """Draw the corpora that have posts with and without identifiers."""
    lines: dict[str, list[Point]] = {}
    for name, documents in corpora.items():
        if any(one.golds for one in documents) and any(not one.golds for one in documents):
            lines[name] = [_point(documents, threshold, words) for threshold in _THRESHOLDS]
    return curve_svg(lines)


def _point(documents: Sequence[Document], threshold: float, words: LocalWords | None) -> Point:
    """Measure one threshold."""
    tally = measure(documents, engine(threshold, words)).tally
    flagged = tally.harmless_flagged / tally.harmless
    return Point(threshold, flagged, tally.recall.share or 0.0)


if __name__ == "__main__":
    sys.exit(main())
