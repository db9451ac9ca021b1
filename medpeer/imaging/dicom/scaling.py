"""Brings the stored numbers of a series to one scale of int16, on which larger is brighter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LOW: Final = -32768
_HIGH: Final = 32767
_STEPS: Final = 65535


@dataclass(frozen=True, slots=True)
class Line:
    """``number * slope + intercept``: how stored numbers become values."""

    slope: float = 1.0
    intercept: float = 0.0

    def at(self, number: float) -> float:
        """Return the value of a number."""
        return number * self.slope + self.intercept


def common_scale(frames: Sequence[NDArray[Any]], lines: Sequence[Line], mirror: float | None = None) -> Line:
    """Return the scale on which all frames fit into int16, with as little rounding as can be.

    Whole values stay as they are; numbers on one line keep its steps; the rest is spread over 65,536 steps.
    """
    pairs = zip(frames, lines, strict=True)
    ends = [line.at(float(end)) for frame, line in pairs for end in (frame.min(), frame.max())]
    ends = ends if mirror is None else [mirror - end for end in ends]
    low, high = min(ends), max(ends)
    are_whole = all(line.slope == 1 and float(line.intercept).is_integer() for line in lines)
    if are_whole and low >= _LOW and high <= _HIGH:
        return Line()
    slope = abs(lines[0].slope) if len(set(lines)) == 1 and lines[0].slope else 0.0
    step = slope if slope and (high - low) / slope <= _STEPS else max((high - low) / _STEPS, 1e-9)
    return Line(step, low - _LOW * step)


def rescaled(frame: NDArray[Any], line: Line, scale: Line, mirror: float | None) -> NDArray[np.int16]:
    """Return a frame on the common scale; ``mirror`` is the sum of both ends where larger is darker."""
    values = frame.astype(np.float64) * line.slope + line.intercept
    if mirror is not None:
        values = mirror - values
    steps = np.rint((values - scale.intercept) / scale.slope)
    return np.clip(steps, _LOW, _HIGH).astype("<i2")


def averaged(frame: NDArray[Any], factor: int) -> NDArray[Any]:
    """Return a frame made smaller by a whole factor; each pixel is the mean of a square."""
    if factor == 1:
        return frame
    rows, columns = frame.shape[0] // factor, frame.shape[1] // factor
    whole = frame[: rows * factor, : columns * factor]
    squares = whole.reshape(rows, factor, columns, factor, *frame.shape[2:])
    means: NDArray[Any] = np.rint(squares.mean(axis=(1, 3), dtype=np.float32)).astype(frame.dtype)
    return means
