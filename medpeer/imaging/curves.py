"""Worker's side: tells the curve of an ECG, which a network takes for a long word, from print that lies over one."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

# A curve is one stroke through at least this share of the length.
_THROUGH: Final = 0.5
# A letter has this many pixels at least, is no taller than this share of the curve's box, and not long.
_LEAST_INK: Final = 12
_LEAST_TALL: Final = 6
_MOST_SHARE: Final = 0.5
_MOST_LONG: Final = 3.0
# So many letters beside a curve are a word; specks of the paper are fewer.
_WORD: Final = 4


def is_mere_curve(cut: NDArray[np.uint8]) -> bool:
    """Tell whether a cut-out (RGB, level) shows one stroke from side to side and no letters beside it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_ink(cut), connectivity=8)
    strokes = stats[1:]
    height, width = cut.shape[:2]
    if not len(strokes) or strokes[:, cv2.CC_STAT_WIDTH].max() < _THROUGH * width:
        return False
    wide, tall, ink = (strokes[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    letters = (ink >= _LEAST_INK) & (tall >= _LEAST_TALL) & (tall <= _MOST_SHARE * height) & (wide <= _MOST_LONG * tall)
    return int(letters.sum()) < _WORD


def _ink(cut: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what is drawn: of the dark and the light, what there is less of."""
    _, light = cv2.threshold(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    lit = np.asarray(light, dtype=np.uint8)
    return lit if 2 * int(lit.sum()) < lit.size else 1 - lit
