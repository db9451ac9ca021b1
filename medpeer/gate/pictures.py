"""``examine_image``, then ``clear_image``: the only way between a file somebody sent and what is kept.

What is cleared is never the file: it is what ``medpeer.imaging`` encoded anew from its pixels, with the author's boxes
burnt in, looked at once more. The looking takes seconds and stands before the write transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from sqlalchemy.orm import Session

from medpeer import imaging
from medpeer.core.db import sha256_hex
from medpeer.gate._seal import SEAL, Seal
from medpeer.gate._sealed import Sealed, check_seal
from medpeer.gate.errors import IdentifiersInImageError, UnclearedTextError, UnusableImageError
from medpeer.gate.image import ClearedImage
from medpeer.gate.ledger import enter
from medpeer.gate.models import ClearanceRegion
from medpeer.gate.reading import judge_regions
from medpeer.gate.regions import RegionAnswer, RegionFinding, RegionReason, share_within
from medpeer.gate.surfaces import POLICY_VERSION, Surface
from medpeer.gate.tally import REFUSALS
from medpeer.gate.uploads import check_not_writing
from medpeer.imaging import Box, Finished, ImagingError, Picture
from medpeer.imaging.dicom import DicomError, DicomFault

_COVERED: Final = 0.8
"""So much of a place under a box means that the box is what was found there."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What an author did to a picture, in its pixels: boxes to burn in, the part to keep, answers to what was found."""

    boxes: tuple[Box, ...] = ()
    crop: Box | None = None
    answers: tuple[RegionAnswer, ...] = ()


class ExaminedImage(Sealed):
    """What ``examine_image`` let pass; ``clear_image`` takes nothing else. Lives as long as its request."""

    placeholder: ClassVar = "<examined image>"
    __slots__ = ("_finished", "policy_version", "reasons")

    def __init__(self, finished: Finished, *, reasons: Iterable[RegionReason], seal: Seal) -> None:
        """Hold ``finished`` with its verdict; only the gate has the seal.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        self._hold(seal, _finished=finished, reasons=tuple(sorted(reasons)), policy_version=POLICY_VERSION)

    _finished: Finished
    reasons: tuple[RegionReason, ...]
    policy_version: str

    def open_to_clear(self, *, seal: Seal) -> Finished:
        """Return the pictures as they were examined: for ``clear_image`` alone.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        check_seal(seal)
        return self._finished


@dataclass(frozen=True, slots=True)
class ClearedPicture:
    """One encoding of a cleared picture."""

    image: ClearedImage
    width: int
    height: int
    media_type: str


def examine_image(picture: Picture, edits: Edits, *, must_crop: bool = False) -> ExaminedImage:
    """Return a picture as its author edited it, with leave to be cleared; before the write transaction.

    ``must_crop``: of a kind that is taken only when something of its edges was cut off.

    Raises:
        UnusableImageError: a box or the crop lies outside, or the picture cannot be read again.
        IdentifiersInImageError: writing or a face is still there that must go, or waits for the author's word.
        RuntimeError: a write transaction is open.
    """
    check_not_writing()
    if must_crop and (edits.crop is None or edits.crop == Box(0, 0, picture.width, picture.height)):
        raise UnusableImageError(DicomError(DicomFault.NEEDS_CROP).advice, field="crop")
    try:
        finished = imaging.finish(picture, edits.boxes, crop=edits.crop)
        seen = imaging.find_regions(finished.full)
    except ImagingError as error:
        raise UnusableImageError(error.advice) from None
    whole = edits.crop or Box(0, 0, picture.width, picture.height)
    found = [_as_sent(one, whole, finished.full) for one in judge_regions(seen)]
    reasons = check_answered(uncovered(found, edits.boxes), edits.answers)
    return ExaminedImage(finished, reasons=reasons, seal=SEAL)


def check_answered(found: Sequence[RegionFinding], answers: Sequence[RegionAnswer]) -> list[RegionReason]:
    """Return the reasons that settle what was found.

    Raises:
        IdentifiersInImageError: something is not settled.
    """
    asked = [one for one in found if one.severity]
    settled = [next((word for word in answers if word.covers(one)), None) for one in asked]
    if not all(settled):
        REFUSALS.add_refusal(Surface.IMAGE, (one for one, word in zip(asked, settled, strict=True) if not word))
        raise IdentifiersInImageError(found)
    return [word.reason for word in settled if word]


def clear_image(session: Session, examined: ExaminedImage) -> tuple[ClearedPicture, ClearedPicture]:
    """Return the full picture and its thumbnail cleared, each with its clearance, in the running transaction.

    Raises:
        UnclearedTextError: the value did not come from ``examine_image``.
    """
    if type(examined) is not ExaminedImage:
        raise UnclearedTextError
    finished = examined.open_to_clear(seal=SEAL)
    full = _enter(session, finished.full, examined.policy_version)
    for reason in examined.reasons:
        session.add(ClearanceRegion(clearance_id=full.image.clearance_id, reason=reason))
    return full, _enter(session, finished.thumbnail, examined.policy_version)


def _enter(session: Session, picture: Picture, policy_version: str) -> ClearedPicture:
    clearance_id = enter(session, sha256_hex(picture.data), Surface.IMAGE, policy_version)
    image = ClearedImage(picture.data, clearance_id, seal=SEAL)
    return ClearedPicture(image, picture.width, picture.height, picture.media_type)


def _as_sent(found: RegionFinding, whole: Box, full: Picture) -> RegionFinding:
    """Return a finding of the finished picture in the pixels of the picture that came in."""
    across, down = whole.width / full.width, whole.height / full.height
    box = Box(
        whole.left + int(found.box.left * across),
        whole.top + int(found.box.top * down),
        max(1, round(found.box.width * across)),
        max(1, round(found.box.height * down)),
    )
    return replace(found, box=box)


def uncovered(found: Iterable[RegionFinding], boxes: Sequence[Box]) -> list[RegionFinding]:
    """Return what was found elsewhere than under a box: the edge of a box looks like writing now and then."""
    return [one for one in found if not any(share_within(one.box, box) >= _COVERED for box in boxes)]
