"""What rooms refuse with."""

from medpeer.core.errors import ConflictError, InvalidInputError, NotAllowedError


class ReadOnlyMemberError(NotAllowedError):
    """The person may read rooms but not add to them."""

    code = "chat.read_only_member"

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__("You may read here, but not write: your licence needs confirming. Your account page says how.")


class BadClientKeyError(InvalidInputError):
    """The key that makes a message unique was missing or malformed."""

    code = "chat.bad_client_key"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This page was out of date. Copy your text, reload the page and send it again.")


class PurgedMessageError(ConflictError):
    """The message was purged: nothing is left that could be shown or changed."""

    code = "chat.purged_message"

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This message was purged. Nothing of it is kept.")


class ReusedClientKeyError(ConflictError):
    """One form was sent twice with different texts: the first is stored, the second must not be taken for it."""

    code = "chat.reused_client_key"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This was sent already, in other words. Copy your text, reload the page and send it.")
