"""The house's own words, in use for every verdict of this process from its start on."""

from medpeer.deid import LocalWords


class _House:
    """Holds what the operator gave; one for the process, so that no caller of the gate can forget it."""

    words: LocalWords | None = None


def use_local_words(words: LocalWords | None) -> None:
    """Put the house's own words, or none, in use: once, while the application is built."""
    _House.words = words


def local_words() -> LocalWords | None:
    """Return the words in use."""
    return _House.words
