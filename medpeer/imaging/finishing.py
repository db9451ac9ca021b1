"""Worker: burns boxes into a working picture, crops it and scales it. Runs in the sandbox only."""

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from medpeer.imaging.encoding import encode
from medpeer.imaging.message import Message
from medpeer.imaging.plain import plain
from medpeer.imaging.values import FULL_SIDE, THUMBNAIL_SIDE

# Neither black nor white, so that it shows on a radiograph and on paper alike.
_COVER: Final = 64

# Loaded now: later nothing can be.
Image.preinit()


def work(request: Message) -> Message:
    """Answer with the full picture and its thumbnail; ``boxes`` and ``crop`` are left, top, right, bottom."""
    working = Image.open(io.BytesIO(request.parts[0]), formats=("PNG", "JPEG"))
    lossless = working.format == "PNG"
    image = plain(working, max(working.size))
    burn(image, request.facts["boxes"])
    cropped = image.crop(request.facts["crop"])
    sized = (plain(cropped, side) for side in (FULL_SIDE, THUMBNAIL_SIDE))
    return Message({}, tuple(encode(picture, lossless=lossless) for picture in sized))


def burn(image: Image.Image, boxes: Sequence[Sequence[int]]) -> None:
    """Paint each box over the pixels themselves, before any scaling, so that nothing of them is left."""
    pen = ImageDraw.Draw(image)
    colour = _COVER if image.mode == "L" else (_COVER,) * 3
    for left, top, right, bottom in boxes:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)
