"""What a change of address refuses with."""

from medpeer.core.errors import InvalidInputError, MedpeerError, NotAllowedError


class SameAddressError(InvalidInputError):
    """The new address is the present one."""

    code = "addresses.same_address"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This is your address already. Give the one that comes in its place.", field="email")


class DeadChangeError(MedpeerError):
    """A mailed link about a change of address has ended."""

    code = "addresses.dead_change"

    def __init__(self) -> None:
        """Say what to do next; whether the address was taken meanwhile is not told apart."""
        super().__init__(
            "This change was made, stopped or ran out. Sign in: your account page says which address counts."
        )


class OthersChangeError(NotAllowedError):
    """Whoever reads the new mailbox is not signed in to the account that asked: they may not know it at all."""

    code = "addresses.others_change"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Sign in to the account whose address is to change, then say so.")
