"""Tells from a header whether the pixels may show who the patient is."""

from enum import StrEnum
from typing import Any, Final

from pydicom.dataset import Dataset

from medpeer.imaging.dicom.guarding import BROKEN
from medpeer.imaging.dicom.kinds import ANNOTATED, sop_class

_MODALITIES: Final = frozenset("US IVUS OT SC DOC XC ES GM SM OP DMS SR ECG HC OSS".split())
_CAPTURED: Final = frozenset(
    ("SCREEN SAVE", "SCREEN", "CAPTURE", "DOSE", "DOSE_INFO", "REPORT", "VXTL STATE", "CSA REPORT")
)


class Sign(StrEnum):
    """What speaks for letters or a face in the pixels."""

    SAYS_SO = "says_so"
    """Burned In Annotation, or Recognizable Visual Features, is YES."""
    KIND = "kind"
    """An ultrasound image, a secondary capture or a photograph, by SOP class or modality."""
    CAPTURED = "captured"
    """Digitised or captured from a screen: Conversion Type is there, or Image Type says so."""
    COLOUR = "colour"
    """Coloured, which a scanner's own images are not."""


def signs(dataset: Dataset) -> frozenset[Sign]:
    """Return what speaks for burned-in annotations; such a file is refused unless cropped."""
    found = {
        Sign.SAYS_SO: "YES" in {*_words(dataset, "BurnedInAnnotation"), *_words(dataset, "RecognizableVisualFeatures")},
        Sign.KIND: sop_class(dataset) in ANNOTATED or not _MODALITIES.isdisjoint(_words(dataset, "Modality")),
        Sign.CAPTURED: bool(_words(dataset, "ConversionType"))
        or not _CAPTURED.isdisjoint(_words(dataset, "ImageType")),
        Sign.COLOUR: _words(dataset, "SamplesPerPixel") == ["3"]
        or "PALETTE COLOR" in _words(dataset, "PhotometricInterpretation"),
    }
    return frozenset(sign for sign, is_there in found.items() if is_there)


def has_overlays(dataset: Dataset) -> bool:
    """Say whether marks are stored beside the pixels, in overlays or curves; they are never shown."""
    return any(0x5000 <= tag.group < 0x5100 or 0x6000 <= tag.group < 0x6100 for tag in dataset.keys())  # noqa: PLR2004, SIM118 - PS3.6


def _words(dataset: Dataset, keyword: str) -> list[str]:
    try:
        value: Any = dataset.get(keyword)
    except BROKEN:
        return []
    many = [value] if isinstance(value, str | int) else list(value or ())
    return [str(word).strip().upper() for word in many]
