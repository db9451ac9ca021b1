"""What the gate says of a place in a text, and what its author may answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from medpeer.deid import Category, Risk, Severity, Topic
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one text in order, how identifying the whole is, and the sensitive topics that count here.

    ``recognisable`` tells that the details together could point at one person and the topic makes that harmful: the
    author makes it more general, or gives their word that it is as general as it can be.
    """

    findings: tuple[Finding, ...]
    risk: Risk
    topics: frozenset[Topic] = frozenset()
    recognisable: bool = False

    def open_findings(self, attestations: Iterable[Attestation]) -> tuple[Finding, ...]:
        """Return the findings that still stand in the way of storing."""
        given = tuple(attestations)
        return tuple(found for found in self.findings if not any(word.covers(found) for word in given))
