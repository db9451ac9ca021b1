"""Looks at a study as a reader would: for letters or faces in the pixels, and for a head that could be rebuilt."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from medpeer.imaging.dicom.rendering import shades
from medpeer.imaging.dicom.study import Caution, Fact, Frame, Series, Study, Window
from medpeer.imaging.finding import View, find
from medpeer.imaging.values import Picture, Region, RegionKind

# Looking takes about a second each; letters burnt in by a scanner stand in every frame.
_MOST_LOOKS: Final = 6
_LOOKS_EACH: Final = 3
_HEAD: Final = frozenset(
    "BRAIN EAR EYE FACE HEAD HEADNECK IAC JAW MANDIBLE MAXILLA NOSE ORBIT SELLA SINUS SKULL TMJ".split()
)
_CROSS_SECTIONAL: Final = frozenset(("CT", "MR"))
# A face is recognised from volumes of some ten centimetres in slices of up to three millimetres.
_FACE_SLICES: Final = 30
_FACE_THICKNESS_MM: Final = 3.0
_HEAD_FIELD_MM: Final = 300
_LARGEST_SHARE: Final = 0.1
_LEAST_LETTERS: Final = 2
_LOOKS: Final = 0.5
_SURE: Final = 0.9
_COLOURED: Final = Window("", 127.5, 255)


def looked_at(study: Study) -> Study:
    """Return a study with the regions found in each series, and the cautions that follow.

    Raises:
        ImagingError: The finders failed; what they did not see must not be shown.
    """
    looks = max(1, min(_LOOKS_EACH, _MOST_LOOKS // len(study.series)))
    series = tuple(replace(one, regions=_regions(one, looks)) for one in study.series)
    found = {
        Caution.TEXT_SEEN: any(one.regions for one in series),
        Caution.FACE: any(may_show_face(one) for one in series),
    }
    cautions = study.cautions | {caution for caution, is_there in found.items() if is_there}
    return replace(study, series=series, cautions=cautions)


def may_show_face(series: Series) -> bool:
    """Say whether a series is a volume of the head in thin slices; what nobody says to be another part may be one."""
    if series.modality not in _CROSS_SECTIONAL or len(series.frames) < _FACE_SLICES:
        return False
    thickness = float(series.kept.get(Fact.SLICE_SPACING_MM) or series.kept.get(Fact.SLICE_THICKNESS_MM) or 0)
    return _may_be_head(series) and abs(thickness) <= _FACE_THICKNESS_MM


def _may_be_head(series: Series) -> bool:
    """Go by the part that is named, else by the width of the field: a trunk is wider than a head."""
    if (part := series.kept.get(Fact.BODY_PART)) is not None:
        return part in _HEAD
    return series.spacing_mm is None or series.frames[0].columns * series.spacing_mm[1] <= _HEAD_FIELD_MM


def _regions(series: Series, looks: int) -> tuple[Region, ...]:
    found: list[Region] = []
    for frame in _samples(series.frames, looks):
        found += [region for region in _seen(frame, series) if not any(_are_same(region, other) for other in found)]
    return tuple(sorted(found, key=_place))


def _are_same(one: Region, other: Region) -> bool:
    """Say whether two regions are one seen twice: what reads differently in another frame is told apart."""
    a, b = one.box, other.box
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    smaller = min(a.width * a.height, b.width * b.height)
    return (one.kind, one.text) == (other.kind, other.text) and min(width, height) > 0 and width * height * 2 > smaller


def _samples(frames: tuple[Frame, ...], looks: int) -> Iterator[Frame]:
    """Yield the middle frame, the first and the last, as many as there are looks and frames."""
    places = dict.fromkeys((len(frames) // 2, 0, len(frames) - 1))
    yield from (frames[place] for place in list(places)[:looks])


def _seen(frame: Frame, series: Series) -> tuple[Region, ...]:
    levels = shades(frame, series.windows[0] if series.windows else _COLOURED)
    coloured = levels if frame.samples > 1 else np.repeat(levels[..., np.newaxis], 3, axis=2)
    view = View(frame.columns, frame.rows, coloured.tobytes())
    found = find(view, Picture(b"", frame.columns, frame.rows, "image/png"))
    return tuple(region for region in found if region.kind is RegionKind.FACE or is_print(region, frame))


def is_print(region: Region, frame: Frame) -> bool:
    """Say whether a scanner may have written a region: its letters are crisp and small, anatomy is neither.

    Where something reads, what it cannot read is no print; where nothing reads, looks decide (no text, score 0.5).
    """
    letters = sum(character.isalnum() for character in region.text or "")
    is_small = region.box.width * region.box.height <= frame.rows * frame.columns * _LARGEST_SHARE
    if letters:
        return letters >= _LEAST_LETTERS and (is_small or region.score >= _SURE)
    return is_small and region.text is None and region.score >= _LOOKS


def _place(region: Region) -> tuple[int, int]:
    return region.box.top, region.box.left
