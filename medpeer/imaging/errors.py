"""Why a picture is not taken, and what its owner can do about it."""

from enum import StrEnum
from typing import Final


class ImageFault(StrEnum):
    """A closed list of reasons: a word of it is all that leaves the sandbox besides pixels."""

    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    ANIMATED = "animated"
    SVG = "svg"
    GIF = "gif"
    TIFF = "tiff"
    PDF = "pdf"
    VIDEO = "video"
    ARCHIVE = "archive"
    OFFICE = "office"
    WEB_PAGE = "web_page"
    DICOM = "dicom"
    UNKNOWN_KIND = "unknown_kind"
    OUTSIDE = "outside"
    TOO_SLOW = "too_slow"
    BUSY = "busy"


class ImagingError(Exception):
    """A picture is not taken; ``advice`` is one sentence for its owner. Never holds a byte of the file."""

    def __init__(self, fault: ImageFault) -> None:
        """Keep the fault; it is the message too."""
        super().__init__(fault.value)
        self.fault = fault

    @property
    def advice(self) -> str:
        """Say in one sentence what to do."""
        return _ADVICE[self.fault]


_ADVICE: Final = {
    ImageFault.TOO_MANY_BYTES: "This file is larger than 20 MB: save the picture smaller, or crop it to what matters.",
    ImageFault.TOO_MANY_PIXELS: "This picture has more than 40 million pixels: save it smaller, or crop it first.",
    ImageFault.EMPTY: "This file is empty: choose the picture again.",
    ImageFault.UNREADABLE: "This picture is damaged or incomplete: save or export it again as PNG or JPEG.",
    ImageFault.ANIMATED: "This picture moves: save the one frame that matters as PNG or JPEG.",
    ImageFault.SVG: "Vector drawings are not taken: export the drawing as PNG.",
    ImageFault.GIF: "GIF files are not taken: save the picture, or the frame that matters, as PNG.",
    ImageFault.TIFF: "TIFF files are not taken: save the picture as PNG or JPEG.",
    ImageFault.PDF: "A PDF is not a picture: export the page that matters as PNG.",
    ImageFault.VIDEO: "Video is not taken: save the frames that matter as PNG or JPEG, and add each as a picture.",
    ImageFault.ARCHIVE: "A ZIP file is taken for DICOM series only: unpack it and add the pictures one by one.",
    ImageFault.OFFICE: "Documents and slides are not taken: save the picture in it as PNG or JPEG.",
    ImageFault.WEB_PAGE: "A web page is not a picture: save the picture in it as PNG or JPEG.",
    ImageFault.DICOM: "This is a DICOM file: add it as a DICOM study, or export the image as PNG.",
    ImageFault.UNKNOWN_KIND: "This file is not a picture that can be read here: save it as PNG, JPEG, WebP or HEIC.",
    ImageFault.OUTSIDE: "A box or the crop lies outside the picture: draw it again.",
    ImageFault.TOO_SLOW: "This picture took too long to read: save it smaller, or crop it, and try again.",
    ImageFault.BUSY: "Other pictures are being read just now: try again in a minute.",
}
