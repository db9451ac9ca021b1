"""Documents that applicants show: which, how many, and for how long they are there. Pure."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

MAX_DOCUMENTS: Final = 4
"""Both sides of two cards; a person's all, destroyed ones not counted."""
MAX_DOCUMENTS_A_DAY: Final = 8
KEPT_AFTER_DECISION: Final = timedelta(days=28)
"""Thirty days at most: the two before leave room for a job that stood still over a weekend."""
KEPT_UNDECIDED: Final = timedelta(days=90)
"""Nobody came to a decision: the applicant went away, or gave another number instead."""


class DocumentKind(StrEnum):
    """What a document is, as its applicant says."""

    LICENCE = "licence"
    HOSPITAL_CARD = "hospital_card"
    DEGREE = "degree"
    IDENTITY = "identity"


class DocumentMedia(StrEnum):
    """What a re-encoded picture is."""

    PNG = "image/png"
    JPEG = "image/jpeg"
