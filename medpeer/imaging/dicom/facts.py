"""The plain facts of a series, from a header that holds nothing else."""

from collections.abc import Mapping
from typing import Any, Final

from pydicom.dataset import Dataset

from medpeer.imaging.dicom.study import Fact, SpacingKind
from medpeer.imaging.dicom.terms import REGION_UNITS_CM

_HELD: Final[Mapping[Fact, str]] = {
    Fact.BODY_PART: "BodyPartExamined",
    Fact.VIEW: "ViewPosition",
    Fact.PATIENT_POSITION: "PatientPosition",
    Fact.SLICE_THICKNESS_MM: "SliceThickness",
    Fact.SLICE_SPACING_MM: "SpacingBetweenSlices",
    Fact.KVP: "KVP",
    Fact.TUBE_CURRENT_MA: "XRayTubeCurrent",
    Fact.EXPOSURE_MAS: "Exposure",
    Fact.SEQUENCE: "ScanningSequence",
    Fact.ACQUISITION: "MRAcquisitionType",
    Fact.REPETITION_TIME_MS: "RepetitionTime",
    Fact.ECHO_TIME_MS: "EchoTime",
    Fact.INVERSION_TIME_MS: "InversionTime",
    Fact.FLIP_ANGLE_DEG: "FlipAngle",
    Fact.FIELD_STRENGTH_T: "MagneticFieldStrength",
    Fact.UNITS: "Units",
}
# Things in front of the detector look larger there than they are.
_PROJECTIONS: Final = frozenset("CR DX MG IO PX RF XA".split())
_PLANES: Final = ("sagittal", "coronal", "axial")
# A normal within some 25 degrees of an axis; in between it is oblique.
_ALONG: Final = 0.9


def facts(header: Dataset, normal: tuple[float, ...] | None) -> dict[Fact, str]:
    """Return what is known of a slice, as numbers and words of closed lists."""
    said = {fact: _text(header.get(keyword)) for fact, keyword in _HELD.items()}
    said[Fact.LATERALITY] = _text(header.get("ImageLaterality")) or _text(header.get("Laterality"))
    said[Fact.PLANE] = "" if normal is None else _plane(normal)
    return {fact: text for fact in Fact if (text := said.get(fact, ""))}


def spacing(header: Dataset) -> tuple[tuple[float, float], SpacingKind] | None:
    """Return the distance of rows and of columns in millimetres and where it holds; None when not known."""
    found = header.get("PixelSpacing", header.get("ImagerPixelSpacing"))
    if found is None:
        return _sounded(header)
    is_projection = header.get("Modality") in _PROJECTIONS
    return (float(found[0]), float(found[1])), SpacingKind.DETECTOR if is_projection else SpacingKind.PATIENT


def _sounded(header: Dataset) -> tuple[tuple[float, float], SpacingKind] | None:
    """Return the spacing of an ultrasound image whose regions agree on one, measured in centimetres."""
    regions = list(header.get("SequenceOfUltrasoundRegions") or ())
    deltas = {(region.get("PhysicalDeltaY"), region.get("PhysicalDeltaX")) for region in regions}
    in_cm = all(region.get(f"PhysicalUnits{axis}Direction") == REGION_UNITS_CM for region in regions for axis in "XY")
    if len(deltas) != 1 or not in_cm or None in (delta := deltas.pop()):
        return None
    return (abs(delta[0]) * 10, abs(delta[1]) * 10), SpacingKind.PATIENT


def unit(header: Dataset) -> str | None:
    """Return the unit of values: HU for CT, what a PET scanner counts, else none."""
    if header.get("Modality") == "CT" and header.get("RescaleType", "HU") == "HU" and "RescaleIntercept" in header:
        return "HU"
    return header.get("Units") if header.get("Modality") == "PT" else None


def recorded_windows(header: Dataset) -> list[tuple[float, float]]:
    """Return the windows that a header gives, as centre and width."""
    return list(zip(_numbers(header.get("WindowCenter")), _numbers(header.get("WindowWidth")), strict=False))


def _plane(normal: tuple[float, ...]) -> str:
    sizes = [abs(part) for part in normal]
    return _PLANES[sizes.index(max(sizes))] if max(sizes) >= _ALONG else "oblique"


def _text(value: Any) -> str:
    """Write a word, words or a number; what the library says of a number's spelling is passed over."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f"{float(value):g}"
    return value if isinstance(value, str) else " ".join(value)


def _numbers(value: Any) -> list[float]:
    many = [value] if isinstance(value, int | float) else list(value or ())
    return [float(one) for one in many]
