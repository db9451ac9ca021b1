"""Draws the bench's pictures: the same ones for the same seed."""

import io
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.images.grounds import GROUNDS
from bench.images.words import HARMLESS, identifiers

_FONTS: Final = Path(__file__).parents[2] / "static" / "fonts"
_FACES: Final = {
    "sans": "source-sans-3-latin-wght-normal.woff2",
    "serif": "source-serif-4-latin-wght-normal.woff2",
    "italic": "source-serif-4-latin-wght-italic.woff2",
}
FACES: Final = ("screen", "pixels", "strokes", *_FACES)
SIZES: Final = ((640, 480), (1024, 768), (1200, 1500), (1600, 1200), (2000, 1600))
TURNS: Final = (0, 0, 0, 0, 2, -4, 15, 90, 180, 270)
ON_END: Final = (90, 270)


@dataclass(frozen=True, slots=True)
class Print:
    """One line on a picture, how it was set, and its ink's bounds."""

    text: str
    face: str
    height: int
    contrast: int
    turn: int
    bounds: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture as a file, with what was printed on it."""

    data: bytes
    ground: str
    noise: int
    identifies: bool
    prints: list[Print] = field(default_factory=list)


def samples(identifying: int, harmless: int, seed: int) -> list[Sample]:
    """Return the bench's pictures."""
    chance = random.Random(seed)  # noqa: S311 - a bench repeats itself
    return [_sample(chance, identifies=True) for _ in range(identifying)] + [
        _sample(chance, identifies=False) for _ in range(harmless)
    ]


def _sample(chance: random.Random, *, identifies: bool) -> Sample:
    ground, noise = chance.choice(list(GROUNDS)), chance.choice((0, 0, 6, 14))
    grain = np.random.default_rng(chance.randrange(1 << 30))
    image = GROUNDS[ground](chance.choice(SIZES), grain)
    texts = identifiers(chance) if identifies else _marks(chance)
    prints = _printed(image, texts, chance)
    levels = np.asarray(image, np.float32) + grain.normal(0, noise, (*image.size[::-1], 1))
    return Sample(
        _file(Image.fromarray(levels.clip(0, 255).astype(np.uint8)), chance), ground, noise, identifies, prints
    )


def _marks(chance: random.Random) -> list[str]:
    """Return what identifies nobody; every fourth picture bears no print at all."""
    return list(chance.choice((*HARMLESS, *[()] * (len(HARMLESS) // 3))))


def _printed(image: Image.Image, texts: list[str], chance: random.Random) -> list[Print]:
    """Set the lines one beneath the other in a corner, or beside each other where they stand on end."""
    face, turn = chance.choice(FACES), chance.choice(TURNS)
    height = min(max(11, round(image.height * chance.choice((0.012, 0.016, 0.022, 0.03, 0.045)))), 60)
    contrast = chance.choice((45, 70, 110, 160, 230))
    share = chance.choice(((0.02, 0.02), (0.55, 0.02), (0.02, 0.72), (0.5, 0.7)))
    left, top = (round(whole * part) for whole, part in zip(image.size, share, strict=True))
    prints: list[Print] = []
    for text in texts:
        ink = _ink(text, face, height).rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
        left, top = min(left, max(0, image.width - ink.width - 4)), min(top, max(0, image.height - ink.height - 4))
        image.paste(_colour(image, ink, (left, top), contrast), (left, top), ink)
        right, bottom, wide, tall = ink.getbbox() or (0, 0, 1, 1)
        bounds = (left + right, top + bottom, left + wide, top + tall)
        prints.append(Print(text, face, height, contrast, turn, bounds))
        if turn in ON_END:
            left += round(ink.width * 1.25)
        else:
            top += round(ink.height * 1.25)
    return prints


def _colour(image: Image.Image, ink: Image.Image, at: tuple[int, int], contrast: int) -> tuple[int, int, int]:
    """Return a grey that stands out from what lies beneath by ``contrast`` levels, on the side where there is room."""
    beneath = image.convert("L").crop((at[0], at[1], at[0] + ink.width, at[1] + ink.height))
    level = float(np.asarray(beneath).mean())
    return (round(min(255.0, level + contrast) if level < 128 else max(0.0, level - contrast)),) * 3  # noqa: PLR2004 - half


def _ink(text: str, face: str, height: int) -> Image.Image:
    """Return the letters as a mask; ``height`` is about that of a capital with its descender."""
    if face == "strokes":
        return _strokes(text, height)
    if face == "pixels":
        # The small fixed letters of old machines, enlarged dot by dot.
        mask = _set(text, ImageFont.load_default_imagefont())
        times = max(1, round(height / 11))
        return mask.resize((mask.width * times, mask.height * times), Image.Resampling.NEAREST)
    return _set(text, ImageFont.load_default(height) if face == "screen" else _font(face, height))


def _font(face: str, height: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_FONTS / _FACES[face], height)
    font.set_variation_by_axes([450])
    return font


def _set(text: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> Image.Image:
    _, _, right, bottom = (round(value) for value in font.getbbox(text))
    mask = Image.new("L", (right + 4, bottom + 4), 0)
    ImageDraw.Draw(mask).text((2, 2), text, font=font, fill=255)
    return mask


def _strokes(text: str, height: int) -> Image.Image:
    scale, thick = height / 30, max(1, height // 16)
    (width, tall), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    mask = np.zeros((tall + below + 6, width + 6), np.uint8)
    cv2.putText(mask, text, (3, tall + 3), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    return Image.fromarray(mask)


def _file(image: Image.Image, chance: random.Random) -> bytes:
    out = io.BytesIO()
    if chance.random() < 0.5:  # noqa: PLR2004 - half of them
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=chance.choice((55, 75, 92)))
    return out.getvalue()
