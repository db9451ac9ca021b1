"""What accounts refuse with. Wrong address and wrong password answer alike."""

from medpeer.core.errors import ConflictError, InvalidInputError, MedpeerError, NotAllowedError


class WrongCredentialsError(MedpeerError):
    """Address and password do not belong together, or no account has proved the address."""

    code = "accounts.wrong_credentials"

    def __init__(self) -> None:
        """Say what to do, without saying which of the two was wrong."""
        super().__init__(
            "That address and password do not belong together, or the address is not proved yet. Check both, or open "
            "the link we mailed when you signed up."
        )


class WeakPasswordError(InvalidInputError):
    """The password is too short, common or known from a breach."""

    code = "accounts.weak_password"


class InvalidEmailError(InvalidInputError):
    """The address cannot receive mail."""

    code = "accounts.invalid_email"


class DeadLinkError(MedpeerError):
    """A mailed link was used, replaced or is too old."""

    code = "accounts.dead_link"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__(
            "This link was used already or is more than a day old. Sign in if you used it. If not, sign up once more, "
            "and a new one is sent."
        )


class StandingConflictError(ConflictError):
    """A standing cannot follow the one that the person has now."""

    code = "accounts.standing_conflict"

    def __init__(self) -> None:
        """Say that somebody else was faster: no page offers a step that is not in the table."""
        super().__init__("This account changed since the page was opened. Open it again to see where it stands.")


class TierForbidsError(NotAllowedError):
    """The member's licence does not carry this."""

    code = "accounts.tier_forbids"
