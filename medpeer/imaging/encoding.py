"""Worker's side: writes plain pixels as PNG or JPEG and packs the answer."""

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image

from medpeer.imaging.message import Message
from medpeer.imaging.values import VIEW_SIDE

_QUALITY: Final = 88
# A drawing, an ECG or a radiograph stays exact; a photograph somebody saved as PNG grows past this and becomes a JPEG.
_LOSSLESS_BYTES: Final = 3 << 20


def encode(image: Image.Image, *, lossless: bool) -> bytes:
    """Return a plain image as PNG where ``lossless`` and not too large, else as JPEG."""
    if lossless:
        data = _saved(image, "PNG", compress_level=6)
        if len(data) <= _LOSSLESS_BYTES:
            return data
    # No chroma subsampling: red print on white stays legible, and it costs a fifth.
    return _saved(image, "JPEG", quality=_QUALITY, subsampling=0)


def answer(encoded: Sequence[bytes], *, view_of: Image.Image) -> Message:
    """Pack pictures, and one image's pixels as RGB bytes with their size, for the finders."""
    view = view_of.copy()
    view.thumbnail((VIEW_SIDE, VIEW_SIDE), Image.Resampling.LANCZOS)
    return Message({"view": view.size}, (*encoded, view.convert("RGB").tobytes()))


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
