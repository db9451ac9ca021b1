"""An operator's own words: hospitals, wards and codes that only the house knows, from a plain text file.

A heading in brackets says what the lines below it are: ``[places]`` (also without any heading), ``[names]``,
``[numbers]``, or ``[never]`` for what must not be taken for an identifier. ``#`` stands for one figure, a blank for any
blanks; letter case does not matter; lines that begin with ``;`` are remarks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.normal import normalise
from medpeer.deid.values import Candidate

_HEADINGS: Final = {"places": Category.LOCATION, "names": Category.NAME, "numbers": Category.OTHER, "never": None}
_SCORE: Final = 0.97
_LEAST_CHARS: Final = 2
_EMPTY: Final = re2.compile(r"[^\x00-\x{10FFFF}]")
_MATCHER_BYTES: Final = 64 * 1024 * 1024


class LocalWordsError(ValueError):
    """Raised for a file of local words that cannot be understood; names the line, never what stands in it."""


@dataclass(frozen=True, slots=True)
class LocalWords:
    """Phrases by category; phrases of category ``None`` are never identifiers. Hashable, and cheap to pass on."""

    phrases: tuple[tuple[Category | None, str], ...]

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield where the phrases stand in folded ``text``, as whole words; linear in its length."""
        for category, pattern in _compiled(self):
            if category is not None:
                for hit in pattern.finditer(text):
                    start, end = hit.span(1)
                    yield Candidate(start, end, category, _SCORE, f"local.{category.name.lower()}")

    def without_harmless(self, text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Give the candidates that do not lie wholly in a phrase which is never an identifier."""
        spared = sorted(
            hit.span(1) for kind, pattern in _compiled(self) if kind is None for hit in pattern.finditer(text)
        )
        starts = [start for start, _ in spared]
        return [one for one in candidates if not _is_inside(one, starts, spared)]


def _is_inside(found: Candidate, starts: Sequence[int], spared: Sequence[tuple[int, int]]) -> bool:
    """Say whether a candidate lies wholly in one of the ordered stretches."""
    at = bisect_right(starts, found.start) - 1
    return at >= 0 and found.end <= spared[at][1]


def read_local_words(path: Path) -> LocalWords:
    """Read a file of local words.

    Raises:
        OSError: the file cannot be read.
        LocalWordsError: it is not UTF-8, a heading is unknown, a line holds too little, or there are too many words.
    """
    content = path.read_bytes()
    try:
        return parse_local_words(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        message = f"line {content.count(10, 0, problem.start) + 1}: this is not UTF-8 text"
        raise LocalWordsError(message) from None


def parse_local_words(content: str) -> LocalWords:
    """Read local words from the content of a file; raises ``LocalWordsError`` as ``read_local_words`` does."""
    phrases: list[tuple[Category | None, str]] = []
    kind: Category | None = Category.LOCATION
    for number, line in enumerate(content.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith(";"):
            continue
        if words.startswith("["):
            kind = _heading(words, number)
        else:
            phrases.append((kind, _phrase(words, number)))
    return _usable(LocalWords(tuple(dict.fromkeys(phrases))))


def _phrase(words: str, number: int) -> str:
    """Fold one line as texts are folded; refuse one of which too little is left, for it would match everywhere."""
    folded = normalise(words).text.strip()
    if sum(char.isalnum() or char == "#" for char in folded) >= _LEAST_CHARS:
        return folded
    message = f"line {number}: a local word has at least {_LEAST_CHARS} letters or figures"
    raise LocalWordsError(message)


def _usable(words: LocalWords) -> LocalWords:
    """Compile the words now, so that a list beyond the matcher's reach is refused here and not at the first text."""
    try:
        _compiled(words)
    except re2.error:
        message = f"line 1: {len(words.phrases):,} local words are more than can be looked for at once"
        raise LocalWordsError(message) from None
    return words


def _heading(words: str, number: int) -> Category | None:
    """Read a heading."""
    name = words.strip("[] ").lower()
    if name not in _HEADINGS:
        message = f"line {number}: a heading is one of {', '.join(f'[{known}]' for known in _HEADINGS)}"
        raise LocalWordsError(message)
    return _HEADINGS[name]


@lru_cache(maxsize=8)
def _compiled(words: LocalWords) -> tuple[tuple[Category | None, Any], ...]:
    """Compile one pattern for each category."""
    return tuple(
        (kind, _pattern([phrase for own, phrase in words.phrases if own is kind])) for kind in _HEADINGS.values()
    )


def _pattern(phrases: list[str]) -> Any:
    """Make one pattern of many phrases; the longest is tried first."""
    if not phrases:
        return _EMPTY
    either = "|".join(_one(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    options = re2.Options()
    # A house's words stay out of the log, where the matcher would write a pattern that it cannot take.
    options.log_errors, options.max_mem = False, _MATCHER_BYTES
    # The blank after a word is left to the next word where it can be: two bed codes may stand side by side.
    return re2.compile(rf"(?i)(?:^|[^\pL\pN])({either})(?:$|\b|[^\pL\pN])", options)


def _one(phrase: str) -> str:
    """Make the pattern of one phrase."""
    pieces = (r"\d".join(re2.escape(part) for part in word.split("#")) for word in phrase.split())
    return r"\s+".join(pieces)
