"""Moves the encoder's weights a batch at a time, and keeps their running average."""

import copy
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn

from tools.deid.encoder import Tagger
from tools.deid.encoder_examples import IGNORED

_WARM_UP: Final = 0.06
_SLOWEST: Final = 0.03
_NEW: Final = 10.0
_MOST_KEPT: Final = 0.99
_STEEPEST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often, how fast and how much at a time the net learns."""

    epochs: int = 6
    rate: float = 1e-4
    batch_pieces: int = 1024
    seed: int = 7


class Teacher:
    """Teaches one net; ``average`` is what has been learned so far, steadier than the last weights."""

    def __init__(self, net: Tagger, schedule: Schedule) -> None:
        """Begin with the net as it is; its word vectors are frozen."""
        self._net, self._schedule = net, schedule
        self._optimiser = torch.optim.AdamW(_groups(net, schedule.rate), lr=schedule.rate, weight_decay=0.01)
        self.average: Tagger = copy.deepcopy(net).eval()
        self.steps = self._expected_steps = 0

    def begin_epoch(self, batches: int) -> None:
        """Take the first epoch's length for that of all: variants differ, and so do their batches, by few."""
        self._expected_steps = self._expected_steps or batches * self._schedule.epochs

    def teach(self, pieces: Tensor, signals: Tensor, mask: Tensor, labels: Tensor) -> float:
        """Learn from one batch; return its loss before that."""
        self._set_pace()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self._net(pieces, signals, mask)
        loss = nn.functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), _STEEPEST)
        self._optimiser.step()
        self.steps += 1
        self._keep_average()
        return float(loss.item())

    def _set_pace(self) -> None:
        """Set the rates: rising at first, then falling in a straight line."""
        rising = min(1.0, (self.steps + 1) / (_WARM_UP * self._expected_steps))
        pace = rising * max(_SLOWEST, 1 - self.steps / self._expected_steps)
        for group in self._optimiser.param_groups:
            group["lr"] = group["rate"] * pace

    def _keep_average(self) -> None:
        """Move the average towards the weights of now, less and less."""
        kept = min(_MOST_KEPT, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self._net.parameters(), strict=True):
                if now.requires_grad:
                    mean.lerp_(now, 1 - kept)


def _groups(net: Tagger, rate: float) -> list[dict[str, Any]]:
    """Let what is new learn faster than what was pre-trained, and deep layers faster than shallow ones."""
    # The words keep their pre-trained vectors: names that no post holds then stay near those that some do.
    for fixed in (net.words, net.places):
        fixed.requires_grad_(requires_grad=False)
    new = [*net.signals.parameters(), *net.late_signals.parameters(), *net.labels.parameters()]
    depths = [
        {"params": [*layer.parameters()], "rate": rate * (0.5 + 0.5 * depth / len(net.layers))}
        for depth, layer in enumerate(net.layers, 1)
    ]
    return [{"params": new, "rate": rate * _NEW}, {"params": [*net.norm.parameters()], "rate": rate * 0.5}, *depths]
