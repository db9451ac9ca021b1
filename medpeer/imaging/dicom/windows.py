"""The windows to look through: those of the file, those of the modality, or one measured from the pixels."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.dicom.study import Window

HOUNSFIELD: Final = "HU"

CT_PRESETS: Final = (
    Window("Brain", 40, 80),
    Window("Subdural", 75, 215),
    Window("Stroke", 32, 8),
    Window("Bone", 400, 1800),
    Window("Lung", -600, 1500),
    Window("Mediastinum", 50, 350),
    Window("Abdomen", 40, 400),
    Window("Liver", 30, 150),
)
"""Usual windows in Hounsfield units; readers differ by some tens."""

_RECORDED: Final = ("As recorded", "Second recorded", "Third recorded")
_MEASURED: Final = "Automatic"
_TAILS: Final = (0.5, 99.5)


def windows_for(
    recorded: Sequence[tuple[float, float]], automatic: tuple[float, float], unit: str | None
) -> tuple[Window, ...]:
    """Return the windows of a series, the one to open with first; the automatic one is for when none is recorded.

    The explanation that a file gives of its windows is free text and never read.
    """
    named = [
        Window(_RECORDED[number], centre, width)
        for number, (centre, width) in enumerate(dict.fromkeys(recorded))
        if width > 0 and number < len(_RECORDED)
    ]
    presets = CT_PRESETS if unit == HOUNSFIELD else ()
    return (*(named or [Window(_MEASURED, *automatic)]), *presets)


def measured(sample: NDArray[Any]) -> Window:
    """Return the window that spreads all but the extremes of what is there."""
    low, high = np.percentile(sample, _TAILS) if sample.size else (0.0, 1.0)
    return Window(_MEASURED, round(float(low + high) / 2, 4), max(round(float(high - low), 4), 1e-4))
