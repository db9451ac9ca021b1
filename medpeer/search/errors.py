"""What search refuses with."""

from medpeer.core.errors import MedpeerError


class IndexBrokenError(MedpeerError):
    """The index is missing or cannot be read; it is made anew from the database."""

    code = "search.index_broken"

    def __init__(self) -> None:
        """Say what happens next."""
        super().__init__("Search is being rebuilt. Try again in a minute; everything else works.")


class IndexBusyError(MedpeerError):
    """Another writer holds the index."""

    code = "search.index_busy"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("The index is being written by another process. Try again in a minute.")
