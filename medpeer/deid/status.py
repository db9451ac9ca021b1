"""Whether the engine works with its model, and what it does without."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.deid.model import is_trained
from medpeer.deid.thresholds import RULES_ONLY_FACTOR

_NOTES: Final = {
    True: "Rules, word lists and models are in use.",
    False: "A model file is missing: rules and word lists work alone. Names and places are missed more often, so the "
    "author is asked about more of what is found.",
}


class Mode(StrEnum):
    """With what the engine works."""

    FULL = "full"
    RULES_ONLY = "rules_only"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How the engine works now: its mode, the share of a threshold it reports from, and one sentence for people."""

    mode: Mode
    threshold_factor: float
    note: str


def engine_status() -> EngineStatus:
    """Return how the engine works; reads the model files the first time, 0.4 s."""
    whole = is_trained()
    mode = Mode.FULL if whole else Mode.RULES_ONLY
    return EngineStatus(mode, 1.0 if whole else RULES_ONLY_FACTOR, _NOTES[whole])
