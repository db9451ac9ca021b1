"""How a finder says where it saw something."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

# A box drawn to the ink's edge leaves the ink's shadow: an eighth of the line's height more, and two pixels.
_MARGIN: Final = 1 / 8
_LEAST_MARGIN: Final = 2.0


def spot(
    kind: str, corners: ArrayLike, size: tuple[int, int], *, text: str | None = None, score: float = 0.5
) -> dict[str, Any]:
    """Return the upright box around ``corners`` ((n, 2) pixels) with a margin, inside a picture of width and height."""
    points = np.asarray(corners, dtype=float).reshape(-1, 2)
    low, high = points.min(axis=0), points.max(axis=0)
    margin = max(_LEAST_MARGIN, _MARGIN * float((high - low).min()))
    left, top = np.maximum(low - margin, 0)
    right, bottom = np.minimum(high + margin, size)
    return {
        "kind": kind,
        "left": float(left),
        "top": float(top),
        "right": float(right),
        "bottom": float(bottom),
        "text": text,
        "score": score,
    }
