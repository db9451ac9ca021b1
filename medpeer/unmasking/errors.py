"""What unmasking refuses with."""

from medpeer.core.errors import ConflictError, InvalidInputError, NotAllowedError


class SamePersonError(NotAllowedError):
    """Whoever asked would agree with themself."""

    code = "unmasking.same_person"

    def __init__(self) -> None:
        """Say who decides instead."""
        super().__init__("You asked for this, so another privacy officer decides.")


class SettledError(ConflictError):
    """The request was settled or ran out meanwhile."""

    code = "unmasking.settled"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This request was settled or ran out meanwhile. Go back to the list.")


class NobodyThereError(InvalidInputError):
    """There is no such post or message with a handle on it."""

    code = "unmasking.nobody_there"

    def __init__(self) -> None:
        """Say what to check."""
        message = "There is no post or message of this number that you may ask about. Check its address."
        super().__init__(message, field="content_id")
