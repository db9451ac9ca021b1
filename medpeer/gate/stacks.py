"""``examine_stack`` and ``clear_stack``: the way of a series of frames through the gate.

The boxes of its author are covered in every frame. Frames are sampled for what is left, for what a scanner writes into
one it writes into all; and a volume from which a face could be rebuilt is not taken as a stack.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy.orm import Session

from medpeer.core.db import context_of, sha256_hex
from medpeer.gate._seal import SEAL, Seal
from medpeer.gate._sealed import Sealed, check_seal
from medpeer.gate.errors import UnclearedTextError, UnusableImageError
from medpeer.gate.image import ClearedImage
from medpeer.gate.models import Clearance
from medpeer.gate.pictures import (
    ClearedPicture,
    Edits,
    ExaminedImage,
    check_answered,
    clear_image,
    examine_image,
    uncovered,
)
from medpeer.gate.reading import judge_regions
from medpeer.gate.surfaces import Surface
from medpeer.gate.uploads import check_not_writing, frame_picture
from medpeer.imaging import ImagingError, dicom
from medpeer.imaging.dicom import Series, Study

_FACE: Final = (
    "A face can be rebuilt from so many thin slices of a head: take every second or third frame, a part without "
    "the face, or single frames as pictures."
)


class ExaminedStack(Sealed):
    """What ``examine_stack`` let pass; ``clear_stack`` takes nothing else. Lives as long as its request."""

    placeholder: ClassVar = "<examined stack>"
    __slots__ = ("_series", "cover")

    def __init__(self, series: Series, cover: ExaminedImage, *, seal: Seal) -> None:
        """Hold ``series`` and the picture that stands for it; only the gate has the seal.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        self._hold(seal, _series=series, cover=cover)

    _series: Series
    cover: ExaminedImage

    def open_to_clear(self, *, seal: Seal) -> Series:
        """Return the series as it was examined: for ``clear_stack`` alone.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        check_seal(seal)
        return self._series


@dataclass(frozen=True, slots=True, repr=False)
class ClearedStack:
    """A cleared series: the picture that stands for it in two sizes, its frames, and what is kept of its making."""

    full: ClearedPicture
    thumbnail: ClearedPicture
    frames: tuple[ClearedImage, ...]
    series: Series


def examine_stack(series: Series, edits: Edits) -> ExaminedStack:
    """Return a series as its author edited it, with leave to be cleared; before the write transaction.

    Boxes and answers are in pixels of a frame; a stack is not cropped.

    Raises:
        UnusableImageError: a face could be rebuilt from it, or the finders failed.
        IdentifiersInImageError: writing or a face is still there that must go, or waits for the author's word.
        RuntimeError: a write transaction is open.
    """
    check_not_writing()
    if dicom.may_show_face(series):
        raise UnusableImageError(_FACE)
    series = dicom.covered(series, edits.boxes)
    try:
        seen = dicom.looked_at(Study((series,), {}, frozenset())).series[0]
    except ImagingError as error:
        raise UnusableImageError(error.advice) from None
    check_answered(uncovered(judge_regions(seen.regions), edits.boxes), edits.answers)
    cover = examine_image(frame_picture(series, len(series.frames) // 2), edits)
    return ExaminedStack(series, cover, seal=SEAL)


def clear_stack(session: Session, examined: ExaminedStack) -> ClearedStack:
    """Return a series cleared, each frame and each picture with its clearance, in the running transaction.

    Raises:
        UnclearedTextError: the value did not come from ``examine_stack``.
    """
    if type(examined) is not ExaminedStack:
        raise UnclearedTextError
    series = examined.open_to_clear(seal=SEAL)
    full, thumbnail = clear_image(session, examined.cover)
    now, version = context_of(session).clock.now(), examined.cover.policy_version
    rows = [
        Clearance(surface=Surface.IMAGE, policy_version=version, digest=sha256_hex(frame.deflated), cleared_at=now)
        for frame in series.frames
    ]
    # All at once: a round to the database for each of a hundred frames would hold the lock for long.
    session.add_all(rows)
    session.flush()
    frames = (ClearedImage(frame.deflated, row.id, seal=SEAL) for frame, row in zip(series.frames, rows, strict=True))
    return ClearedStack(full, thumbnail, tuple(frames), series)
