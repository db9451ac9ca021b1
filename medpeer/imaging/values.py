"""What imaging takes and gives: limits, pictures, boxes, regions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_UPLOAD_BYTES: Final = 20 << 20
MAX_PIXELS: Final = 40_000_000
# A strip a million pixels long is no photograph, and breaks what shows it.
MAX_SIDE: Final = 20_000
# The picture boxes are drawn on; large enough to crop from, small enough to be held in memory while its author decides.
WORKING_SIDE: Final = 3072
FULL_SIDE: Final = 2048
THUMBNAIL_SIDE: Final = 480
# What the finders of text and faces see.
VIEW_SIDE: Final = 2048


class RegionKind(StrEnum):
    """What a region seems to show."""

    TEXT = "text"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright, re-encoded picture."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Region:
    """A place that may identify a patient; ``text`` is what was read there, if anything reads; ``score`` in 0..1."""

    kind: RegionKind
    box: Box
    text: str | None
    score: float


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A re-encoded picture without any metadata; ``media_type`` is ``image/png`` or ``image/jpeg``."""

    data: bytes
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True, repr=False)
class Inspected:
    """An upload as re-encoded, and what was found in it; ``reads_text`` is false where no reader is installed."""

    picture: Picture
    regions: tuple[Region, ...]
    reads_text: bool


@dataclass(frozen=True, slots=True, repr=False)
class Finished:
    """A picture with its boxes burnt in: long side at most 2048, and a thumbnail's at most 480."""

    full: Picture
    thumbnail: Picture
