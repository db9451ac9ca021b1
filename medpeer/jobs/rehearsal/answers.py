"""What a rehearsal says of one line."""

import json
from dataclasses import dataclass
from enum import StrEnum

from medpeer.licensing.policy import Outcome


class Fault(StrEnum):
    """Why a line is no application that could be decided."""

    LINE_TOO_LONG = "line_too_long"
    LINE_BLANK = "line_blank"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    ID_TAKEN = "id_taken"
    FIELD_REPEATED = "field_repeated"
    FIELD_MISSING = "field_missing"
    FIELD_WRONG_TYPE = "field_wrong_type"
    FIELD_TOO_LONG = "field_too_long"
    FIELD_HAS_CONTROL_CHARACTERS = "field_has_control_characters"
    NPI_INVALID = "npi_invalid"
    NPI_WITH_LICENCE_ABROAD = "npi_with_licence_abroad"
    LICENCE_NUMBER_INVALID = "licence_number_invalid"
    EMAIL_INVALID = "email_invalid"
    EMAIL_UNPROVED = "email_unproved"
    STATE_UNKNOWN = "state_unknown"
    BIRTH_DATE_UNREADABLE = "birth_date_unreadable"
    TAXONOMY_UNREADABLE = "taxonomy_unreadable"
    TAXONOMY_DIFFERS = "taxonomy_differs"


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision on one line. ``id`` is the application's own, ``None`` where the line shows none."""

    id: str | int | None
    decision: Outcome
    reasons: tuple[str, ...]

    def as_json(self) -> str:
        """Return the answer as one line of ASCII, whatever the identifier holds."""
        return json.dumps({"id": self.id, "decision": self.decision.value, "reasons": list(self.reasons)})
