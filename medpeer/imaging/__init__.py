"""Pictures from strangers' files: decoded in a sandbox, re-encoded bare, searched for text and faces, covered.

A pure library: it writes no file and keeps no picture. What it finds is a program's proposal: it can miss things.
"""

from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.finding import reads_text
from medpeer.imaging.inspection import as_picture, find_regions, finish, inspect, redraw
from medpeer.imaging.sniffing import FileKind, sniff
from medpeer.imaging.transcript import Passage, Transcript, transcribe
from medpeer.imaging.values import (
    MAX_PIXELS,
    MAX_UPLOAD_BYTES,
    Box,
    Finished,
    Inspected,
    Picture,
    Region,
    RegionKind,
)

__all__ = [
    "MAX_PIXELS",
    "MAX_UPLOAD_BYTES",
    "Box",
    "FileKind",
    "Finished",
    "ImageFault",
    "ImagingError",
    "Inspected",
    "Passage",
    "Picture",
    "Region",
    "RegionKind",
    "Transcript",
    "as_picture",
    "find_regions",
    "finish",
    "inspect",
    "reads_text",
    "redraw",
    "sniff",
    "transcribe",
]
