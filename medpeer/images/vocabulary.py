"""The closed words of images, and how each is printed."""

from enum import StrEnum
from typing import Final


class ImageState(StrEnum):
    """How far an image has come: waits for a second pair of eyes, is shown, or was refused and is gone."""

    HELD = "held"
    SHOWN = "shown"
    REFUSED = "refused"


class Variant(StrEnum):
    """The sizes a picture is kept in."""

    FULL = "full"
    THUMBNAIL = "thumb"


class MediaType(StrEnum):
    """The kinds of file that the product itself writes."""

    PNG = "image/png"
    JPEG = "image/jpeg"


class RefusalReason(StrEnum):
    """Why a second pair of eyes did not let an image through."""

    SHOWS_FACE = "shows_face"
    SHOWS_WRITING = "shows_writing"
    IDENTIFIES_OTHERWISE = "identifies_otherwise"
    NOT_CLINICAL = "not_clinical"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """The reason as its author reads it."""
        return _REFUSALS[self]


_REFUSALS: Final = {
    RefusalReason.SHOWS_FACE: "A face can be recognised",
    RefusalReason.SHOWS_WRITING: "Writing in it identifies a patient",
    RefusalReason.IDENTIFIES_OTHERWISE: "Something else in it identifies a patient",
    RefusalReason.NOT_CLINICAL: "It has nothing to do with the question",
    RefusalReason.UNREADABLE: "Too little can be seen in it to tell",
}
