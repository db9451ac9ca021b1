"""``RawImage``: a file as somebody sent it and nobody has checked. Its name stays behind; its bytes cannot slip out."""

from typing import Final, NoReturn

REDACTED: Final = "<raw image>"


class RawImage:
    """An unchecked file, in memory alone. Printing shows a placeholder; formatting and pickling raise."""

    __slots__ = ("_sent", "says_picture")

    def __init__(self, sent: bytes, *, says_picture: bool = False) -> None:
        """Wrap ``sent``; only the content counts, and the name that came with it is not kept.

        ``says_picture`` tells that it came as a picture of the usual kinds, which a DICOM file is not.
        """
        self._sent = sent
        self.says_picture = says_picture

    def open_for_check(self) -> bytes:
        """Return the bytes themselves: for the gate alone. A test keeps the list of callers."""
        return self._sent

    def is_empty(self) -> bool:
        """Tell whether nothing was sent."""
        return not self._sent

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
