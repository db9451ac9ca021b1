"""The trained part that reads sentences: six layers of a pre-trained encoder, in eight-bit numbers, on one thread.

``tools/deid/train_encoder.py`` makes ``data/encoder.onnx`` from texts written for it; the engine runs without it.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import numpy as np
import onnxruntime

from medpeer.deid.pieces import Pieces
from medpeer.deid.shared import loaded_once
from medpeer.deid.signals import Signals
from medpeer.deid.tagging import LABELS, Tagging
from medpeer.deid.tokens import Token

_WINDOW: Final = 208
"""Most pieces answered at once; attention costs their square."""

_CONTEXT: Final = 24
"""Pieces before and after a window that are read with it, and answered by its neighbours."""

_Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Encoder:
    """An opened model: the net, its vocabulary, and the numbers of the signals it learned from."""

    net: Any
    pieces: Pieces
    signals: dict[str, int]


def open_encoder(packed: bytes) -> Encoder:
    """Open a model file; its vocabulary and signals travel inside it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    net = onnxruntime.InferenceSession(packed, options, providers=["CPUExecutionProvider"])
    told = net.get_modelmeta().custom_metadata_map
    signals = {name: number for number, name in enumerate(json.loads(told["signals"]), 1)}
    return Encoder(net, Pieces(json.loads(told["words"])), signals)


@loaded_once
def encoder() -> Encoder | None:
    """Return the shared model, or ``None`` where it was not shipped; 0.1 s the first time, about 60 MB."""
    path = files("medpeer.deid") / "data" / "encoder.onnx"
    return open_encoder(path.read_bytes()) if path.is_file() else None


def tag_with(model: Encoder, tokens: Sequence[Token], signals: Sequence[Signals]) -> list[Tagging]:
    """Return what ``model`` says of each token."""
    firsts: list[int] = []
    pieces: list[int] = []
    told: list[list[int]] = []
    for token, names in zip(tokens, signals, strict=True):
        cut = model.pieces.of(token.word)
        firsts.append(len(pieces))
        pieces.extend(cut)
        told.extend([[model.signals.get(name, 0) for name in names]] * len(cut))
    if not pieces:
        return []
    scores = _scores(model, np.array([pieces], dtype=np.int64), np.array([told], dtype=np.int64))
    return _taggings(_shares(scores[firsts]))


def _scores(model: Encoder, pieces: Any, signals: Any) -> _Floats:
    """Return the score of each label for each piece, shape (pieces, labels)."""
    found = []
    for start, end in _windows(pieces.shape[1]):
        before, after = max(0, start - _CONTEXT), end + _CONTEXT
        (part,) = model.net.run(None, {"pieces": pieces[:, before:after], "signals": signals[:, before:after]})
        found.append(part[0, start - before : end - before])
    return np.concatenate(found)


def _windows(size: int) -> Iterator[tuple[int, int]]:
    """Cut ``size`` pieces into stretches of like length, of at most a window each."""
    step = math.ceil(size / math.ceil(size / _WINDOW))
    yield from ((at, min(at + step, size)) for at in range(0, size, step))


def _shares(scores: _Floats) -> _Floats:
    """Turn scores into probabilities that add up to one."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _taggings(shares: _Floats) -> list[Tagging]:
    """Read the labels: column 0 is none, then each kind begun and continued."""
    begun, going = shares[:, 1::2], shares[:, 2::2]
    best = (begun + going).argmax(axis=1)
    some = 1 - shares[:, 0]
    return [
        Tagging(LABELS[kind], float(share), bool(begun[at, kind] > going[at, kind]))
        for at, (kind, share) in enumerate(zip(best.tolist(), some.tolist(), strict=True))
    ]
