"""The list of what may stay in a header: numbers in bounds, words of closed lists, and UIDs under new names.

Nothing else passes, so an attribute that nobody thought of, a private one or one of next year's standard is gone
without a rule of its own. No free text is on the list, and no date, time or name.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from medpeer.imaging.dicom import terms

_MANY: Final = 4096


@dataclass(frozen=True, slots=True)
class Number:
    """``least`` to ``most`` finite numbers in ``[low, high]``, rounded: no record number hides in the last digits."""

    low: float
    high: float
    digits: int = 3
    least: int = 1
    most: int = 1

    def kept(self, value: Any) -> list[float] | None:
        """Return the numbers that may stay, or None."""
        numbers = [round(float(part), self.digits) for part in _parts(value)]
        fits = self.least <= len(numbers) <= self.most
        return numbers if fits and all(self._is_inside(number) for number in numbers) else None

    def _is_inside(self, number: float) -> bool:
        return math.isfinite(number) and self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class Word:
    """Up to ``most`` words of a closed list; others among them are dropped."""

    of: frozenset[str]
    most: int = 1

    def kept(self, value: Any) -> list[str] | None:
        """Return the words that may stay, or None."""
        words = [str(part).strip().upper() for part in _parts(value)]
        return [word for word in words if word in self.of][: self.most] or None


@dataclass(frozen=True, slots=True)
class NewUid:
    """A UID that is kept under a new name, so that what belongs together still does."""


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence, of whose items only listed attributes stay."""

    of: Mapping[str, "Rule"] = field(repr=False)
    most: int = 1


Rule = Number | Word | NewUid | Items


def _parts(value: Any) -> Sequence[Any]:
    """Split what the library gives: one value or several; an empty value has no parts."""
    if value is None or value == "":
        return ()
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        return (value,)
    return value


_POSITION: Final = Number(-5000, 5000, least=3, most=3)
_COSINES: Final = Number(-1, 1, digits=6, least=6, most=6)
_SPACING: Final = Number(0.001, 100, digits=6, least=2, most=2)
_THICKNESS: Final = Number(0, 500)
# A slope of PET is small, and its digits matter; six of them identify nobody.
_SLOPE: Final = Number(-1e6, 1e6, digits=9)
_INTERCEPT: Final = Number(-1e6, 1e6, digits=6)
_WINDOW: Final = Number(-100_000, 100_000, digits=2, most=8)

MEASURES: Final[Mapping[str, Rule]] = {
    "PixelSpacing": _SPACING,
    "SliceThickness": _THICKNESS,
    "SpacingBetweenSlices": Number(-500, 500),
}
PLANE: Final[Mapping[str, Rule]] = {"ImagePositionPatient": _POSITION}
DIRECTIONS: Final[Mapping[str, Rule]] = {"ImageOrientationPatient": _COSINES}
SCALE: Final[Mapping[str, Rule]] = {
    "RescaleSlope": _SLOPE,
    "RescaleIntercept": _INTERCEPT,
    "RescaleType": Word(terms.RESCALE_TYPES),
}
WINDOWS: Final[Mapping[str, Rule]] = {"WindowCenter": _WINDOW, "WindowWidth": _WINDOW}

FRAME_GROUPS: Final[Mapping[str, Rule]] = {
    "PixelMeasuresSequence": Items(MEASURES),
    "PlanePositionSequence": Items(PLANE),
    "PlaneOrientationSequence": Items(DIRECTIONS),
    "PixelValueTransformationSequence": Items(SCALE),
    "FrameVOILUTSequence": Items(WINDOWS),
}

ULTRASOUND_REGION: Final[Mapping[str, Rule]] = {
    **{f"RegionLocation{corner}": Number(0, 65_535, digits=0) for corner in ("MinX0", "MinY0", "MaxX1", "MaxY1")},
    **{f"PhysicalUnits{axis}Direction": Number(0, 12, digits=0) for axis in "XY"},
    **{f"PhysicalDelta{axis}": Number(-10, 10, digits=6) for axis in "XY"},
}

ALLOWED: Final[Mapping[str, Rule]] = {
    "StudyInstanceUID": NewUid(),
    "SeriesInstanceUID": NewUid(),
    "SOPInstanceUID": NewUid(),
    "FrameOfReferenceUID": NewUid(),
    "Modality": Word(terms.MODALITIES),
    "ImageType": Word(terms.IMAGE_TYPES, most=4),
    "BodyPartExamined": Word(terms.BODY_PARTS),
    "PatientPosition": Word(terms.PATIENT_POSITIONS),
    "PatientOrientation": Word(terms.ORIENTATIONS, most=2),
    "Laterality": Word(terms.LATERALITIES),
    "ImageLaterality": Word(terms.LATERALITIES),
    "ViewPosition": Word(terms.VIEWS),
    "ScanningSequence": Word(terms.SCANNING_SEQUENCES, most=5),
    "SequenceVariant": Word(terms.SEQUENCE_VARIANTS, most=5),
    "MRAcquisitionType": Word(terms.ACQUISITIONS),
    "Units": Word(terms.UNITS),
    "PresentationIntentType": Word(terms.INTENTS),
    "PixelIntensityRelationship": Word(terms.INTENSITY_RELATIONS),
    # Four digits hold no record number.
    "SeriesNumber": Number(0, 9999, digits=0),
    "InstanceNumber": Number(0, 9999, digits=0),
    "SliceLocation": Number(-5000, 5000),
    "SliceThickness": _THICKNESS,
    "SpacingBetweenSlices": Number(-500, 500),
    "PixelSpacing": _SPACING,
    "ImagerPixelSpacing": _SPACING,
    "ImagePositionPatient": _POSITION,
    "ImageOrientationPatient": _COSINES,
    **SCALE,
    **WINDOWS,
    "KVP": Number(1, 1000, digits=1),
    "XRayTubeCurrent": Number(0, 5000, digits=0),
    "ExposureTime": Number(0, 99_999, digits=0),
    "Exposure": Number(0, 9999, digits=0),
    "RepetitionTime": Number(0, 99_999, digits=2),
    "EchoTime": Number(0, 9999, digits=2),
    "InversionTime": Number(0, 99_999, digits=2),
    "FlipAngle": Number(0, 360, digits=1),
    "MagneticFieldStrength": Number(0.01, 20, digits=2),
    "EchoTrainLength": Number(0, 1024, digits=0),
    "FrameTime": Number(0, 9999, digits=2),
    "BodyPartThickness": Number(0, 1000, digits=1),
    "CompressionForce": Number(0, 1000, digits=0),
    "PositionerPrimaryAngle": Number(-360, 360, digits=1),
    "PositionerSecondaryAngle": Number(-360, 360, digits=1),
    "SequenceOfUltrasoundRegions": Items(ULTRASOUND_REGION, most=16),
    "SharedFunctionalGroupsSequence": Items(FRAME_GROUPS),
    "PerFrameFunctionalGroupsSequence": Items(FRAME_GROUPS, most=_MANY),
}

EMPTY: Final = (
    "AccessionNumber",
    "PatientBirthDate",
    "PatientID",
    "PatientName",
    "PatientSex",
    "ReferringPhysicianName",
    "StudyDate",
    "StudyID",
    "StudyTime",
)
"""Attributes that an image must have and may have without a value (type 2): always there, always empty."""
