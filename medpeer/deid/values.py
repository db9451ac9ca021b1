"""The values that go in and out of the engine; all frozen, all safe to share between threads."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.deid.categories import Category, Severity

MAX_TEXT_CHARS: Final = 100_000
"""Most code points one call reads; a longer text is refused, never read in part."""


class TextTooLongError(ValueError):
    """Raised when a text has more than ``MAX_TEXT_CHARS`` code points; holds the length, never the text."""

    def __init__(self, text_chars: int) -> None:
        """Record the length of the refused text, in code points."""
        super().__init__(f"text has {text_chars} characters; at most {MAX_TEXT_CHARS} are read at once")
        self.text_chars = text_chars


@dataclass(frozen=True, slots=True)
class Span:
    """One finding: half-open code-point offsets in the text as given, and what was found there.

    ``score`` is in 0..1; ``rule`` names the evidence that fired, for error analysis.
    """

    start: int
    end: int
    category: Category
    score: float
    severity: Severity
    rule: str


@dataclass(frozen=True, slots=True)
class Generalisation:
    """What may stand in a finding's place, and the words of the button that puts it there.

    ``replacement`` is written over the half-open range ``[start, end)``: the finding and what belongs to it in the
    sentence, as the title before a name.
    """

    replacement: str
    label: str
    start: int
    end: int


class RiskLevel(StrEnum):
    """How easily the case as a whole could be recognised; a word, because no percentage is known."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Risk:
    """The mosaic of quasi-identifiers in a text: a level and the reasons for it, one plain sentence each."""

    level: RiskLevel
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible finding inside the engine, in offsets of the normalised text."""

    start: int
    end: int
    category: Category
    score: float
    rule: str
    soft: bool = False
    """True when the author may decide even at a high score: bare months, feasts, wards."""
