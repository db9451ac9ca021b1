# ruff: noqa: E501, PLR2004 - tables read best on one line, and their numbers explain themselves
"""Trains ``medpeer/deid/data/field.crf.gz`` from labelled posts; seeded, one core, minutes.

    python -m tools.deid.train writer_d.jsonl writer_e.jsonl … [--copies 6] [--seed 7]

Each line of a file is ``{"id", "text", "spans": [{"start", "end", "type"}]}``. The file of a writer whose texts are to
give an honest figure is not named here.
"""

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pycrfsuite

from medpeer.deid.features import features_of
from medpeer.deid.lexicon import MEDICAL, lexicon
from medpeer.deid.normal import normalise
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.tokens import tokenise
from tools.deid.augment import Labelled, Pools, vary
from tools.deid.harmless import harmless

TARGET: Final = Path(__file__).parents[2] / "medpeer" / "deid" / "data" / "field.crf.gz"
_LEAST_COPIES: Final = 2
_INLINE: Final = re.compile(r"\{([A-Z]) ([^{}]+)\}")
_KINDS: Final = {
    "N": "NAME", "L": "LOCATION", "D": "DATE", "A": "AGE", "P": "PHONE", "F": "FAX", "E": "EMAIL", "S": "SSN", "R": "MRN",
    "H": "HEALTH_PLAN", "C": "ACCOUNT", "I": "LICENSE", "V": "VEHICLE", "X": "DEVICE", "U": "URL", "Z": "IP",
    "B": "BIOMETRIC", "O": "OTHER_ID",
}  # fmt: skip
_LABELS: Final = {"NAME": "NAME", "LOCATION": "LOCATION", "DATE": "DATE", "AGE": "AGE"}


def read(path: Path) -> Iterator[Labelled]:
    """Yield the labelled posts of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = sorted((span["start"], span["end"], span["type"]) for span in row["spans"])
        yield Labelled(row["text"], tuple(spans))


def read_inline(path: Path) -> Iterator[Labelled]:
    """Yield the posts of a file with labels inside, as ``{N Rosa}``."""
    for post in path.read_text(encoding="utf-8").split("\n--\n"):
        pieces: list[str] = []
        spans: list[tuple[int, int, str]] = []
        at = size = 0
        for mark in _INLINE.finditer(post.strip("\n")):
            source = post.strip("\n")
            pieces += [source[at : mark.start()], mark.group(2)]
            size += mark.start() - at
            spans.append((size, size + len(mark.group(2)), _KINDS[mark.group(1)]))
            size += len(mark.group(2))
            at = mark.end()
        yield Labelled("".join([*pieces, post.strip("\n")[at:]]), tuple(spans))


def example(post: Labelled) -> tuple[list[list[str]], list[str]]:
    """Give the features and labels of one post."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    rows = list(features_of(tokens, rule_candidates(folded.text), table))
    labels: list[str] = []
    last = -1
    for token in tokens:
        start, end = folded.original(token.start, token.end)
        inside = next((n for n, span in enumerate(post.spans) if span[0] < end and start < span[1]), -1)
        if inside < 0:
            labels.append("O")
        else:
            labels.append(("I-" if inside == last else "B-") + _LABELS.get(post.spans[inside][2], "ID"))
        last = inside
    return rows, labels


def posts_of(path: Path) -> list[Labelled]:
    """Return the labelled posts of a file of either form."""
    return list(read(path) if path.suffix == ".jsonl" else read_inline(path))


def gather(trainer: Any, files: Sequence[Path], given: argparse.Namespace) -> int:
    """Add every post, its variants and the generated texts to ``trainer``; return how many.

    The posts of the n-th file are group n, so that one writer can be held out; the generated texts belong to no writer.
    """
    dice = random.Random(given.seed)  # noqa: S311 - reproducible, not secret
    pools = Pools(lexicon())
    count = 0
    for group, path in enumerate(files):
        for post in posts_of(path):
            copies = given.copies if post.spans else max(_LEAST_COPIES, given.copies // 3)
            for variant in [post, *(vary(post, pools, dice) for _ in range(copies))]:
                count += _append(trainer, variant, group)
    drugs = _drugs()
    for _ in range(given.harmless):
        count += _append(trainer, harmless(pools, drugs, dice), len(files))
    return count


def _append(trainer: Any, post: Labelled, group: int) -> int:
    """Add one text to ``trainer``; return 1, or 0 for a text without a word."""
    rows, labels = example(post)
    if rows:
        trainer.append(pycrfsuite.ItemSequence(rows), labels, group)
    return 1 if rows else 0


def _drugs() -> list[str]:
    """Return drug names that are on no list of names, places or words."""
    return sorted(
        word
        for word, value in lexicon().items()
        if value >> MEDICAL & 3 == 2 and word.isalpha() and not value & 0b1111111
    )


def new_trainer(given: argparse.Namespace) -> Any:
    """Return an empty trainer with the penalties and rounds asked for."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": given.c1, "c2": given.c2, "max_iterations": given.rounds, "feature.minfreq": 2})
    return trainer


def training_options(description: str, *, copies: int, rounds: int) -> argparse.ArgumentParser:
    """Return a parser with the options that training and calibration share."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=copies, help="variants of each post with identifiers")
    parser.add_argument("--harmless", type=int, default=700, help="generated texts without identifiers")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--c1", type=float, default=0.05, help="weight of the L1 penalty")
    parser.add_argument("--c2", type=float, default=1.2, help="weight of the L2 penalty")
    return parser


def main() -> None:
    """Train and write the model."""
    parser = training_options(__doc__ or "", copies=8, rounds=80)
    parser.add_argument("--target", type=Path, default=TARGET)
    given = parser.parse_args()
    trainer = new_trainer(given)
    began = time.monotonic()
    print(f"{gather(trainer, given.files, given)} texts read in {time.monotonic() - began:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "model.crf"
        trainer.train(str(built))
        given.target.write_bytes(gzip.compress(built.read_bytes(), 9, mtime=0))
    print(f"trained in {time.monotonic() - began:.0f} s, {given.target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
