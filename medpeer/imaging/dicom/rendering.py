"""Draws a frame as PNG through a window. The pixels are ours by now, so no sandbox is needed."""

from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from medpeer.imaging.dicom.study import Frame, Window
from medpeer.imaging.values import Picture

_WHITE: Final = 255


def render(frame: Frame, window: Window) -> Picture:
    """Return a frame as an eight-bit PNG without metadata; the window does not count for a coloured frame."""
    return as_png(shades(frame, window))


def shades(frame: Frame, window: Window) -> NDArray[np.uint8]:
    """Return a frame as ``(rows, columns)`` grey levels, or as ``(rows, columns, 3)`` colours."""
    if frame.samples > 1:
        return np.frombuffer(frame.pixels, np.uint8).reshape(frame.rows, frame.columns, frame.samples)
    stored = np.frombuffer(frame.pixels, "<i2").reshape(frame.rows, frame.columns)
    return through(stored.astype(np.float32) * frame.slope + frame.intercept, window)


def through(values: NDArray[Any], window: Window) -> NDArray[np.uint8]:
    """Spread the window's values over black to white, as PS3.3 C.11.2.1.2.1 has it for wide windows."""
    low = window.centre - window.width / 2
    levels = (values - low) * (_WHITE / window.width)
    return np.rint(np.clip(levels, 0, _WHITE)).astype(np.uint8)


def as_png(pixels: NDArray[np.uint8]) -> Picture:
    """Write grey levels or colours as PNG."""
    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=6)
    return Picture(out.getvalue(), pixels.shape[1], pixels.shape[0], "image/png")
