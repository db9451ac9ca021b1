"""How often the gate refused: kinds and numbers in memory, never words, people or posts.

A refusal writes nothing and happens outside any transaction. Counting it must not wait for the database, which may be
busy with what did pass, and must not be able to fail the answer. So it adds to a few numbers here, and a job beside the
requests writes them down every few seconds (``medpeer.jobs.counting``); a killed process loses what came since.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Final, Protocol

from medpeer.deid import Category, Severity
from medpeer.gate.surfaces import Surface


class Refusal(StrEnum):
    """Why something was not taken as it was."""

    MUST_GO = "must_go"
    AUTHORS_CALL = "authors_call"
    UNUSABLE_FILE = "unusable_file"

    @property
    def label(self) -> str:
        """The reason as printed."""
        return _LABELS[self]


_LABELS: Final = {
    Refusal.MUST_GO: "Something had to go",
    Refusal.AUTHORS_CALL: "Waited for its author’s word alone",
    Refusal.UNUSABLE_FILE: "A file that could not be taken",
}


class InTheWay(Protocol):
    """A finding that stands in the way, of a text or a picture; writing that nobody could read has no category."""

    @property
    def category(self) -> Category | None:
        """The kind of identifier."""

    @property
    def severity(self) -> Severity | None:
        """What it asks of the author."""


Refused = tuple[Surface, Refusal]
Found = tuple[Surface, Category, Severity]


@dataclass(slots=True)
class Counts:
    """Refused things by surface and reason, and in how many of them each category stood in the way."""

    refused: Counter[Refused] = field(default_factory=Counter)
    found: Counter[Found] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Tell whether anything was counted."""
        return bool(self.refused)


class Tally:
    """Counts that many threads add to and one takes away."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = Lock()
        self._counts = Counts()

    def add_refusal(self, surface: Surface, findings: Iterable[InTheWay]) -> None:
        """Count one refused text or picture; a category counts once, however often it stood there."""
        kinds = {(one.category, one.severity) for one in findings}
        had_to_go = any(severity is Severity.MUST_GO for _, severity in kinds)
        refusal = Refusal.MUST_GO if had_to_go else Refusal.AUTHORS_CALL
        found = [(surface, category, severity) for category, severity in kinds if category and severity]
        self._add([(surface, refusal)], found)

    def add_file(self, surface: Surface) -> None:
        """Count one file that could not be taken: of a kind, a size or a state that the product refuses."""
        self._add([(surface, Refusal.UNUSABLE_FILE)], ())

    def take(self) -> Counts:
        """Return what was counted since the last time, and start at nothing."""
        with self._lock:
            taken, self._counts = self._counts, Counts()
        return taken

    def give_back(self, counts: Counts) -> None:
        """Count again what could not be written down."""
        self._add(counts.refused, counts.found)

    def _add(self, refused: Iterable[Refused], found: Iterable[Found]) -> None:
        with self._lock:
            self._counts.refused.update(refused)
            self._counts.found.update(found)


REFUSALS: Final = Tally()
"""What this process refused."""
