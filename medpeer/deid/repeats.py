"""One person, one verdict: the other places of surely found names in the same text."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.evidence import LEAST
from medpeer.deid.lexicon import WORD, level
from medpeer.deid.tagging import Tagging
from medpeer.deid.tokens import Token
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

_SURE: Final = 0.8
"""Score from which on a name behind a title or field label is looked for in the rest of the text."""

_VERY_SURE: Final = 0.9
"""Score from which on a name known by its sentence alone is."""

_AGAIN: Final = 0.7
"""Score of a name's other places; the author's call unless the sentence there says more."""

_CLAIMED: Final = frozenset({"name.mister", "name.titled", "name.field", "name.kin"})
_TELLING_CHARS: Final = 3
_COMMON: Final = 4


def repeated(tokens: Sequence[Token], tags: Sequence[Tagging], found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the other places of the words in surely found names."""
    titled, known = _name_words(tokens, [one for one in found if one.category is Category.NAME])
    for token, mark in zip(tokens, tags, strict=True):
        heard = mark.probability >= LEAST
        cased = token.shape != "x" or level(token.value, WORD) == 0
        if (token.word in titled and cased) or (token.word in known and heard):
            yield Candidate(token.start, token.end, Category.NAME, _AGAIN, "name.again")


def _name_words(tokens: Sequence[Token], names: Iterable[Candidate]) -> tuple[set[str], set[str]]:
    """Give the telling words of names that a title or field claims, and of names the model is sure of."""
    starts = [token.start for token in tokens]
    titled: set[str] = set()
    known: set[str] = set()
    for one in names:
        claimed = one.rule in _CLAIMED and one.score >= _SURE
        if not claimed and one.score < _VERY_SURE:
            continue
        at = bisect_left(starts, one.start)
        while at < len(tokens) and tokens[at].start < one.end:
            if _is_telling(tokens[at]):
                (titled if claimed else known).add(tokens[at].word)
            at += 1
    return titled, known


def _is_telling(token: Token) -> bool:
    """Say whether a word names a person by itself wherever it stands: no short, common, clinical or eponymous word."""
    if len(token.word) < _TELLING_CHARS or not token.word.isalpha():
        return False
    if token.word in EPONYMS or token.word in WORD_CLASS:
        return False
    return level(token.value, WORD) < _COMMON
