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


class InvalidPlaceError(InvalidInputError):
    """No state or country has the code given; nothing was recorded."""

    code = "licensing.invalid_place"

    def __init__(self) -> None:
        """Name the field, and what to do."""
        super().__init__("Choose the state or country that licenses you.", field="licence_state")


class ClaimClosedError(ConflictError):
    """The claim was decided, changed or withdrawn since the page was opened."""

    code = "licensing.claim_closed"


class NumberHeldError(ConflictError):
    """The number belongs to another account already: one human, one account."""

    code = "licensing.number_held"


class SameReviewerError(ConflictError):
    """A hold or an appeal needs a reviewer who decided nothing of it before."""

    code = "licensing.same_reviewer"

    def __init__(self) -> None:
        """Say who can go on."""
        super().__init__("You decided on this applicant before. A hold or an appeal goes to another reviewer.")


class SecondReviewerError(ConflictError):
    """A claim takes the word of two reviewers, and this one gave theirs."""

    code = "licensing.second_reviewer"

    def __init__(self) -> None:
        """Say who goes on."""
        super().__init__("You gave your word already. It takes another reviewer, who reads the document too.")


class LastWordSaidError(ConflictError):
    """Two appeals were decided; there is no third."""

    code = "licensing.last_word_said"

    def __init__(self) -> None:
        """Say that it is over, and what is left."""
        super().__init__("Two reviewers have decided on your appeals. There is no further one here.")


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


class ImportRunningError(RegisterFileError):
    """Another import of the same register is under way."""

    code = "licensing.import_running"

    def __init__(self, register: str) -> None:
        """Say which, and what to do."""
        super().__init__(f"another import of {register} is running. Start again when it has ended.")


class ManifestError(InvalidInputError):
    """A board's manifest is wrong; ``faults`` are sentences, one for each fault."""

    code = "licensing.manifest"

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults and print one a line."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class NoAddressError(InvalidInputError):
    """The register holds no address of this kind for the number."""

    code = "licensing.no_address"

    def __init__(self) -> None:
        """Say what else there is."""
        super().__init__("The register holds no such address for your number. Choose another way.", field="channel")


class TooManyCodesError(TooManyError):
    """The month's codes for a person or a number are sent."""

    code = "licensing.too_many_codes"

    def __init__(self) -> None:
        """Say what else there is, and nothing of who asked."""
        super().__init__("No further code goes to this address for now. Choose another way, or write to the reviewer.")


class TooManyDocumentsError(TooManyError):
    """A person's documents are as many as one may leave."""

    code = "licensing.too_many_documents"


class DocumentGoneError(ConflictError):
    """A document was destroyed, or its file cannot be read."""

    code = "licensing.document_gone"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This document is no longer here. Ask the applicant for another.")


class NotLookedAtError(ConflictError):
    """A reviewer believes only what they have seen."""

    code = "licensing.not_looked_at"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Look at the document first; then say whether it shows them.")


class MayNotVouchError(NotAllowedError):
    """The member cannot vouch now."""

    code = "licensing.may_not_vouch"


class TooManyAskedError(TooManyError):
    """An applicant asked as many colleagues as one may."""

    code = "licensing.too_many_asked"
