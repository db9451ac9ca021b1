"""The domain-error base: each error has a stable code; the edges alone know status numbers."""

from typing import ClassVar


class MedpeerError(Exception):
    """Any refusal the product makes on purpose.

    ``code`` is stable and safe to log; ``advice`` says to the person what to do next and holds nothing they typed.
    """

    code: ClassVar[str] = "core.error"

    def __init__(self, advice: str) -> None:
        """Keep ``advice``, a sentence for the person."""
        super().__init__(advice)
        self.advice = advice


class NotFoundError(MedpeerError):
    """There is no such thing, or the actor may not know of it: the two look the same."""

    code = "core.not_found"

    def __init__(self, advice: str = "There is nothing here, or it is not open to you.") -> None:
        """Keep ``advice``."""
        super().__init__(advice)


class NotAllowedError(MedpeerError):
    """The actor may see the thing but not do this to it."""

    code = "core.not_allowed"


class ConflictError(MedpeerError):
    """The thing changed since the actor last saw it."""

    code = "core.conflict"


class InvalidInputError(MedpeerError):
    """What was typed cannot be taken; ``field`` names the form field at fault."""

    code = "core.invalid_input"

    def __init__(self, advice: str, *, field: str | None = None) -> None:
        """Keep ``advice`` and the name of the form field at fault."""
        super().__init__(advice)
        self.field = field


class TooManyError(MedpeerError):
    """A limit on how often something may be done was reached."""

    code = "core.too_many"
