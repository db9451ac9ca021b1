"""``RawText``: what a person typed and nobody has checked. It may hold PHI and cannot be let out by accident."""

from typing import Final, NoReturn

REDACTED: Final = "<raw text>"


class RawText:
    """An unchecked text. Printing shows a placeholder; formatting, joining and pickling raise.

    Line ends are normalised to line feeds, so that offsets agree between browser and server.
    """

    __slots__ = ("_typed",)

    def __init__(self, typed: str) -> None:
        """Wrap ``typed``."""
        self._typed = typed.replace("\r\n", "\n").replace("\r", "\n")

    def open_for_check(self) -> str:
        """Return the text itself: for the gate, and for a form shown again to whoever typed it.

        A test keeps the list of callers.
        """
        return self._typed

    def is_blank(self) -> bool:
        """Tell whether nothing but white space was typed."""
        return not self._typed.strip()

    def __repr__(self) -> str:
        """Return a placeholder."""
        return REDACTED

    __str__ = __repr__

    def __format__(self, format_spec: str) -> NoReturn:
        """Refuse: a format string is on its way to a log or a page."""
        raise TypeError(REDACTED)

    def __reduce__(self) -> NoReturn:
        """Refuse: a pickle is on its way to a disk or another process."""
        raise TypeError(REDACTED)
