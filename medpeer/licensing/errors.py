"""What licensing refuses with."""

from collections.abc import Sequence

from medpeer.core.errors import ConflictError, InvalidInputError, NotAllowedError, TooManyError


class UnfitReasonError(InvalidInputError):
    """A reviewer's reason does not carry the decision."""

    code = "licensing.unfit_reason"


class NotSeniorError(InvalidInputError):
    """Only a senior reviewer approves a held claim."""

    code = "licensing.not_senior"


class InvalidNumberError(InvalidInputError):
    """An NPI or a licence number cannot be one; nothing was recorded."""

    code = "licensing.invalid_number"


class ClaimClosedError(ConflictError):
    """The claim was decided, changed or withdrawn since the page was opened."""

    code = "licensing.claim_closed"


class NumberHeldError(ConflictError):
    """The number belongs to another account already: one human, one account."""

    code = "licensing.number_held"


class NoClaimNowError(NotAllowedError):
    """The account's standing does not allow a claim now."""

    code = "licensing.no_claim_now"


class TooManyClaimsError(TooManyError):
    """Too many claims or notes in a day."""

    code = "licensing.too_many_claims"


class RegisterFileError(InvalidInputError):
    """A register file cannot be read; ``line`` counts from 1, ``column`` names the header's column where known."""

    code = "licensing.register_file"

    def __init__(self, advice: str, *, line: int | None = None, column: str | None = None) -> None:
        """Keep the place and put it before ``advice``."""
        place = ", ".join(filter(None, (f"line {line}" if line else "", f"column “{column}”" if column else "")))
        super().__init__(f"{place}: {advice}" if place else advice)
        self.line = line
        self.column = column


class ManifestError(InvalidInputError):
    """A board's manifest is wrong; ``faults`` are sentences, one for each fault."""

    code = "licensing.manifest"

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults and print one a line."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
