"""What the gate says of a place in a text, and what its author may answer."""

from dataclasses import dataclass

from medpeer.deid import Category, Severity
from medpeer.gate.surfaces import AttestationReason


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that identifies or may identify; half-open code-point offsets, never the words themselves."""

    start: int
    end: int
    category: Category
    severity: Severity
    label: str
    why: str
    replacement: str
    button: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """An author's word that one finding identifies nobody."""

    start: int
    end: int
    category: Category
    reason: AttestationReason

    def covers(self, finding: Finding) -> bool:
        """Tell whether this is about ``finding`` and the author may decide it."""
        same = (self.start, self.end, self.category) == (finding.start, finding.end, finding.category)
        return same and finding.severity is Severity.TELL_AUTHOR
