"""Puts what was read in a picture into reading order, so that a label and its value stand beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from medpeer.imaging.values import Box, Region, RegionKind


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a region's text stands in a transcript: half-open offsets in code points."""

    start: int
    end: int
    region: Region


@dataclass(frozen=True, slots=True, repr=False)
class Transcript:
    """The text of a picture, one line per line of it, and which region each passage was read in."""

    text: str
    passages: tuple[Passage, ...]

    def regions_in(self, start: int, end: int) -> tuple[Region, ...]:
        """Return the regions whose text overlaps the half-open range."""
        return tuple(passage.region for passage in self.passages if passage.start < end and start < passage.end)


def transcribe(regions: Iterable[Region]) -> Transcript:
    """Return what the text regions say, line by line from top to bottom, each from left to right."""
    read = [region for region in regions if region.kind is RegionKind.TEXT and region.text]
    text, passages = "", []
    for line in _lines(sorted(read, key=lambda region: _middle(region.box))):
        for place, region in enumerate(sorted(line, key=lambda region: region.box.left)):
            text += " " * bool(place)
            passages.append(Passage(len(text), len(text) + len(region.text or ""), region))
            text += region.text or ""
        text += "\n"
    return Transcript(text, tuple(passages))


def _lines(regions: list[Region]) -> Iterable[list[Region]]:
    """Group regions, given from top to bottom, whose middles lie within half a letter's height of each other."""
    line: list[Region] = []
    for region in regions:
        if line and _middle(region.box) - _middle(line[-1].box) > min(region.box.height, line[-1].box.height) / 2:
            yield line
            line = []
        line.append(region)
    if line:
        yield line


def _middle(box: Box) -> float:
    return box.top + box.height / 2
