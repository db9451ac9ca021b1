"""Uploads through the sandbox: bare pictures come out, and everything else is refused with advice."""

import io
import zlib
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image, ImageCms

from medpeer.imaging import (
    MAX_UPLOAD_BYTES,
    Box,
    ImageFault,
    ImagingError,
    Picture,
    as_picture,
    finish,
    inspect,
)
from tests.unit.imaging.files import CANARY, bomb, exif, picture, png, printed, saved, text_bomb, with_metadata

pytestmark = pytest.mark.usefixtures("unsearched")


def pixels(taken: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(taken.data))
    assert image.size == (taken.width, taken.height)
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return image.convert("RGB")


def near(colour: object, other: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.subtract(np.array(colour), other)).max() < 40)


@pytest.mark.parametrize("name", list(with_metadata()))
def test_nothing_but_pixels_comes_out(name: str) -> None:
    taken = inspect(with_metadata()[name]).picture
    assert as_picture(taken.data) == taken
    assert CANARY not in taken.data
    assert b"<script" not in taken.data
    image = pixels(taken)
    assert near(image.getpixel((5, 5)), (20, 30, 200))
    assert near(image.getpixel((60, 40)), (200, 30, 30))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_becomes_plain(mode: str) -> None:
    image = Image.new("I;16", (64, 48), 4000) if mode == "I;16" else picture(mode=mode)
    kind = {"CMYK": "JPEG", "PA": "WEBP"}.get(mode, "PNG")
    assert pixels(inspect(saved(image.convert("RGBA") if mode == "PA" else image, kind)).picture).size == (64, 48)


def test_deep_grey_levels_stay_visible() -> None:
    deep = Image.fromarray(np.linspace(0, 4095, 64 * 48, dtype=np.uint16).reshape(48, 64))
    levels = np.asarray(pixels(inspect(saved(deep, "PNG")).picture))
    assert levels.min() == 0
    assert levels.max() == 255


