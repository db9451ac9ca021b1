"""Worker: a stranger's file in; an upright, re-encoded picture and its plain pixels out. Runs in the sandbox only."""

import io
import warnings
from typing import Final

import pillow_heif
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from medpeer.imaging.encoding import answer, encode
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message
from medpeer.imaging.plain import plain
from medpeer.imaging.values import MAX_PIXELS, MAX_SIDE, WORKING_SIDE

# The decoder of each kind; no other is ever tried. Phones write two pictures into one JPEG, which Pillow calls MPO.
_DECODERS: Final = {"png": ("PNG",), "jpeg": ("JPEG", "MPO"), "webp": ("WEBP",), "heic": ("HEIF",)}
_LOSSLESS: Final = frozenset({"png", "webp"})

pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False)
Image.init()
# The header's word is checked here before anything is decoded; Pillow's own limit only warns.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False


def work(request: Message) -> Message:
    """Decode part 0 as ``facts["kind"]`` and answer with the working picture and its view.

    Raises:
        ImagingError: The file is damaged, moves, or holds too many pixels.
    """
    kind = str(request.facts["kind"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _decoded(request.parts[0], _DECODERS[kind])
    return answer([encode(image, lossless=kind in _LOSSLESS)], view_of=image)


def _decoded(data: bytes, decoders: tuple[str, ...]) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=decoders)
        _check_header(image)
        # A large JPEG is scaled while it is decoded, in a fraction of the memory.
        image.draft(None, (WORKING_SIDE, WORKING_SIDE))
        image.load()
        return plain(ImageOps.exif_transpose(image), WORKING_SIDE)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise ImagingError(ImageFault.UNREADABLE) from error


def _check_header(image: Image.Image) -> None:
    """Refuse by the header alone what must not be decoded."""
    width, height = image.size
    if not width or not height:
        raise ImagingError(ImageFault.UNREADABLE)
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ImagingError(ImageFault.TOO_MANY_PIXELS)
    # The second picture of an MPO is a preview or a depth map; the first is the photograph.
    if image.format not in {"MPO", "HEIF"} and getattr(image, "is_animated", False):
        raise ImagingError(ImageFault.ANIMATED)
