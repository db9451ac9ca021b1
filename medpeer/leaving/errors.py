"""What leaving refuses with."""

from medpeer.core.errors import MedpeerError


class DeadStayError(MedpeerError):
    """A mailed link that keeps an account has ended."""

    code = "leaving.dead_stay"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("This account was kept already, or it is gone. Sign in to see.")
