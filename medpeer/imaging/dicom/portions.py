"""Parts of a series as its author publishes it: some of its frames, with boxes covered in every one of them."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from medpeer.imaging.dicom.study import Fact, Frame, Series
from medpeer.imaging.values import Box

_BLACK: Final = 0


def portion(series: Series, *, first: int = 0, last: int | None = None, step: int = 1) -> Series:
    """Return every ``step``-th frame from ``first`` to ``last`` inclusive, counted from 0; the distance grows with it.

    Raises:
        IndexError: There is no frame among them.
    """
    frames = series.frames[first : None if last is None else last + 1 : step]
    if first < 0 or step < 1 or not frames:
        raise IndexError
    kept = dict(series.kept)
    # Without a stated distance the frames lie as far apart as they are thick.
    apart = kept.get(Fact.SLICE_SPACING_MM) or kept.get(Fact.SLICE_THICKNESS_MM)
    if apart and step > 1:
        kept[Fact.SLICE_SPACING_MM] = f"{float(apart) * step:g}"
    return replace(series, frames=frames, kept=kept)


def covered(series: Series, boxes: Sequence[Box]) -> Series:
    """Return a series whose boxes hold nothing any more: black, or the least that the frame holds."""
    if not boxes:
        return series
    return replace(series, frames=tuple(_covered(frame, boxes) for frame in series.frames))


def _covered(frame: Frame, boxes: Sequence[Box]) -> Frame:
    kind, shape = ("<i2", (frame.rows, frame.columns)) if frame.samples == 1 else ("u1", (frame.rows, frame.columns, 3))
    pixels = np.frombuffer(frame.pixels, kind).reshape(shape).copy()
    darkest = pixels.min() if frame.samples == 1 else _BLACK
    for box in boxes:
        pixels[max(box.top, 0) : box.top + box.height, max(box.left, 0) : box.left + box.width] = darkest
    return replace(frame, deflated=zlib.compress(pixels.tobytes()))
