"""DICOM: read in a sandbox, de-identified by a list of what may stay, shown as frames.

Pure like the rest of imaging. ``read_upload`` is the door; ``preview`` draws what must be cropped first; ``render``
draws a frame through a window. ``deidentify`` is the header's part alone, for datasets already parsed.
"""

from medpeer.imaging.dicom.deidentify import deidentify, to_bytes
from medpeer.imaging.dicom.errors import DicomError, DicomFault
from medpeer.imaging.dicom.limits import MAX_FRAMES, MAX_UPLOAD_BYTES
from medpeer.imaging.dicom.looking import looked_at, may_show_face
from medpeer.imaging.dicom.portions import covered, portion
from medpeer.imaging.dicom.rendering import render
from medpeer.imaging.dicom.study import Caution, Fact, Frame, Preview, Series, SpacingKind, Study, Window
from medpeer.imaging.dicom.upload import preview, read_upload

__all__ = [
    "MAX_FRAMES",
    "MAX_UPLOAD_BYTES",
    "Caution",
    "DicomError",
    "DicomFault",
    "Fact",
    "Frame",
    "Preview",
    "Series",
    "SpacingKind",
    "Study",
    "Window",
    "covered",
    "deidentify",
    "looked_at",
    "may_show_face",
    "portion",
    "preview",
    "read_upload",
    "render",
    "to_bytes",
]
