"""Why a PDF could not be read for its paper, and what its owner can do."""

from enum import StrEnum
from typing import Final

from medpeer.core.errors import InvalidInputError


class PdfFault(StrEnum):
    """A closed list of reasons."""

    NONE_CHOSEN = "none_chosen"
    TOO_MANY_BYTES = "too_many_bytes"
    PICTURE = "picture"
    DICOM = "dicom"
    VIDEO = "video"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    OTHER_KIND = "other_kind"
    LOCKED = "locked"
    SCANNED = "scanned"
    DAMAGED = "damaged"
    TOO_SLOW = "too_slow"
    BUSY = "busy"


class UnreadablePdfError(InvalidInputError):
    """The file is no PDF whose text can be read; never holds a byte or the name of it."""

    code = "critiques.unreadable_pdf"

    def __init__(self, fault: PdfFault) -> None:
        """Say in one or two sentences what to do."""
        super().__init__(_ADVICE[fault], field="file")
        self.fault = fault


_ADVICE: Final = {
    PdfFault.NONE_CHOSEN: "Choose a PDF first.",
    PdfFault.TOO_MANY_BYTES: "This file is larger than 20 MB. Paste the reference instead.",
    PdfFault.PICTURE: "This is a picture, not a PDF. Choose the paper’s PDF, or paste the reference instead.",
    PdfFault.DICOM: "This is a DICOM file, not a PDF. A study goes with a case of yours, not with a paper.",
    PdfFault.VIDEO: "Video is not taken. Choose the paper’s PDF, or paste the reference instead.",
    PdfFault.ARCHIVE: "This is a ZIP file. Unpack it and choose the paper’s PDF.",
    PdfFault.DOCUMENT: "This is a document, not a PDF. Save it as PDF, or paste the reference instead.",
    PdfFault.OTHER_KIND: "This is not a PDF. Choose the paper’s PDF, or paste the reference instead.",
    PdfFault.LOCKED: "This PDF is locked with a password. Save it without one, or paste the reference instead.",
    PdfFault.SCANNED: "This PDF holds pictures of pages and no text. Paste the reference instead.",
    PdfFault.DAMAGED: "This PDF is damaged or incomplete. Download it again, or paste the reference instead.",
    PdfFault.TOO_SLOW: "This PDF took too long to read. Paste the reference instead.",
    PdfFault.BUSY: "Other files are being read just now. Try again in a minute.",
}