def test_what_is_transparent_is_gone() -> None:
    image = picture(mode="RGBA")
    image.putalpha(0)
    assert near(pixels(inspect(saved(image, "PNG")).picture).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_applied_then_dropped(kind: str) -> None:
    taken = inspect(saved(picture(), kind, exif=exif(orientation=6))).picture
    assert (taken.width, taken.height) == (48, 64)
    assert near(pixels(taken).getpixel((44, 4)), (20, 30, 200))


def profile(space: Literal["LAB", "sRGB"]) -> bytes:
    cms: Any = ImageCms
    return bytes(cms.ImageCmsProfile(cms.createProfile(space)).tobytes())


def test_a_colour_profile_is_applied_then_dropped() -> None:
    for embedded in (profile("sRGB"), profile("LAB"), b"garbage" * 40):
        taken = inspect(saved(picture(), "PNG", icc_profile=embedded)).picture
        assert near(pixels(taken).getpixel((60, 40)), (200, 30, 30))


def test_photographs_become_jpeg_and_drawings_stay_exact() -> None:
    grain = np.random.default_rng(1).integers(0, 255, (1200, 1600, 3), dtype=np.uint8)
    assert inspect(saved(Image.fromarray(grain), "PNG", compress_level=1)).picture.media_type == "image/jpeg"
    drawn = inspect(printed("V1")).picture
    assert drawn.media_type == "image/png"
    assert pixels(drawn).tobytes() == Image.open(io.BytesIO(printed("V1"))).convert("RGB").tobytes()


def test_a_large_picture_is_held_small_enough_to_wait_in_memory() -> None:
    taken = inspect(saved(Image.new("RGB", (6000, 4000)), "JPEG")).picture
    assert max(taken.width, taken.height) == 3072


HOSTILE: dict[str, tuple[Callable[[], bytes], ImageFault]] = {
    "nothing": (lambda: b"", ImageFault.EMPTY),
    "too many bytes": (lambda: bytes(MAX_UPLOAD_BYTES + 1), ImageFault.TOO_MANY_BYTES),
    "bomb": (lambda: bomb(8000), ImageFault.TOO_MANY_PIXELS),
    "strip": (lambda: png(30_000, 1, zlib.compress(bytes(30_001))), ImageFault.TOO_MANY_PIXELS),
    "header that lies": (lambda: png(2**31 - 1, 2**31 - 1, zlib.compress(bytes(100))), ImageFault.TOO_MANY_PIXELS),
    "no width": (lambda: png(0, 5, zlib.compress(b"")), ImageFault.UNREADABLE),
    "text bomb": (text_bomb, ImageFault.UNREADABLE),
    "truncated jpeg": (lambda: saved(picture((400, 300)), "JPEG")[:900], ImageFault.UNREADABLE),
    "truncated png": (lambda: saved(picture(), "PNG")[:60], ImageFault.UNREADABLE),
    "truncated webp": (lambda: saved(picture(), "WEBP")[:40], ImageFault.UNREADABLE),
    "truncated heic": (lambda: saved(picture(), "HEIF")[:400], ImageFault.UNREADABLE),
    "short pixels": (lambda: png(64, 64, zlib.compress(bytes(100))), ImageFault.UNREADABLE),
    "moving png": (
        lambda: saved(picture(), "PNG", save_all=True, append_images=[picture(mode="L").convert("RGB")]),
        ImageFault.ANIMATED,
    ),
    "moving webp": (
        lambda: saved(picture(), "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
        ImageFault.ANIMATED,
    ),
    "gif": (lambda: saved(picture(), "GIF"), ImageFault.GIF),
    "tiff": (lambda: saved(picture(), "TIFF"), ImageFault.TIFF),
    "drawing": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', ImageFault.SVG),
    "page": (lambda: b"<html><script>alert(1)</script>", ImageFault.WEB_PAGE),
    "document": (lambda: b"%PDF-1.4\n", ImageFault.PDF),
    "film": (lambda: b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(90), ImageFault.VIDEO),
    "study": (lambda: bytes(128) + b"DICM", ImageFault.DICOM),
    "archive": (lambda: b"PK\x03\x04" + bytes(90), ImageFault.ARCHIVE),
    "slides": (lambda: b"PK\x03\x04" + b"[Content_Types].xml", ImageFault.OFFICE),
    "noise": (lambda: bytes((i * 97 + 13) & 255 for i in range(5000)), ImageFault.UNKNOWN_KIND),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_with_advice(name: str) -> None:
    make, fault = HOSTILE[name]
    with pytest.raises(ImagingError) as caught:
        inspect(make())
    assert caught.value.fault is fault
    assert caught.value.advice.endswith(".")


def test_boxes_are_burnt_in_and_the_rest_is_cropped() -> None:
    taken = inspect(saved(picture((800, 600)), "PNG")).picture
    done = finish(taken, [Box(10, 10, 100, 50), Box(-20, 590, 4000, 40)], crop=Box(5, 5, 700, 595))
    image = pixels(done.full)
    assert image.size == (700, 595)
    assert image.getpixel((5, 5)) == image.getpixel((104, 54)) == (64, 64, 64)
    assert near(image.getpixel((105, 55)), (20, 30, 200))
    assert near(image.getpixel((0, 586)), (64, 64, 64))
    assert max(done.thumbnail.width, done.thumbnail.height) == 480


def test_a_finished_picture_is_at_most_2048_long() -> None:
    done = finish(inspect(saved(Image.new("RGB", (3000, 1500), "white"), "JPEG")).picture, [])
    assert (done.full.width, done.full.height) == (2048, 1024)
    assert done.full.media_type == "image/jpeg"


@pytest.mark.parametrize(
    "box", [Box(64, 0, 5, 5), Box(0, 48, 5, 5), Box(-9, 0, 9, 9), Box(3, 3, 0, 4), Box(3, 3, 4, -1)]
)
def test_a_box_outside_the_picture_is_refused(box: Box) -> None:
    taken = inspect(saved(picture(), "PNG")).picture
    with pytest.raises(ImagingError) as burnt:
        finish(taken, [box])
    with pytest.raises(ImagingError) as cropped:
        finish(taken, [], crop=box)
    assert burnt.value.fault is cropped.value.fault is ImageFault.OUTSIDE
