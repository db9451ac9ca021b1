"""Worker: plain pixels in, places that seem to show text or a face out. Runs in the warm sandbox only."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.looks import likely_text
from medpeer.imaging.message import Message

_finders: Final[list[Callable[[NDArray[np.uint8]], list[dict[str, Any]]]]] = [
    import_module("medpeer.imaging.reading").read_text if find_spec("rapidocr") else likely_text
]
if find_spec("cv2"):
    _finders.append(import_module("medpeer.imaging.faces").find_faces)

_CHANNELS: Final = 3


def work(request: Message) -> Message:
    """Answer with the regions of a picture given as RGB bytes and its size."""
    width, height = request.facts["size"]
    pixels = np.frombuffer(request.parts[0], np.uint8).reshape(height, width, _CHANNELS)
    return Message({"regions": [region for find in _finders for region in find(pixels)]})
