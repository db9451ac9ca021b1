"""Worker's side: reads cut-out lines of text by a recognition network (CTC)."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.models import load

_HEIGHT: Final = 48
_LEAST_WIDTH: Final = 320
_MOST_WIDTH: Final = 3200
_BATCH: Final = 6

_session: Final = load("rec")
_input: Final = _session.get_inputs()[0].name
_alphabet: Final = ["", *_session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]


def read_lines(cuts: Sequence[NDArray[np.uint8]]) -> list[tuple[str, float]]:
    """Return the text of each cut-out (RGB, upright) and the mean certainty of its letters, in order."""
    read: list[tuple[str, float]] = [("", 0.0)] * len(cuts)
    order = sorted(range(len(cuts)), key=lambda place: _width(cuts[place]))
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        answers = _session.run(None, {_input: _batch([cuts[place] for place in places])})[0]
        for place, answer in zip(places, answers, strict=True):
            read[place] = _decoded(answer)
    return read


def _width(cut: NDArray[np.uint8]) -> int:
    height, width = int(cut.shape[0]), int(cut.shape[1])
    return min(_MOST_WIDTH, max(1, round(_HEIGHT * width / height)))


def _batch(cuts: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Scale cut-outs to one height and lay them left-aligned into one array (n, 3, height, width), BGR in -1..1."""
    batch = np.zeros((len(cuts), 3, _HEIGHT, max(_LEAST_WIDTH, *(_width(cut) for cut in cuts), 1)), np.float32)
    for row, cut in zip(batch, cuts, strict=True):
        scaled = cv2.resize(cut, (_width(cut), _HEIGHT))
        row[:, :, : scaled.shape[1]] = scaled[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / np.float32(127.5) - 1
    return batch


def _decoded(answer: NDArray[np.float32]) -> tuple[str, float]:
    """Take the best sign of each step, without repeats and blanks."""
    best, chance = answer.argmax(axis=1), answer.max(axis=1)
    kept = (best != 0) & (np.diff(best, prepend=0) != 0)
    text = "".join(_alphabet[sign] for sign in best[kept]).strip()
    return text, float(chance[kept].mean()) if kept.any() else 0.0
