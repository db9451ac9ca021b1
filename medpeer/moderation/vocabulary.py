"""The closed words of moderation, and how each is printed."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ReportReason(StrEnum):
    """Why a member says that something should not stand."""

    IDENTIFIES_PATIENT = "identifies_patient"
    UNSAFE_ADVICE = "unsafe_advice"
    UNPROFESSIONAL = "unprofessional"
    ADVERTISING = "advertising"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as printed."""
        return _REPORT_LABELS[self][0]

    @property
    def detail(self) -> str:
        """What choosing it does."""
        return _REPORT_LABELS[self][1]


_DECIDES: Final = "It stays until a moderator decides."
_REPORT_LABELS: Final = {
    ReportReason.IDENTIFIES_PATIENT: (
        "It identifies a patient",
        "It is hidden for everyone at once, then a moderator decides.",
    ),
    ReportReason.UNSAFE_ADVICE: ("It could harm a patient", _DECIDES),
    ReportReason.UNPROFESSIONAL: ("It is unprofessional", _DECIDES),
    ReportReason.ADVERTISING: ("It advertises", _DECIDES),
    ReportReason.OTHER: ("Something else", "Say what below. It stays until a moderator decides."),
}


class Outcome(StrEnum):
    """What a moderator settles a case with."""

    REINSTATE = "reinstate"
    REDACT = "redact"
    PURGE = "purge"

    @property
    def label(self) -> str:
        """What became of the thing, as its author and its reporters read it."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS: Final = {
    Outcome.REINSTATE: "It stands",
    Outcome.REDACT: "Redacted",
    Outcome.PURGE: "Purged",
}


class DecisionReason(StrEnum):
    """The rule a decision rests on."""

    NOT_IDENTIFYING = "not_identifying"
    WITHIN_RULES = "within_rules"
    IDENTIFIES_PATIENT = "identifies_patient"
    UNSAFE_ADVICE = "unsafe_advice"
    UNPROFESSIONAL = "unprofessional"
    ADVERTISING = "advertising"
    AUTHOR_ASKED = "author_asked"
    REPLAYED = "replayed"

    @property
    def label(self) -> str:
        """The reason as printed."""
        return _DECISION_LABELS[self]


_DECISION_LABELS: Final = {
    DecisionReason.NOT_IDENTIFYING: "Nothing in it identifies a patient",
    DecisionReason.WITHIN_RULES: "It is within the rules",
    DecisionReason.IDENTIFIES_PATIENT: "It identifies a patient",
    DecisionReason.UNSAFE_ADVICE: "It could harm a patient",
    DecisionReason.UNPROFESSIONAL: "It is unprofessional",
    DecisionReason.ADVERTISING: "It advertises",
    DecisionReason.AUTHOR_ASKED: "Its author asked for it",
    DecisionReason.REPLAYED: "It was purged before and came back with a restored backup",
}

_AGAINST: Final = (
    DecisionReason.IDENTIFIES_PATIENT,
    DecisionReason.UNSAFE_ADVICE,
    DecisionReason.UNPROFESSIONAL,
    DecisionReason.ADVERTISING,
    DecisionReason.AUTHOR_ASKED,
)
REASONS: Final[Mapping[Outcome, tuple[DecisionReason, ...]]] = MappingProxyType(
    {
        Outcome.REINSTATE: (DecisionReason.NOT_IDENTIFYING, DecisionReason.WITHIN_RULES),
        Outcome.REDACT: _AGAINST,
        Outcome.PURGE: _AGAINST,
    }
)
"""The reasons a moderator may give for each outcome. ``REPLAYED`` is the operator's, by command."""


class DecisionState(StrEnum):
    """How far a decision has come."""

    DONE = "done"
    WAITS_FOR_SECOND = "waits_for_second"
    REFUSED = "refused"


class SpotCheckCause(StrEnum):
    """Why a stored text is looked at once more."""

    ATTESTATION = "attestation"
    RESCREENING = "rescreening"


class SpotCheckVerdict(StrEnum):
    """What came of it."""

    STANDS = "stands"
    OVERTURNED = "overturned"

    @property
    def label(self) -> str:
        """The verdict as printed."""
        return "It stands" if self is SpotCheckVerdict.STANDS else "Overturned"


class ScanState(StrEnum):
    """How far the proof of a purge has come."""

    WAITING = "waiting"
    CLEAN = "clean"
    COPIES_FOUND = "copies_found"
    UNSCANNED = "unscanned"


class Store(StrEnum):
    """Where a copy of a text could be."""

    DATABASE = "database"
    WRITE_AHEAD_LOG = "write_ahead_log"
    SEARCH_INDEX = "search_index"
    MAILBOX = "mailbox"
    OTHER_FILES = "other_files"

    @property
    def label(self) -> str:
        """The store as printed."""
        return self.value.replace("_", " ").replace("write ahead", "write-ahead").capitalize()
