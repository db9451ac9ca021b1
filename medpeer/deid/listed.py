"""Names by the word lists alone: the commonest names in full, and what the engine goes by when its model is missing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.citing import is_cited
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, WORD, level
from medpeer.deid.tokens import Token
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

_DOUBTFUL: Final = 0.4
"""Score of a listed name: under the usual threshold, over the stricter one."""

_FULL: Final = 0.7
"""Score of a name in full: the author is told."""

_NAMED: Final = frozenset({"Xx", "XX"})
_WELL_KNOWN: Final = 2
_COMMON: Final = 3
_LEAST_CHARS: Final = 3


def full_names(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield each common given name that stands before a common surname, as in "Mary Jones".

    The models know rare names from the words around them, and take the commonest surnames for eponyms. Hardly anything
    but a person is called so; it may be an author, a painter or a singer, so it is told and not decided.
    """
    for at, (given, last) in enumerate(pairwise(tokens)):
        if not last.breaks and is_full_name(given, last) and not is_cited(tokens, at, at + 2):
            yield Candidate(given.start, last.end, Category.NAME, _FULL, "name.full")


def is_full_name(given: Token, last: Token) -> bool:
    """Say whether two words are a common given name and a common surname, and not the two names of an eponym."""
    is_glued = given.breaks == 1 or len(given.word) < _LEAST_CHARS
    if is_glued or given.shape not in _NAMED or last.shape != given.shape or last.word in WORD_CLASS:
        return False
    both_eponyms = given.word in EPONYMS and last.word in EPONYMS
    return _is_given(given) and level(last.value, LAST) >= _WELL_KNOWN and not both_eponyms


def _is_given(word: Token) -> bool:
    """Say whether a word is a common given name, or a well-known one and nothing else."""
    if level(word.value, FIRST) >= _COMMON:
        return level(word.value, PLACE) < _COMMON
    others = level(word.value, WORD) or level(word.value, MEDICAL) or level(word.value, PLACE) >= _WELL_KNOWN
    return level(word.value, FIRST) >= _WELL_KNOWN and not others and word.word not in EPONYMS


def listed_names(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield every capitalised word that is on a list of names and is no common, clinical or eponymous word."""
    for token in tokens:
        if token.shape == "Xx" and len(token.word) >= _LEAST_CHARS and _is_name(token):
            yield Candidate(token.start, token.end, Category.NAME, _DOUBTFUL, "name.listed")


def _is_name(token: Token) -> bool:
    """Say whether the lists know a word as a name and as nothing else."""
    if token.word in EPONYMS or level(token.value, MEDICAL) or level(token.value, WORD) >= _COMMON:
        return False
    return bool(level(token.value, FIRST) or level(token.value, LAST))
