"""The door: an upload in, a study without anything of the patient's header out."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from medpeer.imaging.dicom.errors import DicomError, DicomFault
from medpeer.imaging.dicom.limits import MAX_UPLOAD_BYTES
from medpeer.imaging.dicom.looking import looked_at
from medpeer.imaging.dicom.study import Caution, Preview, Study
from medpeer.imaging.dicom.wire import OddAnswerError, read_left_out, read_series
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.inspection import as_picture
from medpeer.imaging.message import Message
from medpeer.imaging.sandbox import Limits, run_job
from medpeer.imaging.values import Box, Picture

_WORKER: Final = "medpeer.imaging.dicom.worker"
_LIMITS: Final = Limits(memory_bytes=3 << 29, cpu_s=60, wall_s=90, answer_bytes=96 << 20)
_ODD: Final = (OddAnswerError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, zlib.error)
"""What an answer of another form than agreed leads to."""


def read_upload(data: bytes, *, crop: Box | None = None, cover: Sequence[Box] = ()) -> Study:
    """Read one DICOM file, or a ZIP archive of one or more series, in a sandbox.

    ``cover`` boxes are made black in every frame, then every frame is cropped; both are in pixels of ``preview``.
    What is refused without a crop (ultrasound, screen captures, photographs) is taken with one.

    Raises:
        DicomError: It is not taken; ``reason`` and ``advice`` say why and what to do.
        ImagingError: The crop or a box lies outside a frame, the sandbox failed, or many uploads wait.
    """
    boxes = {"crop": crop and _sides(crop), "cover": [_sides(box) for box in cover]}
    answer = _ask(data, {"task": "read", **boxes})
    try:
        study = _study(answer)
    except _ODD as error:
        raise ImagingError(ImageFault.UNREADABLE) from error
    return looked_at(study)


def preview(data: bytes) -> Preview:
    """Draw the first frame of an upload for its owner to crop. The picture may show the patient's name.

    Raises:
        DicomError: As for ``read_upload``, but never because a crop is missing.
        ImagingError: The sandbox failed, or many uploads wait.
    """
    answer = _ask(data, {"task": "preview"})
    try:
        picture = as_picture(answer.parts[0])
        return Preview(picture, _suggested(answer.facts["suggested"], picture))
    except _ODD as error:
        raise ImagingError(ImageFault.UNREADABLE) from error


def _ask(data: bytes, facts: Mapping[str, Any]) -> Message:
    if not data:
        raise ImagingError(ImageFault.EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise DicomError(DicomFault.TOO_MANY_BYTES)
    answer = run_job(_WORKER, Message(facts, (data,)), _LIMITS)
    if reason := answer.facts.get("refused"):
        raise DicomError(DicomFault(reason) if reason in set(DicomFault) else DicomFault.DAMAGED)
    return answer


def _study(answer: Message) -> Study:
    parts = iter(answer.parts)
    series = tuple(read_series(said, parts) for said in answer.facts["series"])
    if not series or next(parts, None) is not None:
        raise OddAnswerError
    cautions = {Caution.MARKS_REMOVED} if answer.facts["overlays"] is True else set()
    return Study(series, read_left_out(answer.facts["left_out"]), frozenset(cautions))


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.width, box.height


def _suggested(said: Any, picture: Picture) -> Box | None:
    if said is None:
        return None
    left, top, width, height = (int(side) for side in said)
    is_inside = left >= 0 <= top and left < picture.width and top < picture.height
    if not is_inside or width < 1 or height < 1:
        return None
    return Box(left, top, min(width, picture.width - left), min(height, picture.height - top))
