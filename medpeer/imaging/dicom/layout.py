"""How the pixels of a file are laid out, as its header says; the header may lie, so it is held to the limits."""

from dataclasses import dataclass
from typing import Final

from pydicom.dataset import Dataset

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal
from medpeer.imaging.dicom.limits import MAX_FRAMES, MAX_PIXELS, MAX_SIDE

PALETTE: Final = "PALETTE COLOR"
_COLOURS: Final = frozenset("RGB YBR_FULL YBR_FULL_422 YBR_ICT YBR_RCT".split())
_GREYS: Final = frozenset("MONOCHROME1 MONOCHROME2".split())
_MAX_DECODED_BYTES: Final = 320 << 20


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pixels of a file are laid out, as its header says and this house can read."""

    rows: int
    columns: int
    frames: int
    samples: int
    bits_allocated: int
    bits_stored: int
    is_signed: bool
    photometric: str
    planar: int

    @property
    def is_colour(self) -> bool:
        """Say whether a frame becomes red, green and blue."""
        return self.photometric not in _GREYS

    @property
    def shrinking(self) -> int:
        """Return by what whole number a frame is averaged down."""
        return -(-max(self.rows, self.columns) // MAX_SIDE)

    @property
    def whole_range(self) -> tuple[float, float]:
        """Return the least and the greatest number that the stored bits can hold."""
        low = -(1 << self.bits_stored - 1) if self.is_signed else 0
        return float(low), float(low + (1 << self.bits_stored) - 1)


def layout(dataset: Dataset) -> Layout:
    """Return the layout of a dataset's pixels, within the limits.

    Raises:
        Refusal: There are no pixels, too many of them, or they are laid out in a way nobody uses.
    """
    if "PixelData" not in dataset:
        raise Refusal(DicomFault.NO_PICTURE)
    try:
        said = _said(dataset)
    except BROKEN as error:
        raise Refusal(DicomFault.DAMAGED) from error
    _check_size(said)
    _check_kind(said)
    return said


def _said(dataset: Dataset) -> Layout:
    bits_stored = int(dataset.BitsStored)
    if int(dataset.get("HighBit", bits_stored - 1)) != bits_stored - 1:
        raise Refusal(DicomFault.UNUSUAL_PIXELS)
    return Layout(
        rows=int(dataset.Rows),
        columns=int(dataset.Columns),
        frames=int(dataset.get("NumberOfFrames", 1) or 1),
        samples=int(dataset.get("SamplesPerPixel", 1)),
        bits_allocated=int(dataset.BitsAllocated),
        bits_stored=bits_stored,
        is_signed=bool(int(dataset.get("PixelRepresentation", 0))),
        photometric=str(dataset.PhotometricInterpretation).strip().upper(),
        planar=int(dataset.get("PlanarConfiguration", 0) or 0),
    )


def _check_size(said: Layout) -> None:
    if min(said.rows, said.columns, said.frames) < 1:
        raise Refusal(DicomFault.DAMAGED)
    if said.frames > MAX_FRAMES:
        raise Refusal(DicomFault.TOO_MANY_FRAMES)
    pixels = said.rows * said.columns
    if pixels > MAX_PIXELS or pixels * said.frames * said.samples * (said.bits_allocated // 8) > _MAX_DECODED_BYTES:
        raise Refusal(DicomFault.TOO_MANY_PIXELS)


def _check_kind(said: Layout) -> None:
    kinds = {1: _GREYS | {PALETTE}, 3: _COLOURS}
    widths = {1: (8, 16, 32), 3: (8, 16)}
    known = said.photometric in kinds.get(said.samples, ()) and said.bits_allocated in widths[said.samples]
    if not known or not 1 <= said.bits_stored <= said.bits_allocated or said.planar not in (0, 1):
        raise Refusal(DicomFault.UNUSUAL_PIXELS)
