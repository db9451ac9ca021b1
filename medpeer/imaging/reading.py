"""Worker's side: reads the text in a picture, whichever way it is turned, with models that come inside a wheel."""

import unicodedata
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.curves import is_mere_curve
from medpeer.imaging.letters import read_lines
from medpeer.imaging.lines import Line, find_lines
from medpeer.imaging.spots import spot

# A page of print has about a hundred lines; what is beyond is reported as text nobody read.
_MOST_LINES: Final = 250
# Below this, a line may stand on its head.
_SURE: Final = 0.9
# Below this, what was read is a guess and is not passed on as text.
_READ: Final = 0.7
_STEEP: Final = 45
# No line of print fills so much of a picture's shorter side with so few letters: it is a rib, a sector, a shadow.
_GIANT: Final = 0.2
_FEW: Final = 3
# What a rule, a frame or a covered bar looks like to a reader.
_NO_TEXT: Final = frozenset("一丨|-–—_=~.,'`·•:;\"^ ")

cv2.setNumThreads(1)


def read_text(pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
    """Return each line of text with its place and what it says; a line that cannot be read has no text."""
    height, width = pixels.shape[:2]
    lines = find_lines(pixels)
    cuts = [_cut(pixels, line) for line in lines]
    read = _read(lines[:_MOST_LINES], cuts[:_MOST_LINES]) + [("", 0.0)] * max(0, len(lines) - _MOST_LINES)
    return [
        spot("text", line.corners, (width, height), text=_told(text, score), score=score)
        for line, cut, (text, score) in zip(lines, cuts, read, strict=True)
        if not _is_no_text(line, cut, (text, score), min(width, height))
    ]


def _read(lines: list[Line], cuts: list[NDArray[np.uint8]]) -> list[tuple[str, float]]:
    """Read each line as it stands, and the doubtful and the steep ones turned over too; the surer reading counts."""
    read = read_lines(cuts)
    doubtful = [place for place, line in enumerate(lines) if abs(line.angle) > _STEEP or read[place][1] < _SURE]
    turned = read_lines([np.ascontiguousarray(cuts[place][::-1, ::-1]) for place in doubtful])
    for place, other in zip(doubtful, turned, strict=True):
        read[place] = max(read[place], other, key=lambda reading: reading[1])
    return read


def _told(text: str, score: float) -> str | None:
    """Return what was read, if it was read surely and in letters that the text engine knows."""
    foreign = sum(char.isalpha() and not unicodedata.name(char, "").startswith(("LATIN", "GREEK")) for char in text)
    return text if score >= _READ and 2 * foreign < len(text) else None


def _is_no_text(line: Line, cut: NDArray[np.uint8], reading: tuple[str, float], side: int) -> bool:
    """Tell what only looks like a line: rules and bars, large shapes with a letter or two, curves."""
    text, score = reading
    if text and set(text) <= _NO_TEXT:
        return True
    if _told(text, score) and len(text) >= _FEW:
        return False
    return line.height > _GIANT * side or (line.length > side / 4 and is_mere_curve(cut))


def _cut(pixels: NDArray[np.uint8], line: Line) -> NDArray[np.uint8]:
    """Cut a line out and lay it level."""
    width, height = max(2, round(line.length)), max(2, round(line.height))
    turn = cv2.getRotationMatrix2D((line.x, line.y), line.angle, 1.0)
    turn[:, 2] += np.array((width / 2 - line.x, height / 2 - line.y))
    level = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8)
