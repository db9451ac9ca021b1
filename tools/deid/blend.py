"""Fits the weights of ``medpeer/deid/tagging.py``: how much each part is heard when both say what a word is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tools.deid.readings import Reading

_ROUNDS: Final = 30
_RIDGE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights of the two parts' log odds of an identifier, and what is added."""

    encoder: float
    field: float
    shift: float


def fitted(readings: Sequence[Reading]) -> Blend:
    """Fit a logistic regression of "this word is labelled" on both log odds (iteratively reweighted least squares)."""
    rows, labels = zip(*(row for one in readings for row in _rows(one)), strict=True)
    seen, truth = np.array(rows), np.array(labels)
    weights = np.zeros(3)
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-seen @ weights))
        bend = (seen.T * (share * (1 - share))) @ seen + _RIDGE * np.eye(3)
        weights += np.linalg.solve(bend, seen.T @ (truth - share))
    return Blend(*weights.tolist())


def _rows(one: Reading) -> Iterator[tuple[tuple[float, float, float], float]]:
    """Yield for each word of a post the two log odds and a one, and whether it is labelled."""
    for token, read, felt in zip(one.tokens, one.read, one.felt, strict=True):
        if token.word.isalnum():
            yield (read.odds, felt.odds, 1.0), float(one.is_labelled(token.start, token.end))
