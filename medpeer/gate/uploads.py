"""``inspect_upload``: what a file turns out to be, once nothing is left of it but pixels."""

from dataclasses import dataclass
from typing import Final

from medpeer import imaging
from medpeer.core.db import is_writing
from medpeer.gate.errors import UnusableImageError
from medpeer.gate.raw_image import RawImage
from medpeer.gate.reading import judge_regions
from medpeer.gate.regions import RegionFinding
from medpeer.gate.surfaces import Surface
from medpeer.gate.tally import REFUSALS
from medpeer.imaging import Box, FileKind, ImagingError, Picture, dicom
from medpeer.imaging.dicom import DicomError, DicomFault, Series, Study, Window

_STUDIES: Final = frozenset({FileKind.DICOM, FileKind.ZIP})
_ANY: Final = Window("", 0, 65535)


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What a file turned out to be: a picture encoded anew with what was found in it, or a study with its first frame.

    ``must_crop``: of a kind that shows who it is at its edges; ``crop`` is what its scanner suggests to keep.
    """

    picture: Picture
    findings: tuple[RegionFinding, ...]
    study: Study | None = None
    must_crop: bool = False
    crop: Box | None = None


def inspect_upload(raw: RawImage) -> Sent:
    """Return what a file holds: nothing of it but pixels, and of a study plain facts from a list.

    Raises:
        UnusableImageError: it is nothing that can be taken; the advice says what to do.
        RuntimeError: a write transaction is open.
    """
    check_not_writing()
    data = raw.open_for_check()
    try:
        if imaging.sniff(data) in _STUDIES:
            return _inspect_study(data, says_picture=raw.says_picture)
        seen = imaging.inspect(data)
    except ImagingError as error:
        REFUSALS.add_file(Surface.IMAGE)
        raise UnusableImageError(error.advice, field="file") from None
    return Sent(seen.picture, judge_regions(seen.regions))


def _inspect_study(data: bytes, *, says_picture: bool) -> Sent:
    if says_picture:
        message = "This file came as a picture and is DICOM: give it its own name back, or export the image as PNG."
        raise UnusableImageError(message, field="file")
    try:
        study = dicom.read_upload(data)
    except DicomError as error:
        if error.reason is not DicomFault.NEEDS_CROP:
            raise
        seen = dicom.preview(data)
        findings = judge_regions(imaging.find_regions(seen.picture))
        return Sent(seen.picture, findings, must_crop=True, crop=seen.suggested)
    series = study.series[0]
    return Sent(frame_picture(series, len(series.frames) // 2), judge_regions(series.regions), study)


def inspect_frame(series: Series, position: int, window: Window | None = None) -> Sent:
    """Return one frame of a study as a picture of its own, with what was found in it.

    Raises:
        UnusableImageError: there is no such frame, or the finders failed.
        RuntimeError: a write transaction is open.
    """
    check_not_writing()
    picture = frame_picture(series, position, window)
    try:
        return Sent(picture, judge_regions(imaging.find_regions(picture)))
    except ImagingError as error:
        REFUSALS.add_file(Surface.IMAGE)
        raise UnusableImageError(error.advice) from None


def frame_picture(series: Series, position: int, window: Window | None = None) -> Picture:
    """Return a frame, counted from 0, drawn through a window or the first of the series.

    Raises:
        UnusableImageError: there is no such frame.
    """
    if not 0 <= position < len(series.frames):
        message = f"This series has {len(series.frames)} frames. Choose one of them."
        raise UnusableImageError(message)
    return dicom.render(series.frames[position], window or (series.windows or (_ANY,))[0])


def check_not_writing() -> None:
    """Refuse to look at pictures while all other writing would wait.

    Raises:
        RuntimeError: a write transaction is open.
    """
    if is_writing():
        message = "an image is examined before its transaction, not in it"
        raise RuntimeError(message)
