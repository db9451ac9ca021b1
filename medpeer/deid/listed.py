"""Names by the word lists alone: what the engine goes by when its model is missing."""

from collections.abc import Iterator, Sequence
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, WORD, level
from medpeer.deid.tokens import Token
from medpeer.deid.values import Candidate

_DOUBTFUL: Final = 0.4
"""Score of a listed name: under the usual threshold, over the stricter one."""

_COMMON: Final = 3
_LEAST_CHARS: Final = 3


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
