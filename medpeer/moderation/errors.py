"""What moderation refuses with."""

from medpeer.core.errors import ConflictError, InvalidInputError, NotAllowedError, TooManyError


class ConflictOfInterestError(NotAllowedError):
    """The moderator took part in what the case is about, or reported it."""

    code = "moderation.conflict_of_interest"

    def __init__(self) -> None:
        """Say who decides instead."""
        super().__init__("You took part here, or reported it, so another moderator decides this case.")


class CaseClosedError(ConflictError):
    """Somebody settled the case meanwhile."""

    code = "moderation.case_closed"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This case was settled meanwhile. Go back to the queue for the next one.")


class HiddenMeanwhileError(ConflictError):
    """A text to be looked at was hidden by a report."""

    code = "moderation.hidden_meanwhile"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("It was reported and hidden meanwhile. The case decides; look at it again if it stands.")


class NotOverturnableError(ConflictError):
    """A note or a name stands where no report can hide it."""

    code = "moderation.not_overturnable"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This is no post and no message, so it cannot be hidden here. Tell your privacy officer.")


class NotOpenedError(ConflictError):
    """The moderator decides on a text they have not opened, or opened long ago."""

    code = "moderation.not_opened"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Open the text first, then decide. A text stays open for 30 minutes.")


class WrongReasonError(InvalidInputError):
    """The reason does not fit the decision."""

    code = "moderation.wrong_reason"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Choose the rule this decision rests on from the list.", field="reason")


class TellingNoteError(InvalidInputError):
    """The moderator's note repeats what is about to be removed."""

    code = "moderation.telling_note"

    def __init__(self) -> None:
        """Say what to do."""
        message = "Your note repeats a name or a number of the text, and notes are kept. Say it without them."
        super().__init__(message, field="note")


class UnchangedTextError(InvalidInputError):
    """A redaction that takes nothing out."""

    code = "moderation.unchanged_text"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Nothing was taken out. Change the text, or let it stand.", field="body")


class TooManyReportsError(TooManyError):
    """A member reported many things in a short time."""

    code = "moderation.too_many_reports"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("You have reported many things today. Moderators look at those first; report more tomorrow.")
