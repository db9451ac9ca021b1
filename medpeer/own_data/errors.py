"""What own data refuses with."""

from medpeer.core.errors import ConflictError, TooManyError


class OwnDataGoneError(ConflictError):
    """The file was fetched, is too old, or was taken back."""

    code = "own_data.gone"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("This file was fetched already, or is more than a day old. Ask for a new one.")


class OwnDataTooOftenError(TooManyError):
    """As many files as a day allows were asked for."""

    code = "own_data.too_often"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("You asked for three files within a day. Ask again tomorrow.")
