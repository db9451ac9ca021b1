"""The door: an upload in, a bare picture and what was found in it out; then boxes in, a finished picture out."""

from collections.abc import Sequence
from typing import Final

from medpeer.imaging.bare_jpeg import bare_jpeg_size
from medpeer.imaging.bare_png import SIGNATURE, NotBareError, bare_png_size
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.finding import View, find, reads_text
from medpeer.imaging.message import Message
from medpeer.imaging.sandbox import run_job
from medpeer.imaging.sniffing import FileKind, sniff
from medpeer.imaging.values import MAX_UPLOAD_BYTES, Box, Finished, Inspected, Picture, Region

_REFUSED: Final = {
    FileKind.DICOM: ImageFault.DICOM,
    FileKind.ZIP: ImageFault.ARCHIVE,
    FileKind.PDF: ImageFault.PDF,
    FileKind.VIDEO: ImageFault.VIDEO,
    FileKind.SVG: ImageFault.SVG,
    FileKind.GIF: ImageFault.GIF,
    FileKind.TIFF: ImageFault.TIFF,
    FileKind.HTML: ImageFault.WEB_PAGE,
    FileKind.OFFICE: ImageFault.OFFICE,
    FileKind.UNKNOWN: ImageFault.UNKNOWN_KIND,
}


def inspect(data: bytes) -> Inspected:
    """Decode an upload in the sandbox, re-encode it bare, and find text and faces in it.

    Raises:
        ImagingError: It is not a picture that is taken here; its ``advice`` says what to do.
    """
    picture, view = _redrawn(data, _picture_kind(data))
    return Inspected(picture, find(view, picture), reads_text())


def redraw(data: bytes) -> Picture:
    """Decode an upload in the sandbox and re-encode it bare, without looking for anything in it.

    Raises:
        ImagingError: It is not a picture that is taken here; its ``advice`` says what to do.
    """
    picture, _ = _redrawn(data, _picture_kind(data))
    return picture


def find_regions(picture: Picture) -> tuple[Region, ...]:
    """Find text and faces in a picture of ours, such as a finished one.

    Raises:
        ImagingError: The finders could not do their work; the picture must not be shown then.
    """
    _, view = _redrawn(picture.data, _picture_kind(picture.data))
    return find(view, picture)


def finish(picture: Picture, boxes: Sequence[Box], *, crop: Box | None = None) -> Finished:
    """Burn the boxes in, crop, scale and re-encode.

    Raises:
        ImagingError: A box or the crop lies outside the picture, or the sandbox failed.
    """
    facts = {
        "boxes": [_corners(box, picture) for box in boxes],
        "crop": _corners(crop or Box(0, 0, picture.width, picture.height), picture),
    }
    parts = run_job("medpeer.imaging.finishing", Message(facts, (picture.data,))).parts
    if len(parts) != len(("full", "thumbnail")):
        raise ImagingError(ImageFault.UNREADABLE)
    return Finished(as_picture(parts[0]), as_picture(parts[1]))


def as_picture(data: bytes) -> Picture:
    """Return re-encoded bytes as a picture after proving that they hold nothing but one.

    Raises:
        ImagingError: There is anything else in them: what a sandbox answers is not trusted.
    """
    is_png = data.startswith(SIGNATURE)
    try:
        width, height = bare_png_size(data) if is_png else bare_jpeg_size(data)
    except NotBareError as error:
        raise ImagingError(ImageFault.UNREADABLE) from error
    return Picture(data, width, height, "image/png" if is_png else "image/jpeg")


def _picture_kind(data: bytes) -> FileKind:
    if not data:
        raise ImagingError(ImageFault.EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise ImagingError(ImageFault.TOO_MANY_BYTES)
    kind = sniff(data)
    if fault := _REFUSED.get(kind):
        raise ImagingError(fault)
    return kind


def _redrawn(data: bytes, kind: FileKind) -> tuple[Picture, View]:
    answer = run_job("medpeer.imaging.decoding", Message({"kind": kind}, (data,)))
    if len(answer.parts) != len(("picture", "view")):
        raise ImagingError(ImageFault.UNREADABLE)
    return as_picture(answer.parts[0]), View.of(answer.facts.get("view"), answer.parts[1])


def _corners(box: Box, picture: Picture) -> tuple[int, int, int, int]:
    """Return the part of a box inside the picture as left, top, right, bottom."""
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.left + box.width, picture.width), min(box.top + box.height, picture.height)
    if left >= right or top >= bottom:
        raise ImagingError(ImageFault.OUTSIDE)
    return left, top, right, bottom
