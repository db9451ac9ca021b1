"""Adds up what was found in many texts; holds counts, never words."""

from collections import Counter
from dataclasses import dataclass, field

from medpeer.deid.categories import Category, Severity


@dataclass(slots=True)
class Totals:
    """Counts over all texts read, and the sentences about what could not be read (the first hundred of them)."""

    texts: int = 0
    with_findings: int = 0
    with_must_go: int = 0
    must_go: Counter[Category] = field(default_factory=Counter)
    tell_author: Counter[Category] = field(default_factory=Counter)
    unread: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, kinds: tuple[tuple[Category, Severity], ...]) -> None:
        """Count one text by the category and severity of its findings."""
        self.texts += 1
        self.with_findings += bool(kinds)
        self.with_must_go += any(severity is Severity.MUST_GO for _, severity in kinds)
        for category, severity in kinds:
            (self.must_go if severity is Severity.MUST_GO else self.tell_author)[category] += 1

    def note(self, problem: str) -> None:
        """Count something that could not be read."""
        self.unread += 1
        if len(self.problems) < 100:  # noqa: PLR2004 - enough to act on, little enough to hold
            self.problems.append(problem)

    @property
    def findings(self) -> int:
        """Give the number of all findings."""
        return self.must_go.total() + self.tell_author.total()

    @property
    def sentence(self) -> str:
        """Say what was read and found, for the end of a run."""
        unread = f"; {self.unread:,} could not be read" if self.unread else ""
        found = f"{_count(self.findings, 'finding')} ({self.must_go.total():,} must go)"
        return f"{_count(self.texts, 'text')}, {found} in {self.with_findings:,} of them{unread}."


def _count(number: int, noun: str) -> str:
    """Write a number and its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
