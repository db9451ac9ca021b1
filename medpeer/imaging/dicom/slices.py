"""One frame with what the header says of it: where it lies, what its numbers mean, and what belongs with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from medpeer.imaging.dicom.allowed import FRAME_GROUPS
from medpeer.imaging.dicom.scaling import Line


@dataclass(frozen=True, slots=True)
class Slice:
    """A decoded frame and its place. ``header`` is de-identified; ``frame_header`` is its own part of it, flat."""

    pixels: NDArray[Any]
    header: Dataset
    frame_header: Dataset
    is_inverted: bool
    whole_range: tuple[float, float]
    shrinking: int

    @property
    def line(self) -> Line:
        """Return how numbers become values."""
        header = self.frame_header
        return Line(float(header.get("RescaleSlope", 1) or 1), float(header.get("RescaleIntercept", 0) or 0))

    @property
    def mirror(self) -> float | None:
        """Return the sum of the least and the greatest value where larger is darker, else None."""
        return self.line.at(self.whole_range[0]) + self.line.at(self.whole_range[1]) if self.is_inverted else None

    @property
    def normal(self) -> tuple[float, ...] | None:
        """Return the direction across the slice, rounded so that slices of one stack agree; None when not known."""
        cosines = self.frame_header.get("ImageOrientationPatient")
        if cosines is None:
            return None
        rows, columns = np.array(cosines[:3], dtype=float), np.array(cosines[3:], dtype=float)
        return tuple(round(float(part), 2) + 0.0 for part in np.cross(rows, columns))

    @property
    def depth(self) -> float | None:
        """Return how far along its normal the slice lies, in millimetres; None when not known."""
        position, normal = self.frame_header.get("ImagePositionPatient"), self.normal
        if position is None or normal is None:
            return None
        return round(float(np.dot(np.array(position, dtype=float), normal)), 3)

    @property
    def number(self) -> int | None:
        """Return the instance number, if it is a plain one."""
        number = self.header.get("InstanceNumber")
        return None if number is None else int(number)

    @property
    def stack(self) -> tuple[object, ...]:
        """Return what slices of one stack have in common."""
        return (str(self.header.get("SeriesInstanceUID", "")), self.pixels.shape, self.is_inverted, self.normal)

    def with_pixels(self, pixels: NDArray[Any]) -> "Slice":
        """Return the slice with other pixels."""
        return replace(self, pixels=pixels)


_GROUPS: Final = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")


def frame_headers(header: Dataset, count: int) -> Iterator[Dataset]:
    """Yield for each of ``count`` frames the header as it holds for that frame: general, shared, then its own part."""
    shared = _first(header, _GROUPS[0])
    each = list(header.get(_GROUPS[1]) or ())
    for index in range(count):
        flat = Dataset()
        flat.update({element.tag: element for element in header if element.keyword not in _GROUPS})
        for groups in (shared, each[index] if index < len(each) else Dataset()):
            for keyword in FRAME_GROUPS:
                flat.update(_first(groups, keyword))
        yield flat


def _first(dataset: Dataset, keyword: str) -> Dataset:
    items = dataset.get(keyword)
    return items[0] if items else Dataset()
