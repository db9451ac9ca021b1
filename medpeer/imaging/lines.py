"""Worker's side: finds lines of text, at any angle, by a segmentation network (differentiable binarisation)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.models import load

Pixels = NDArray[np.uint8]
# A pixel's least probability to belong to text, and a line's least mean of it.
_PIXEL: Final = 0.25
_LINE: Final = 0.4
# The network marks the core of a line; this much of area over circumference brings its edge back.
_GROWTH: Final = 1.7
_LEAST_SIDE: Final = 3
# The network halves five times.
_STEP: Final = 32
_LONG_SIDE: Final = 1600
_SHORT_SIDE: Final = 736
# Print made of dots is lines only from afar, and print beside a curve only from near.
_LOOKS: Final = (1.0, 0.5)
# A line of which so much was found before is the same line.
_SAME: Final = 0.6

_session: Final = load("det")
_input: Final = _session.get_inputs()[0].name


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its middle, its length along the text, its height, and its angle in degrees in (-90, 90]."""

    x: float
    y: float
    length: float
    height: float
    angle: float

    @property
    def corners(self) -> NDArray[np.float32]:
        """Give the four corners."""
        return np.asarray(cv2.boxPoints(((self.x, self.y), (self.length, self.height), self.angle)), dtype=np.float32)


def find_lines(pixels: Pixels) -> list[Line]:
    """Return the lines of text in RGB pixels: from near and from afar, each in its own light and evened out."""
    height, width = pixels.shape[:2]
    small = _resized(pixels, _working_size(width, height))
    found = [
        _scaled(line, width / view.shape[1], height / view.shape[0])
        for share in _LOOKS
        for view in _lights(_resized(small, _stepped(small.shape[1] * share, small.shape[0] * share)))
        for line in _lines(_chance(view))
    ]
    return list(_distinct(found, (height, width)))


def _lights(view: Pixels) -> Iterator[Pixels]:
    """Yield a view as it is, and evened out, so that grey on grey becomes legible."""
    yield view
    grey = cv2.cvtColor(view, cv2.COLOR_RGB2GRAY)
    even = cv2.createCLAHE(clipLimit=6.0, tileGridSize=(8, 8)).apply(grey)
    yield np.asarray(cv2.cvtColor(even, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _working_size(width: int, height: int) -> tuple[int, int]:
    scale = max(1.0, _SHORT_SIDE / min(width, height))
    scale = min(scale, _LONG_SIDE / max(width, height))
    return _stepped(width * scale, height * scale)


def _stepped(width: float, height: float) -> tuple[int, int]:
    return max(_STEP, round(width / _STEP) * _STEP), max(_STEP, round(height / _STEP) * _STEP)


def _resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    method = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=method), dtype=np.uint8)


def _chance(pixels: Pixels) -> NDArray[np.float32]:
    """Return each pixel's probability to belong to text."""
    levels = pixels[:, :, ::-1].astype(np.float32) / np.float32(127.5) - 1
    answer = _session.run(None, {_input: np.ascontiguousarray(levels.transpose(2, 0, 1)[None])})
    return np.asarray(answer[0][0, 0], dtype=np.float32)


def _lines(chance: NDArray[np.float32]) -> Iterator[Line]:
    marked = cv2.dilate((chance > _PIXEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(marked, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        (x, y), (length, height), angle = cv2.minAreaRect(contour)
        if min(length, height) >= _LEAST_SIDE and _mean(chance, contour) >= _LINE:
            more = length * height * _GROWTH / (length + height)
            yield _along(x, y, length + more, height + more, angle)


def _along(x: float, y: float, length: float, height: float, angle: float) -> Line:
    """Lay a rectangle along its text: the longer side is the line; of a near-square, the side nearest level."""
    turned = height > length
    if max(length, height) < 1.5 * min(length, height):
        turned = abs(angle) > 45  # noqa: PLR2004 - half a right angle
    if turned:
        length, height, angle = height, length, angle - 90
    return Line(x, y, length, height, angle + 180 if angle <= -90 else angle)  # noqa: PLR2004 - a right angle


def _mean(chance: NDArray[np.float32], contour: Any) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - (left, top)], 1)
    return float(cv2.mean(chance[top : top + height, left : left + width], mask)[0])


def _scaled(line: Line, across: float, down: float) -> Line:
    # The two differ by less than one step of the network; the mean serves for lengths.
    both = (across + down) / 2
    return Line(line.x * across, line.y * down, line.length * both, line.height * both, line.angle)


def _distinct(lines: Iterable[Line], shape: tuple[int, int]) -> Iterator[Line]:
    """Yield, the lowest lines first, each line of which most was not yielded before: a tall one may hide others."""
    seen = np.zeros(shape, np.uint8)
    for line in sorted(lines, key=lambda line: line.height > shape[0] / 16):
        outline = [line.corners.round().astype(np.int32)]
        own = np.zeros(shape, np.uint8)
        cv2.fillPoly(own, outline, 1)
        if cv2.countNonZero(own & seen) < _SAME * max(1, cv2.countNonZero(own)):
            cv2.fillPoly(seen, outline, 1)
            yield line
