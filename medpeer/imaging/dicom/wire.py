"""Reads a worker's answer. It comes from a process that read a hostile file, so each word is checked again."""

import math
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from medpeer.imaging.dicom import terms
from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.limits import MAX_FRAMES, MAX_SIDE
from medpeer.imaging.dicom.study import Fact, Frame, Series, SpacingKind
from medpeer.imaging.dicom.windows import HOUNSFIELD, windows_for

_WORDS: Final[Mapping[Fact, frozenset[str]]] = {
    Fact.BODY_PART: terms.BODY_PARTS,
    Fact.LATERALITY: terms.LATERALITIES,
    Fact.VIEW: terms.VIEWS,
    Fact.PATIENT_POSITION: terms.PATIENT_POSITIONS,
    Fact.SEQUENCE: terms.SCANNING_SEQUENCES,
    Fact.ACQUISITION: terms.ACQUISITIONS,
    Fact.UNITS: terms.UNITS,
    Fact.PLANE: frozenset(("axial", "coronal", "sagittal", "oblique")),
}
_UNITS: Final = terms.UNITS | {HOUNSFIELD}
_BYTES: Final = {1: 2, 3: 3}
"""Bytes of a pixel by samples."""
_GREY_AXES: Final = 2


class OddAnswerError(Exception):
    """The worker's answer is not of the agreed form."""


def read_series(said: Mapping[str, Any], parts: Iterator[bytes]) -> Series:
    """Return one series of an answer, taking its frames from ``parts``.

    Raises:
        OddAnswerError: Something in it is not a number in bounds, a word of a closed list, or a frame of its size.
    """
    unit = said["unit"] and _word(said["unit"], _UNITS)
    spacing = said["spacing"] and _pair(said["spacing"])
    is_grey = len(said["size"]) == _GREY_AXES
    windows = windows_for([_pair(window) for window in said["windows"]], _pair(said["measured"]), unit)
    return Series(
        modality=_word(said["modality"], terms.MODALITIES),
        frames=tuple(_frames(said, parts)),
        unit=unit,
        windows=windows if is_grey else (),
        spacing_mm=spacing,
        spacing_kind=SpacingKind(said["spacing_kind"]) if spacing else None,
        kept={Fact(fact): _fact(Fact(fact), text) for fact, text in said["facts"].items()},
    )


def read_left_out(said: Mapping[str, Any]) -> dict[DicomFault, int]:
    """Return how many files were left out, by reason."""
    return {DicomFault(reason): int(count) for reason, count in said.items()}


def _frames(said: Mapping[str, Any], parts: Iterator[bytes]) -> Iterator[Frame]:
    rows, columns, samples = (*(int(length) for length in said["size"]), 1)[:3]
    slope, intercept = _pair(said["scale"])
    fits = 0 < rows <= MAX_SIDE and 0 < columns <= MAX_SIDE and samples in _BYTES and slope > 0
    if not fits or not 0 < int(said["frames"]) <= MAX_FRAMES:
        raise OddAnswerError
    for _ in range(int(said["frames"])):
        frame = Frame(rows, columns, samples, next(parts, b""), slope, intercept)
        _check_length(frame.deflated, rows * columns * _BYTES[samples])
        yield frame


def _check_length(deflated: bytes, size: int) -> None:
    inflater = zlib.decompressobj()
    if len(inflater.decompress(deflated, size + 1)) != size or not inflater.eof or inflater.unused_data:
        raise OddAnswerError


def _fact(fact: Fact, text: str) -> str:
    if fact in _WORDS:
        return " ".join(_word(word, _WORDS[fact]) for word in text.split(" "))
    return f"{_number(float(text)):g}"


def _word(said: Any, of: frozenset[str]) -> str:
    if said not in of:
        raise OddAnswerError
    return str(said)


def _pair(said: Any) -> tuple[float, float]:
    first, second = said
    return _number(first), _number(second)


def _number(said: Any) -> float:
    if not isinstance(said, int | float) or not math.isfinite(said):
        raise OddAnswerError
    return float(said)
