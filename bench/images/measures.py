"""Judges what was found in a picture against what was printed on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.images.pictures import Print, Sample
from medpeer.deid import Severity, find_identifiers
from medpeer.imaging import Box, Region, RegionKind, transcribe

# A box that leaves a twentieth of a line's bounds free may cut a descender, not a letter.
_COVERED: Final = 0.95


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one printed line: boxed, read to the letter, and taken for an identifier by the engine."""

    line: Print
    is_boxed: bool
    is_exact: bool
    is_known: bool

    @property
    def is_caught(self) -> bool:
        """Tell whether the author is shown a box that holds the line, and the engine or nobody could read it."""
        return self.is_boxed and self.is_known


@dataclass(frozen=True, slots=True)
class Alarms:
    """What was found where no identifier is: must-go findings, milder ones, boxes on no print, boxed faces."""

    must_go: int
    tell_author: int
    empty_boxes: int
    faces: int


def verdicts(sample: Sample, regions: Sequence[Region]) -> list[Verdict]:
    """Return the verdict on each line of an identifying picture."""
    known = set(_found(regions, set(Severity)))
    texts = [region for region in regions if region.kind is RegionKind.TEXT]
    return [
        Verdict(
            line,
            is_boxed=covered(line.bounds, (region.box for region in texts)) >= _COVERED,
            is_exact=any(_plain(line.text) in _plain(row) for row in transcribe(texts).text.splitlines()),
            is_known=any(
                _meets(line.bounds, region.box) and (region in known or region.text is None) for region in texts
            ),
        )
        for line in sample.prints
    ]


def alarms(sample: Sample, regions: Sequence[Region]) -> Alarms:
    """Return what was found on a picture that identifies nobody."""
    boxes = [region.box for region in regions if region.kind is RegionKind.TEXT]
    return Alarms(
        len(set(_found(regions, {Severity.MUST_GO}))),
        len(set(_found(regions, {Severity.TELL_AUTHOR}))),
        sum(not any(_meets(line.bounds, box) for line in sample.prints) for box in boxes),
        sum(region.kind is RegionKind.FACE for region in regions),
    )


def covered(bounds: tuple[int, int, int, int], boxes: Iterable[Box]) -> float:
    """Return the share of ``bounds`` that lies in at least one box."""
    left, top, right, bottom = bounds
    mask = np.zeros((bottom - top, right - left), bool)
    for box in boxes:
        rows = slice(max(0, box.top - top), max(0, box.top + box.height - top))
        mask[rows, max(0, box.left - left) : max(0, box.left + box.width - left)] = True
    return float(mask.mean())


def _found(regions: Sequence[Region], severities: set[Severity]) -> Iterable[Region]:
    transcript = transcribe(regions)
    for span in find_identifiers(transcript.text):
        if span.severity in severities:
            yield from transcript.regions_in(span.start, span.end)


def _meets(bounds: tuple[int, int, int, int], box: Box) -> bool:
    return covered(bounds, [box]) > 0.1  # noqa: PLR2004 - more than a neighbour's margin


def _plain(text: str) -> str:
    return "".join(text.lower().split())
