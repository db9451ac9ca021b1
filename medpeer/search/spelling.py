"""Near spellings, from the reviewed list of terms alone: what members wrote is never offered to others."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final

from medpeer.search.analyser import keys
from medpeer.search.letters import americanise, fold
from medpeer.search.terms import CONCEPTS, by_keys

_CLOSE: Final = 0.85
_MIN_CHARS: Final = 5
_OFFERED: Final = 2


@cache
def _words() -> dict[str, str]:
    """Return the words of the list's names as they are written there, by their folded British and American forms."""
    names = (name for concept in CONCEPTS for name in concept.names)
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) >= _MIN_CHARS}
    return {form: word for word in sorted(words) for form in (fold(word), americanise(fold(word)))}


def nearest_words(typed: str) -> tuple[str, ...]:
    """Return words of the list that ``typed`` may have been meant for; none for a word that is in it."""
    known, folded = _words(), fold(typed)
    if (
        len(folded) < _MIN_CHARS
        or not known.keys().isdisjoint({folded, americanise(folded)})
        or keys(typed) in by_keys()
    ):
        return ()
    near = get_close_matches(folded, known, n=_OFFERED * 2, cutoff=_CLOSE)
    return tuple(dict.fromkeys(known[form] for form in near))[:_OFFERED]
