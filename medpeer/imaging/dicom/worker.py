"""Worker: an upload in, series or a preview out. Runs in a sandbox only."""

import codecs
import logging
from importlib import import_module
from typing import Any, Final

from PIL import Image
from pydicom.charset import python_encoding

from medpeer.imaging.dicom.assembly import assembled, cut, scaled
from medpeer.imaging.dicom.guarding import Refusal
from medpeer.imaging.dicom.intake import Intake
from medpeer.imaging.dicom.ordering import stacks
from medpeer.imaging.dicom.rendering import as_png, through
from medpeer.imaging.dicom.windows import measured
from medpeer.imaging.message import Message
from medpeer.imaging.values import Box

_COLOUR_AXES: Final = 3


def prepare() -> None:
    """Load what the libraries load late: after this nothing can be opened."""
    Image.init()
    import_module("numpy.ma")
    for name in {"cp437", *python_encoding.values()}:
        codecs.lookup(name)


def work(request: Message) -> Message:
    """Answer a request to read or to preview; a refusal is an answer of one word."""
    # The library logs what it finds odd, values and all.
    logging.disable()
    try:
        return _preview(request.parts[0]) if request.facts["task"] == "preview" else _read(request)
    except Refusal as refusal:
        return Message({"refused": refusal.reason})


def _read(request: Message) -> Message:
    crop, cover = _box(request.facts["crop"]), [Box(*box) for box in request.facts["cover"]]
    intake = Intake(crop_is_given=crop is not None)
    intake.read(request.parts[0])
    series, parts = [], []
    for stack in stacks([cut(one, crop, cover) for one in intake.slices]):
        said, frames = assembled(stack)
        series.append({**said, "frames": len(frames)})
        parts += frames
    return Message({"series": series, "left_out": intake.left_out, "overlays": intake.overlays_seen}, tuple(parts))


def _preview(data: bytes) -> Message:
    """Draw the first slice whole, for its owner to crop."""
    intake = Intake(crop_is_given=True)
    intake.read(data)
    first = stacks(intake.slices)[0][0]
    (pixels,), scale = scaled([first])
    if pixels.ndim < _COLOUR_AXES:
        values = pixels * scale.slope + scale.intercept
        pixels = through(values, measured(values))
    return Message(
        {"suggested": _suggested(first.header.get("SequenceOfUltrasoundRegions"), first.shrinking)},
        (as_png(pixels).data,),
    )


def _suggested(regions: Any, shrinking: int) -> tuple[int, int, int, int] | None:
    """Return the smallest box around all regions that an ultrasound scanner says it draws in."""
    corners = [[r.get(f"RegionLocation{end}") for end in ("MinX0", "MinY0", "MaxX1", "MaxY1")] for r in regions or ()]
    if not corners or any(None in corner for corner in corners):
        return None
    left, top = (min(corner[axis] for corner in corners) // shrinking for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in corners) // shrinking for axis in (2, 3))
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _box(said: Any) -> Box | None:
    return None if said is None else Box(*said)
