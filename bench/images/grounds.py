"""Grounds for the bench's pictures that look to a machine like a radiograph, an ECG on paper, a photograph, a scan."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter


def radiograph(size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """Return pale bones and ribs on black, with the grain of a detector."""
    image = Image.new("L", size, 8)
    pen, (width, height) = ImageDraw.Draw(image), size
    pen.ellipse((width * 0.12, height * 0.05, width * 0.88, height * 1.1), fill=90)
    for side in (0.32, 0.68):
        pen.ellipse((width * (side - 0.16), height * 0.18, width * (side + 0.16), height * 0.85), fill=38)
    for rib in range(9):
        top = height * (0.15 + rib * 0.08)
        for left, right in ((0.14, 0.5), (0.5, 0.86)):
            pen.arc(
                (width * left, top, width * right, top + height * 0.22), 180, 360, fill=150, width=max(3, width // 70)
            )
    pen.rectangle((width * 0.47, 0, width * 0.53, height), fill=165)
    return _grained(image.filter(ImageFilter.GaussianBlur(width / 160)), chance, 5).convert("RGB")


def electrocardiogram(size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """Return a pink millimetre grid with traces."""
    image = Image.new("RGB", size, (253, 240, 238))
    pen, (width, height) = ImageDraw.Draw(image), size
    step = max(6, width // 150)
    for place in range(0, max(size), step):
        colour = (235, 160, 155) if place % (5 * step) == 0 else (247, 212, 208)
        pen.line((place, 0, place, height), fill=colour)
        pen.line((0, place, width, place), fill=colour)
    for row in range(4):
        pen.line(
            _trace(width, height * (row + 0.9) / 4.6, height / 14, chance),
            fill=(25, 25, 30),
            width=max(1, width // 700),
        )
    return image


def _trace(width: int, level: float, tall: float, chance: np.random.Generator) -> list[tuple[float, float]]:
    beat = np.array([0, 0, 0.12, 0.15, 0.08, 0, 0, -0.12, 1.0, -0.3, 0, 0, 0.05, 0.2, 0.28, 0.2, 0.05, 0, 0, 0])
    across = np.arange(0, width, max(2, width // 220), dtype=float)
    return [(x, level - tall * beat[i % len(beat)] + chance.normal(0, 0.6)) for i, x in enumerate(across)]


def photograph(size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """Return skin-coloured unevenness with a darker spot."""
    small = chance.normal(0, 1, (24, 32, 3)).astype(np.float32)
    levels = np.array((205, 160, 135), np.float32) + small * 14
    image = Image.fromarray(levels.clip(0, 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    pen, (width, height) = ImageDraw.Draw(image), size
    pen.ellipse((width * 0.4, height * 0.4, width * 0.58, height * 0.57), fill=(95, 55, 45))
    return _grained(image.filter(ImageFilter.GaussianBlur(width / 200)), chance, 4)


def sector(size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """Return a speckled sector on black, as of an ultrasound."""
    width, height = size
    speckle = Image.fromarray((chance.rayleigh(34, (height // 2, width // 2))).clip(0, 255).astype(np.uint8)).resize(
        size
    )
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).pieslice((width * 0.05, -height * 0.75, width * 0.95, height * 0.93), 45, 135, fill=255)
    return Image.composite(speckle, Image.new("L", size, 6), mask).convert("RGB")


GROUNDS = {"radiograph": radiograph, "ecg": electrocardiogram, "photograph": photograph, "ultrasound": sector}


def _grained(image: Image.Image, chance: np.random.Generator, strength: float) -> Image.Image:
    levels: NDArray[np.float32] = np.asarray(image, np.float32)
    return Image.fromarray((levels + chance.normal(0, strength, levels.shape)).clip(0, 255).astype(np.uint8))
