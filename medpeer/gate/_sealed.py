"""What every verdict of the gate has in common: only the gate makes it, and it is neither changed, shown nor sent."""

from typing import ClassVar, NoReturn

from medpeer.gate._seal import SEAL, Seal


class Sealed:
    """Base of what ``examine_…`` returns; lives as long as its request."""

    __slots__ = ()
    placeholder: ClassVar[str]
    """What is shown in place of the value."""

    def _hold(self, seal: Seal, /, **parts: object) -> None:
        check_seal(seal)
        for name, value in parts.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a verdict holds for one thing on one surface."""
        raise TypeError(self.placeholder)

    def __repr__(self) -> str:
        """Return a placeholder."""
        return self.placeholder

    def __format__(self, format_spec: str) -> NoReturn:
        """Refuse: a format string is on its way to a log or a page."""
        raise TypeError(self.placeholder)

    def __reduce__(self) -> NoReturn:
        """Refuse: neither copied, nor sent to a disk or another process."""
        raise TypeError(self.placeholder)


def check_seal(seal: Seal) -> None:
    """Refuse whoever does not hold the seal.

    Raises:
        TypeError: ``seal`` is not the gate's own.
    """
    if seal is not SEAL:
        message = "only the gate examines and clears"
        raise TypeError(message)
