"""Tells authors and cohorts from patients by what stands beside them: a year, a journal, a study."""

import re
from collections.abc import Sequence
from typing import Final

from medpeer.deid.tokens import Token
from medpeer.deid.words import WORD_CLASS

_CITED_WITHIN: Final = 4
_YEAR: Final = re.compile(r"(?:19[6-9]|20[0-3])\d")
_READ_ON: Final = 2
"""Words after a name that may cite it."""


def is_cited(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Say whether a year, a journal or a study stands beside a run: then it is an author or a cohort."""
    after = [token for token in tokens[end : end + _CITED_WITHIN] if token.word[0].isalnum()][:_READ_ON]
    if any(_YEAR.fullmatch(token.word) for token in after[:1]):
        return True
    if any(WORD_CLASS.get(token.word) == "cite" for token in after):
        return True
    before = tokens[start - 1 : start] if start else []
    return any(WORD_CLASS.get(token.word) == "cite" or token.word in {"vs", "per"} for token in before)
