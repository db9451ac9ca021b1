"""What the gate refuses with. No error here holds text that a person typed."""

from collections.abc import Mapping, Sequence

from medpeer.core.errors import InvalidInputError, MedpeerError
from medpeer.gate.findings import Finding


class IdentifiersFoundError(MedpeerError):
    """The text identifies somebody, or may; ``findings`` gives places, categories and suggestions a field."""

    code = "gate.identifiers_found"

    def __init__(self, findings: Mapping[str, Sequence[Finding]]) -> None:
        """Keep the findings of each form field."""
        count = sum(len(found) for found in findings.values())
        super().__init__(f"{count} thing{'s' if count != 1 else ''} here may identify a patient. Nothing was stored.")
        self.findings = {field: tuple(found) for field, found in findings.items()}


class UnusableTextError(InvalidInputError):
    """The text is empty, too long or holds characters that hide what is written."""

    code = "gate.unusable_text"


class UnclearedTextError(MedpeerError):
    """The program tried to store a text that the gate has not seen: a defect, never a person's doing."""

    code = "gate.uncleared_text"

    def __init__(self) -> None:
        """Say what is wrong, without the text."""
        super().__init__("A text was about to be stored without a clearance. Nothing was stored.")
