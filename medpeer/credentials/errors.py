"""What credentials refuse with."""

from medpeer.core.errors import ConflictError, InvalidInputError, MedpeerError, TooManyError


class WrongCodeError(InvalidInputError):
    """The code is not the one expected now, or was used already."""

    code = "credentials.wrong_code"

    def __init__(self) -> None:
        """Say what to do, without saying how close it was."""
        super().__init__(
            "This code does not fit, or was used already. Wait for the next one and check the phone’s clock.",
            field="code",
        )


class StaleSlipError(MedpeerError):
    """The page was open for too long, belongs to another session, or was sent twice."""

    code = "credentials.stale_slip"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("This page was open for too long. Start again.")


class DeadSignInLinkError(MedpeerError):
    """A mailed link to sign in was used, is too old, or never was."""

    code = "credentials.dead_sign_in_link"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("This link was used already or is more than half an hour old. Sign in to have a new one sent.")


class TooManyCodesError(TooManyError):
    """Wrong codes were given too often, from browsers that the account's owner has not used before."""

    code = "credentials.too_many_codes"

    def __init__(self) -> None:
        """Say how the owner gets past it."""
        super().__init__("Too many wrong codes. Sign in again: a link goes to your address, and lets you try anew.")


class PasskeyRefusedError(MedpeerError):
    """What the browser sent is no passkey of this account, or does not stand up to checking."""

    code = "credentials.passkey_refused"

    def __init__(self) -> None:
        """Say what to do next; an unknown passkey and a wrong signature look the same."""
        super().__init__("This passkey was not accepted. Try again, or sign in another way.")


class AuthenticatorInUseError(ConflictError):
    """There is an authenticator app already."""

    code = "credentials.authenticator_in_use"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("An authenticator app is set up already. Remove it first to set up another.")


class DeadResetError(MedpeerError):
    """A mailed link to a new password was used, replaced or is too old."""

    code = "credentials.dead_reset"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("This link was used already, or is more than an hour old. Ask for a new one.")
