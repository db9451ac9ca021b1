"""What the gate says of a place in a picture, and what its author may answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.deid import Category, Severity
from medpeer.imaging import Box, RegionKind

_SAME: Final = 0.6
"""A finding is the one that was answered when so much of it lies in the answered box."""


class RegionReason(StrEnum):
    """Why an author says that a place in a picture identifies nobody: the closed list."""

    MARKER = "marker"
    MEASUREMENT = "measurement"
    NO_WRITING = "no_writing"
    NO_FACE = "no_face"
    DRAWING = "drawing"

    @property
    def label(self) -> str:
        """The reason as an author reads it."""
        return _LABELS[self]

    @property
    def kind(self) -> RegionKind:
        """The kind of place that it may be said of."""
        return RegionKind.FACE if self in _OF_FACES else RegionKind.TEXT


_LABELS: Final = {
    RegionReason.MARKER: "A side marker, a scale or a setting of the device",
    RegionReason.MEASUREMENT: "A measurement or a label of a finding",
    RegionReason.NO_WRITING: "There is no writing here",
    RegionReason.NO_FACE: "This is not a face",
    RegionReason.DRAWING: "A drawing or a manikin",
}
_OF_FACES: Final = frozenset({RegionReason.NO_FACE, RegionReason.DRAWING})


@dataclass(frozen=True, slots=True, repr=False)
class RegionFinding:
    """One place of a picture; ``severity`` is ``None`` for writing that identifies nobody.

    ``text`` is what was read there: for the author alone, never to be kept.
    """

    kind: RegionKind
    box: Box
    severity: Severity | None
    label: str
    why: str
    text: str | None = None
    category: Category | None = None

    def __repr__(self) -> str:
        """Return the kind and the verdict; what was read stays out of tracebacks."""
        return f"<{self.kind.value} region, {self.severity.value if self.severity else 'none'}>"


@dataclass(frozen=True, slots=True)
class RegionAnswer:
    """An author's word that one place of a picture identifies nobody."""

    box: Box
    reason: RegionReason

    def covers(self, finding: RegionFinding) -> bool:
        """Tell whether this is about ``finding`` and the author may decide it."""
        if finding.severity is not Severity.TELL_AUTHOR or self.reason.kind is not finding.kind:
            return False
        return share_within(finding.box, self.box) >= _SAME


def share_within(inner: Box, outer: Box) -> float:
    """Return how much of ``inner`` lies in ``outer``, 0 to 1."""
    width = min(inner.left + inner.width, outer.left + outer.width) - max(inner.left, outer.left)
    height = min(inner.top + inner.height, outer.top + outer.height) - max(inner.top, outer.top)
    area = inner.width * inner.height
    return max(width, 0) * max(height, 0) / area if area else 0.0
