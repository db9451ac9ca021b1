"""Why a DICOM file or an archive of them is not taken, and what its owner can do about it."""

from enum import StrEnum
from typing import Final

from medpeer.imaging.errors import ImageFault, ImagingError


class DicomFault(StrEnum):
    """A closed list of reasons: a word of it is all that leaves the sandbox besides pixels and plain facts."""

    NOT_DICOM = "not_dicom"
    DAMAGED = "damaged"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    TOO_MANY_FILES = "too_many_files"
    NEEDS_CROP = "needs_crop"
    DOCUMENT = "document"
    REPORT = "report"
    VIDEO = "video"
    NO_PICTURE = "no_picture"
    COMPRESSION = "compression"
    UNUSUAL_PIXELS = "unusual_pixels"
    LOCKED_ARCHIVE = "locked_archive"
    DAMAGED_ARCHIVE = "damaged_archive"
    NESTED_ARCHIVE = "nested_archive"
    NOTHING_FOUND = "nothing_found"
    SEVERAL_PATIENTS = "several_patients"


class DicomError(ImagingError):
    """A study is not taken; ``advice`` is one sentence for its owner. Never holds a byte of the file.

    ``fault`` is always ``ImageFault.DICOM``; ``reason`` says which of the reasons above. On ``NEEDS_CROP`` the page
    can offer ``preview()`` of the same bytes and send them again with a crop box.
    """

    def __init__(self, reason: DicomFault) -> None:
        """Keep the reason; it is the message too."""
        super().__init__(ImageFault.DICOM)
        self.args = (reason.value,)
        self.reason = reason

    @property
    def advice(self) -> str:
        """Say in one sentence what to do."""
        return _ADVICE[self.reason]


_ADVICE: Final = {
    DicomFault.NOT_DICOM: "This is not a DICOM file: export the images as DICOM, or add a PNG or JPEG instead.",
    DicomFault.DAMAGED: "This DICOM file is damaged or incomplete: export it again from the viewer or the archive.",
    DicomFault.TOO_MANY_BYTES: "This upload is too large: export only the series, or the images, that matter.",
    DicomFault.TOO_MANY_PIXELS: "These images have too many pixels together: export only those that matter.",
    DicomFault.TOO_MANY_FRAMES: "A study may have 150 images at most: export only the part that matters.",
    DicomFault.TOO_MANY_FILES: "This archive holds more than 1,000 files: pack only the series that matters.",
    DicomFault.NEEDS_CROP: (
        "Ultrasound, screen captures and photographs often show the patient's name: crop to the image itself first."
    ),
    DicomFault.DOCUMENT: "This file holds a document, not an image: describe what matters in your own words.",
    DicomFault.REPORT: "This file holds a report or marks on an image: export the image itself.",
    DicomFault.VIDEO: "This file holds a video: save the frames that matter as PNG or JPEG, and add each as a picture.",
    DicomFault.NO_PICTURE: "This DICOM file holds no image: export the images of the study.",
    DicomFault.COMPRESSION: (
        "The images are compressed in a way that cannot be read here: export them uncompressed, "
        "as Explicit VR Little Endian."
    ),
    DicomFault.UNUSUAL_PIXELS: "The pixels of this file are of a kind that cannot be shown: export it as PNG.",
    DicomFault.LOCKED_ARCHIVE: "This archive is locked with a password: pack it again without one.",
    DicomFault.DAMAGED_ARCHIVE: "This archive is damaged, or packed in a rare way: pack it again as an ordinary ZIP.",
    DicomFault.NESTED_ARCHIVE: "There is an archive inside this archive: unpack it, and pack the images alone.",
    DicomFault.NOTHING_FOUND: "There is no DICOM image in this archive: pack the folder that holds the images.",
    DicomFault.SEVERAL_PATIENTS: "These images are of more than one patient: add those of one patient at a time.",
}
