"""Cuts words into the pieces the encoder knows: greedy, longest first (WordPiece, Wu et al. 2016)."""

from collections.abc import Sequence
from typing import Final

_MOST_CHARS: Final = 40
"""Letters of a word that are looked at; a longer run of letters is no word. It bounds the work of one word as well."""

_INSIDE: Final = "##"


class Pieces:
    """The vocabulary of an encoder: ``words`` in the order of their numbers, pieces inside words begin with ``##``."""

    def __init__(self, words: Sequence[str], *, unknown: str = "[UNK]") -> None:
        """Index the vocabulary; ``unknown`` stands for letters that it does not know."""
        self._numbers = {word: number for number, word in enumerate(words)}
        self._unknown = self._numbers[unknown]

    def number(self, word: str) -> int:
        """Return the number of a word that the vocabulary holds whole."""
        return self._numbers[word]

    def of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the pieces of a word in lower case; one unknown where it cannot be cut.

        Nothing is remembered: a word that has to be cut may be a patient's name, and must not outlive its text.
        """
        if word in self._numbers:
            return (self._numbers[word],)
        word = word[:_MOST_CHARS]
        found: list[int] = []
        at = 0
        while at < len(word):
            end = self._end(word, at)
            if end == at:
                return (self._unknown,)
            found.append(self._numbers[_piece(word, at, end)])
            at = end
        return tuple(found)

    def _end(self, word: str, at: int) -> int:
        """Give the end of the longest known piece that begins at ``at``, or ``at`` where there is none."""
        return next((end for end in range(len(word), at, -1) if _piece(word, at, end) in self._numbers), at)


def _piece(word: str, at: int, end: int) -> str:
    """Give a piece as the vocabulary spells it."""
    return _INSIDE + word[at:end] if at else word[:end]
