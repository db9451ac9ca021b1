"""How sure the model must be before the author is told, and before something must go: by kind of evidence.

A mistake costs differently: a surname nobody else bears is rarely anything else, while "Hope" at the head of a sentence
nearly always is. ``tools/deid/calibrate.py`` measures each kind on writers whom the model did not learn from.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TELL_SCORE: Final = 0.5
"""Score at which a finding is reported by default."""

MUST_SCORE: Final = 0.75
"""Score at which a finding must go; below it the author is told and may decide."""

RULES_ONLY_FACTOR: Final = 0.6
"""Without its model the engine reports from this share of the threshold on: it then finds less, so it asks more."""


class Evidence(StrEnum):
    """What speaks for a finding of the model, or for a rule's hit that the model weighs."""

    NAME_PAIR = "name_pair"
    NAME_FULL = "name_full"
    NAME_LED = "name_led"
    NAME_LISTED = "name_listed"
    NAME_UNKNOWN = "name_unknown"
    NAME_OPENING = "name_opening"
    NAME_DOUBTFUL = "name_doubtful"
    CITED = "cited"
    PLACE_BUILT = "place_built"
    PLACE_LED = "place_led"
    PLACE_BARE = "place_bare"
    PLACE_DOUBTFUL = "place_doubtful"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    RULED_NAME = "ruled_name"
    RULED_PLACE = "ruled_place"
    RULED_DATE = "ruled_date"
    RULED_NUMBER = "ruled_number"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probability at which the author is told, and at which the finding must go; above 1 is never."""

    tell: float
    must: float


THRESHOLDS: Final = {
    Evidence.NAME_PAIR: Thresholds(0.12, 0.80),
    Evidence.NAME_FULL: Thresholds(0.45, 0.92),
    Evidence.NAME_LED: Thresholds(0.16, 0.74),
    Evidence.NAME_LISTED: Thresholds(0.47, 0.92),
    Evidence.NAME_UNKNOWN: Thresholds(0.21, 0.90),
    Evidence.NAME_OPENING: Thresholds(0.45, 0.84),
    Evidence.NAME_DOUBTFUL: Thresholds(0.42, 0.97),
    Evidence.CITED: Thresholds(0.53, 0.98),
    Evidence.PLACE_BUILT: Thresholds(0.28, 0.90),
    Evidence.PLACE_LED: Thresholds(0.32, 0.80),
    Evidence.PLACE_BARE: Thresholds(0.28, 0.88),
    Evidence.PLACE_DOUBTFUL: Thresholds(0.34, 0.95),
    Evidence.DATE: Thresholds(0.17, 0.86),
    Evidence.AGE: Thresholds(0.20, 0.62),
    Evidence.NUMBER: Thresholds(0.34, 0.77),
    Evidence.RULED_NAME: Thresholds(0.15, 0.82),
    Evidence.RULED_PLACE: Thresholds(0.22, 0.82),
    Evidence.RULED_DATE: Thresholds(0.15, 0.88),
    Evidence.RULED_NUMBER: Thresholds(0.15, 0.75),
}


def score_of(evidence: Evidence, probability: float) -> float:
    """Put a probability on the engine's scale 0..1, where the two thresholds of its evidence lie at 0.5 and 0.75."""
    limits = THRESHOLDS[evidence]
    if probability < limits.tell:
        return TELL_SCORE * probability / limits.tell
    if probability < limits.must:
        span = min(limits.must, 1.0) - limits.tell
        gained = (probability - limits.tell) / span if span > 0 else 1.0
        # Rounding for display must not lift a finding over the line.
        return TELL_SCORE + (MUST_SCORE - TELL_SCORE - 0.001) * gained
    return MUST_SCORE + (1 - MUST_SCORE) * (probability - limits.must) / max(1 - limits.must, 1e-6)
