"""Worker's side: makes of a stack of slices a series that can travel: numbers, words of closed lists, and frames."""

import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.dicom.facts import facts, recorded_windows, spacing, unit
from medpeer.imaging.dicom.scaling import Line, common_scale, rescaled
from medpeer.imaging.dicom.slices import Slice
from medpeer.imaging.dicom.study import Fact
from medpeer.imaging.dicom.terms import OTHER_MODALITY
from medpeer.imaging.dicom.windows import measured
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.values import Box

# Noise of a scanner hardly deflates; a higher level costs thrice the time for a few per cent.
_LEVEL: Final = 3

SeriesFacts = dict[str, Any]
"""What a series says besides its frames, in what JSON can say. `wire` reads it."""


def assembled(stack: Sequence[Slice]) -> tuple[SeriesFacts, list[bytes]]:
    """Return what is said of a series, and its deflated frames."""
    first = stack[0]
    frames, scale = scaled(stack)
    place = spacing(first.frame_header)
    said = {
        "modality": first.header.get("Modality", OTHER_MODALITY),
        "size": first.pixels.shape,
        "scale": (scale.slope, scale.intercept),
        "unit": unit(first.frame_header),
        "windows": _windows(first),
        "measured": _measured(frames[len(frames) // 2], scale),
        "spacing": place and [length * first.shrinking for length in place[0]],
        "spacing_kind": place and place[1],
        "facts": facts(first.frame_header, first.normal) | _distance(stack),
    }
    return said, [zlib.compress(frame.tobytes(), _LEVEL) for frame in frames]


def scaled(stack: Sequence[Slice]) -> tuple[list[NDArray[Any]], Line]:
    """Return the frames of a stack on one scale, larger is brighter; coloured ones as they are."""
    frames, lines = [one.pixels for one in stack], [one.line for one in stack]
    if frames[0].ndim > 2:  # noqa: PLR2004 - rows, columns, samples
        return frames, Line()
    mirror = stack[0].mirror
    scale = common_scale(frames, lines, mirror)
    return [rescaled(frame, line, scale, mirror) for frame, line in zip(frames, lines, strict=True)], scale


def cut(one: Slice, crop: Box | None, cover: Sequence[Box]) -> Slice:
    """Return a slice with boxes of the whole frame covered, then cropped.

    Raises:
        ImagingError: The crop or a box lies outside the frame.
    """
    if not cover and crop is None:
        return one
    pixels = one.pixels.copy()
    for box in cover:
        pixels[_inside(box, pixels)] = pixels.max() if one.is_inverted else pixels.min()
    return one.with_pixels(pixels[_inside(crop, pixels)] if crop else pixels)


def _inside(box: Box, pixels: NDArray[Any]) -> tuple[slice, slice]:
    rows, columns = pixels.shape[:2]
    top, left = max(box.top, 0), max(box.left, 0)
    bottom, right = min(box.top + box.height, rows), min(box.left + box.width, columns)
    if top >= bottom or left >= right:
        raise ImagingError(ImageFault.OUTSIDE)
    return slice(top, bottom), slice(left, right)


def _distance(stack: Sequence[Slice]) -> dict[Fact, str]:
    """Return how far apart slices lie, by their places: what the header says of it is often absent, or of one slice."""
    depths = sorted(depth for one in stack if (depth := one.depth) is not None)
    apart = [gap for gap in np.diff(depths) if gap > 0] if len(depths) == len(stack) else []
    return {Fact.SLICE_SPACING_MM: f"{float(np.median(apart)):g}"} if apart else {}


def _windows(first: Slice) -> list[tuple[float, float]]:
    """Return the recorded windows, mirrored where larger was darker."""
    mirror = first.mirror
    found = recorded_windows(first.frame_header)
    return found if mirror is None else [(mirror - centre, width) for centre, width in found]


def _measured(frame: NDArray[Any], scale: Line) -> tuple[float, float]:
    window = measured(frame.astype(np.float64) * scale.slope + scale.intercept)
    return window.centre, window.width
