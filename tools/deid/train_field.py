"""Trains ``medpeer/deid/data/field.crf.gz``, the conditional random field, from labelled posts; seeded, one core.

    python -m tools.deid.train_field

Learns from every writer whose texts are not kept for measuring; name files to learn from others.
"""

import argparse
import gzip
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pycrfsuite

from medpeer.deid.features import features_of
from medpeer.deid.lexicon import lexicon
from medpeer.deid.marks import marked
from medpeer.deid.normal import normalise
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.tokens import tokenise
from tools.deid.augment import vary
from tools.deid.harmless import harmless
from tools.deid.labelling import labels_of
from tools.deid.pools import Pools
from tools.deid.posts import Labelled, posts_of, training_files

TARGET: Final = Path(__file__).parents[2] / "medpeer" / "deid" / "data" / "field.crf.gz"
_PENALTIES: Final = {"c1": 0.05, "c2": 1.2, "feature.minfreq": 2}
_LEAST_COPIES: Final = 2


def example(post: Labelled) -> tuple[list[list[str]], list[str]]:
    """Give the features and the label of each word of one post."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    rows = list(features_of(marked(tokens, rule_candidates(folded.text), table)))
    return rows, list(labels_of(post, folded, tokens))


def lessons(posts: Iterable[Labelled], dice: random.Random, *, copies: int, generated: int) -> Iterator[Labelled]:
    """Yield every post with its variants, a third as many where nothing identifies, then generated harmless texts."""
    pools = Pools(lexicon())
    for post in posts:
        yield post
        for _ in range(copies if post.spans else max(_LEAST_COPIES, copies // 3)):
            yield vary(post, pools, dice)
    for _ in range(generated):
        yield harmless(pools, dice)


def teach(trainer: Any, texts: Iterable[Labelled]) -> int:
    """Add the texts that hold a word to ``trainer``; return how many."""
    count = 0
    for text in texts:
        rows, labels = example(text)
        if rows:
            trainer.append(pycrfsuite.ItemSequence(rows), labels)
            count += 1
    return count


def write(trainer: Any, target: Path) -> None:
    """Let ``trainer`` learn, and write its model packed, without a time in it."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "field.crf"
        trainer.train(str(built))
        target.write_bytes(gzip.compress(built.read_bytes(), 9, mtime=0))


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=training_files(), help="labelled posts")
    parser.add_argument("--copies", type=int, default=5, help="variants of each post with identifiers (%(default)s)")
    parser.add_argument("--harmless", type=int, default=1200, help="generated texts without identifiers (%(default)s)")
    parser.add_argument("--rounds", type=int, default=90, help="most rounds of the optimiser (%(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of every chance (%(default)s)")
    parser.add_argument("--target", type=Path, default=TARGET, help="file to write (the engine's)")
    return parser


def main() -> None:
    """Train and write the model."""
    given = options().parse_args()
    dice = random.Random(given.seed)  # noqa: S311 - reproducible, not secret
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_PENALTIES | {"max_iterations": given.rounds})
    began = time.monotonic()
    posts = (post for path in given.files for post in posts_of(path))
    count = teach(trainer, lessons(posts, dice, copies=given.copies, generated=given.harmless))
    print(f"{count} texts read in {time.monotonic() - began:.0f} s", flush=True)
    write(trainer, given.target)
    print(f"trained in {time.monotonic() - began:.0f} s, {given.target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
