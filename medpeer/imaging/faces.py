"""Worker's side: finds faces by the cascades that come inside OpenCV's wheel."""

from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.spots import spot

_SIDE: Final = 960
_NEIGHBOURS: Final = 6
_LEAST_SHARE: Final = 24
_CASCADES: Final = Path(cv2.__file__).parent / "data"
_cascade: Final = cv2.CascadeClassifier(str(_CASCADES / "haarcascade_frontalface_alt2.xml"))


def find_faces(pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
    """Return the faces seen from the front."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE / max(width, height))
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    least = max(24, min(small.shape) // _LEAST_SHARE)
    found = _cascade.detectMultiScale(cv2.equalizeHist(small), 1.1, _NEIGHBOURS, minSize=(least, least))
    corners = [((x, y), (x + w, y + h)) for x, y, w, h in found]
    return [spot("face", np.array(pair) / scale, (width, height)) for pair in corners]
