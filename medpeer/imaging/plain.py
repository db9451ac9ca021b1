"""Makes of any decoded image a plain one: sRGB or grey, eight bits, nothing transparent, nothing attached."""

import io
from typing import Final

import numpy as np
from PIL import Image, ImageCms

_SRGB: Final = ImageCms.createProfile("sRGB")
# A display profile has a few kilobytes, a printer's up to a megabyte.
_MAX_PROFILE_BYTES: Final = 2 << 20
_MAX_EIGHT_BITS: Final = 255


def plain(image: Image.Image, side: int) -> Image.Image:
    """Return the image in mode L or RGB with its long side at most ``side``, without info, palette or profile.

    Transparent pixels become white: what an editor hid beneath them is gone.
    """
    shrunk = _at_most(_opaque(_eight_bits(image)), side)
    toned = _in_srgb(shrunk, image.info.get("icc_profile"))
    return Image.frombytes(toned.mode, toned.size, toned.tobytes())


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring deep grey levels into eight bits by their own greatest, as an export of twelve bits in sixteen needs it."""
    if not image.mode.startswith(("I", "F")):
        return image
    levels = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0).clip(min=0)
    top = max(float(levels.max()), float(_MAX_EIGHT_BITS))
    return Image.fromarray((levels * (_MAX_EIGHT_BITS / top)).astype(np.uint8))


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in {"1", "L"} and "transparency" not in image.info:
        return image.convert("L")
    if image.mode in {"RGB", "CMYK", "YCbCr", "LAB", "HSV"} and "transparency" not in image.info:
        # The profile of a printer's inks says how they look, so they are converted by it.
        return image if image.mode in {"RGB", "CMYK"} else image.convert("RGB")
    if image.mode == "P" and "transparency" not in image.info:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, see_through).convert("RGB")


def _at_most(image: Image.Image, side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= side:
        return image
    width, height = (max(1, round(length * side / longest)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the profile, if it can be read: a lesion's colour matters. A broken profile is left out."""
    if profile and len(profile) <= _MAX_PROFILE_BYTES and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            toned = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            toned = None
        if toned is not None:
            return toned
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")
