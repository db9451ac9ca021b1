"""What a library may throw at a file made to break it."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL.Image import DecompressionBombError
from pydicom.config import IGNORE, settings
from pydicom.errors import BytesLengthException, InvalidDicomError

from medpeer.imaging.dicom.errors import DicomFault


class Refusal(Exception):
    """A file is not taken. Travels inside the sandbox only; outside it becomes a ``DicomError``."""

    def __init__(self, reason: DicomFault) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason


BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BytesLengthException,
    DecompressionBombError,
    EOFError,
    InvalidDicomError,
    LookupError,
    OSError,
    RuntimeError,  # pydicom's word for a syntax that no plugin decodes; nested sequences recurse
    SyntaxError,  # Pillow's word for a broken file
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What parsers and decoders raise on damaged input. The list is long because they were not written for hostile files;
what is not on it ends the sandbox, which its owner sees as a damaged file too."""


@contextmanager
def quiet() -> Iterator[None]:
    """Let the library complain of nothing: a warning can quote a value, and odd values are the rule here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings.reading_validation_mode = IGNORE
        yield
