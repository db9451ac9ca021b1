"""What the gate refuses with. No error here holds text that a person typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from medpeer.core.errors import InvalidInputError, MedpeerError
from medpeer.gate.findings import Verdict
from medpeer.gate.regions import RegionFinding

CONFIRMED: Final = "confirmed"
"""The form field by which an author gives that word."""


class IdentifiersFoundError(MedpeerError):
    """The text identifies somebody, or may; ``findings`` gives places, categories and suggestions a refused field.

    ``verdicts`` are those of all fields that were judged, so that nobody who shows the form again judges them again.
    """

    code = "gate.identifiers_found"

    def __init__(self, verdicts: Mapping[str, Verdict], refused: Iterable[str]) -> None:
        """Keep the verdict on each form field, and the findings of the ``refused`` ones."""
        findings = {field: verdicts[field].findings for field in refused}
        count = sum(len(found) for found in findings.values())
        super().__init__(f"{count} thing{'s' if count != 1 else ''} here may identify a patient. Nothing was stored.")
        self.findings = findings
        self.verdicts = verdicts


class UnusableTextError(InvalidInputError):
    """The text is empty, too long or holds characters that hide what is written."""

    code = "gate.unusable_text"


class IdentifiersInImageError(MedpeerError):
    """The picture shows who it is, or may; ``regions`` gives the places, in pixels of the picture as it was sent in."""

    code = "gate.identifiers_in_image"

    def __init__(self, regions: Sequence[RegionFinding]) -> None:
        """Keep every place that was found, also those that are settled."""
        super().__init__(
            "Writing or a face in this picture may identify a patient. Cover it, or say what it is. Nothing was stored."
        )
        self.regions = tuple(regions)


class UnusableImageError(InvalidInputError):
    """The file is no picture that can be taken; the advice says what to do."""

    code = "gate.unusable_image"


class UnconfirmedError(InvalidInputError):
    """A recognisable text on a sensitive topic waits for its author: more general, or their word that it is."""

    code = "gate.unconfirmed"

    def __init__(self, verdicts: Mapping[str, Verdict]) -> None:
        """Say what to do, and keep the verdict on each form field."""
        message = (
            "Together these details could point at one person, on a topic where that does harm. Make them more "
            "general, or confirm that they are as general as the question allows. Nothing was stored."
        )
        super().__init__(message, field=CONFIRMED)
        self.verdicts = verdicts


class UnclearedTextError(MedpeerError):
    """The program tried to store a text that the gate has not seen: a defect, never a person's doing."""

    code = "gate.uncleared_text"

    def __init__(self) -> None:
        """Say what is wrong, without the text."""
        super().__init__("A text was about to be stored without a clearance. Nothing was stored.")
