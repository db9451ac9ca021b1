"""What an upload becomes: series of frames, windows to look through, and a few plain facts. Nothing else survives."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.values import Box, Picture, Region


class SpacingKind(StrEnum):
    """Where a millimetre was measured: in the patient, or at the detector, where things look larger than they are."""

    PATIENT = "patient"
    DETECTOR = "detector"


class Caution(StrEnum):
    """What the author should know before publishing."""

    FACE = "face"
    """A thin-sliced volume of the head: a face can be rebuilt from it."""
    MARKS_REMOVED = "marks_removed"
    """Overlays were stored beside the pixels and are gone."""
    TEXT_SEEN = "text_seen"
    """Something like text stands in the pixels."""


class Fact(StrEnum):
    """The facts of a series that are kept: each a number or a word of a closed list."""

    BODY_PART = "body_part"
    LATERALITY = "laterality"
    VIEW = "view"
    PATIENT_POSITION = "patient_position"
    SLICE_THICKNESS_MM = "slice_thickness_mm"
    SLICE_SPACING_MM = "slice_spacing_mm"
    KVP = "kvp"
    TUBE_CURRENT_MA = "tube_current_ma"
    EXPOSURE_MAS = "exposure_mas"
    SEQUENCE = "sequence"
    ACQUISITION = "acquisition"
    REPETITION_TIME_MS = "repetition_time_ms"
    ECHO_TIME_MS = "echo_time_ms"
    INVERSION_TIME_MS = "inversion_time_ms"
    FLIP_ANGLE_DEG = "flip_angle_deg"
    FIELD_STRENGTH_T = "field_strength_t"
    UNITS = "units"
    PLANE = "plane"


class Window(NamedTuple):
    """A range of values that is spread over the grey scale, by its centre and width in units of the series."""

    label: str
    centre: float
    width: float


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One image: rows from top to bottom, little-endian.

    ``samples`` is 1 (int16, larger is brighter) or 3 (uint8, red green blue by turns). A pixel of one sample means
    ``pixel * slope + intercept``. ``deflated`` is the zlib form of the pixels: a stack takes half the memory, and can
    be stored as it is.
    """

    rows: int
    columns: int
    samples: int
    deflated: bytes
    slope: float = 1.0
    intercept: float = 0.0

    @property
    def pixels(self) -> bytes:
        """Inflate the pixels: ``rows * columns`` int16, or ``rows * columns * 3`` uint8."""
        return zlib.decompress(self.deflated)


@dataclass(frozen=True, slots=True)
class Series:
    """Frames of one size in the order of the body (or of time), with what is needed to look at and measure them.

    All frames have the same slope and intercept, which lead to values in ``unit`` ("HU" for CT, a unit of PS3.3 for
    PET, else None); windows are in the same values. ``spacing_mm`` is the distance of rows, then of columns; None when
    not known.
    """

    modality: str
    frames: tuple[Frame, ...]
    unit: str | None
    windows: tuple[Window, ...]
    spacing_mm: tuple[float, float] | None
    spacing_kind: SpacingKind | None
    kept: Mapping[Fact, str]
    regions: tuple[Region, ...] = ()
    """What seems to be text or a face in some of the frames, in pixels of a frame."""

    @property
    def slope(self) -> float:
        """Return what one step of a pixel means."""
        return self.frames[0].slope

    @property
    def intercept(self) -> float:
        """Return what a pixel of zero means."""
        return self.frames[0].intercept


@dataclass(frozen=True, slots=True)
class Study:
    """The series of one upload, what was left out of it and why, and what its author should know."""

    series: tuple[Series, ...]
    left_out: Mapping[DicomFault, int]
    cautions: frozenset[Caution]

    @property
    def frame_count(self) -> int:
        """Count the frames of all series."""
        return sum(len(series.frames) for series in self.series)


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """The first frame of an upload as its owner alone sees it while cropping, and the crop the scanner suggests."""

    picture: Picture
    suggested: Box | None
