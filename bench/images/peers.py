"""What the product's reader is compared with: the look of text alone, and Tesseract where its binary is installed."""

import io
import shutil
import subprocess
from collections.abc import Sequence

import numpy as np
from PIL import Image

from medpeer.imaging import Box, Region, RegionKind
from medpeer.imaging.looks import likely_text


def by_looks(data: bytes) -> list[Region]:
    """Return what the product proposes where no reader is installed."""
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    return [_region([said[side] for side in ("left", "top", "right", "bottom")]) for said in likely_text(pixels)]


def has_tesseract() -> bool:
    """Tell whether there is a Tesseract to compare with."""
    return shutil.which("tesseract") is not None


def by_tesseract(data: bytes) -> list[Region]:
    """Return the words Tesseract reads in sparse text (page segmentation 11), one region each."""
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "--psm", "11", "tsv"],  # noqa: S607 - whichever is installed
        input=data,
        capture_output=True,
        check=True,
    )
    rows = [row.split("\t") for row in done.stdout.decode().splitlines()[1:]]
    return [
        _region([int(left), int(top), int(left) + int(width), int(top) + int(height)], text, float(sure) / 100)
        for *_, left, top, width, height, sure, text in rows
        if text.strip() and float(sure) >= 0
    ]


def _region(sides: Sequence[float], text: str | None = None, score: float = 0.5) -> Region:
    left, top, right, bottom = (round(side) for side in sides)
    return Region(RegionKind.TEXT, Box(left, top, right - left, bottom - top), text, score)
