"""Tells what a file holds by its SOP class: an image, an image that shows its patient's name, or no image at all."""

from typing import Final

from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.uid import UID

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal

SCANNED: Final = frozenset(
    {
        uid.BreastTomosynthesisImageStorage,
        uid.ComputedRadiographyImageStorage,
        uid.CTImageStorage,
        uid.EnhancedCTImageStorage,
        uid.EnhancedMRImageStorage,
        uid.EnhancedPETImageStorage,
        uid.EnhancedXAImageStorage,
        uid.EnhancedXRFImageStorage,
        uid.LegacyConvertedEnhancedCTImageStorage,
        uid.LegacyConvertedEnhancedMRImageStorage,
        uid.LegacyConvertedEnhancedPETImageStorage,
        uid.MRImageStorage,
        uid.NuclearMedicineImageStorage,
        uid.PositronEmissionTomographyImageStorage,
        uid.XRay3DAngiographicImageStorage,
        uid.XRay3DCraniofacialImageStorage,
        uid.XRayAngiographicImageStorage,
        uid.XRayRadiofluoroscopicImageStorage,
        UID("1.2.840.10008.5.1.4.1.1.1.1"),  # digital X-ray, for presentation and for processing
        UID("1.2.840.10008.5.1.4.1.1.1.1.1"),
        UID("1.2.840.10008.5.1.4.1.1.1.2"),  # mammography
        UID("1.2.840.10008.5.1.4.1.1.1.2.1"),
        UID("1.2.840.10008.5.1.4.1.1.1.3"),  # intra-oral X-ray
        UID("1.2.840.10008.5.1.4.1.1.1.3.1"),
        UID("1.2.840.10008.5.1.4.1.1.13.1.4"),  # breast projections
        UID("1.2.840.10008.5.1.4.1.1.13.1.5"),
    }
)
"""Images straight from a scanner: the patient's name stands beside the pixels, as a rule."""

ANNOTATED: Final = frozenset(
    {
        uid.DermoscopicPhotographyImageStorage,
        uid.EnhancedMRColorImageStorage,
        uid.EnhancedUSVolumeStorage,
        uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
        uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
        uid.MultiFrameTrueColorSecondaryCaptureImageStorage,
        uid.OphthalmicPhotography16BitImageStorage,
        uid.OphthalmicPhotography8BitImageStorage,
        uid.OphthalmicTomographyImageStorage,
        uid.PhotoacousticImageStorage,
        uid.RTImageStorage,
        uid.SecondaryCaptureImageStorage,
        uid.UltrasoundImageStorage,
        uid.UltrasoundMultiFrameImageStorage,
        uid.VLEndoscopicImageStorage,
        uid.VLMicroscopicImageStorage,
        uid.VLPhotographicImageStorage,
        UID("1.2.840.10008.5.1.4.1.1.3"),  # ultrasound, retired forms
        UID("1.2.840.10008.5.1.4.1.1.6"),
        UID("1.2.840.10008.5.1.4.1.1.14.1"),  # images from inside a vessel
        UID("1.2.840.10008.5.1.4.1.1.14.2"),
    }
)
"""Images whose pixels often show a name, a date or a face."""

_VIDEOS: Final = frozenset(
    {uid.VideoEndoscopicImageStorage, uid.VideoMicroscopicImageStorage, uid.VideoPhotographicImageStorage}
)
_VIDEO_SYNTAXES: Final = ("1.2.840.10008.1.2.4.10", "1.2.840.10008.1.2.7.")  # MPEG-2, MPEG-4, HEVC; SMPTE 2110
_DOCUMENTS: Final = "1.2.840.10008.5.1.4.1.1.104."
_REPORTS: Final = (
    "1.2.840.10008.5.1.4.1.1.11.",  # presentation states
    "1.2.840.10008.5.1.4.1.1.88.",  # structured reports and key objects
    "1.2.840.10008.5.1.4.1.1.66.",  # registrations, fiducials, segmentations
)


def sop_class(dataset: Dataset) -> UID:
    """Return the SOP class of an image as one of the lists above has it.

    Raises:
        Refusal: The file holds a video, a document, a report or no image.
    """
    declared = _declared(dataset)
    if _syntax(dataset).startswith(_VIDEO_SYNTAXES) or declared & _VIDEOS:
        raise Refusal(DicomFault.VIDEO)
    if any(value.startswith(_DOCUMENTS) for value in declared):
        raise Refusal(DicomFault.DOCUMENT)
    if any(value.startswith(_REPORTS) for value in declared):
        raise Refusal(DicomFault.REPORT)
    # The stricter list first: the dataset and the file meta information may say two things.
    for known in (ANNOTATED, SCANNED):
        if found := sorted(declared & known):
            return UID(found[0])
    raise Refusal(DicomFault.NO_PICTURE)


def _declared(dataset: Dataset) -> set[UID]:
    try:
        said = (dataset.get("SOPClassUID"), dataset.file_meta.get("MediaStorageSOPClassUID"))
        return {UID(str(value)) for value in said if value}
    except BROKEN:
        return set()


def _syntax(dataset: Dataset) -> str:
    return str(dataset.file_meta.get("TransferSyntaxUID", ""))
