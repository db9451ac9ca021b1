"""What signing in by a hospital refuses with. What the hospital said is in no sentence."""

from medpeer.core.errors import ConflictError, MedpeerError


class HospitalSilentError(MedpeerError):
    """The hospital's sign-in did not answer, or not as the standard says."""

    code = "hospitals.silent"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__("Your hospital’s sign-in does not answer now. Sign in another way, or try again later.")


class HospitalRefusedError(MedpeerError):
    """The hospital signed nobody in, or its word does not stand up to checking."""

    code = "hospitals.refused"

    def __init__(self) -> None:
        """Say what to do next; a false word and a cancelled sign-in look the same."""
        super().__init__("Your hospital did not sign you in. Try again, or sign in another way.")


class NotLinkedError(MedpeerError):
    """No account goes with this sign-in; whether one has the address is not told."""

    code = "hospitals.not_linked"

    def __init__(self) -> None:
        """Say what to do next."""
        super().__init__(
            "This hospital sign-in opens no account yet. Sign in another way, then link it under “Ways to sign in”."
        )


class LinkRefusedError(ConflictError):
    """The sign-in goes with an account already, or the account with another sign-in there."""

    code = "hospitals.link_refused"

    def __init__(self) -> None:
        """Say what to do next, without saying which of the two it is."""
        super().__init__("This hospital sign-in could not be linked. Remove an older link to this hospital first.")
