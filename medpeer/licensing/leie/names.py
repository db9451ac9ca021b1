"""Finding a person on the exclusion list by name alone: nine of ten entries have no number. Pure.

An entry is stored under each spelling that somebody may look it up by, and a person is looked up under each spelling
of their own; whoever meets is then compared as a whole. So one index finds marks, hyphens, double surnames and their
halves, short forms and two letters exchanged.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from medpeer.licensing.names import NameMatch, PersonName, fold, match_name, spelling, usual_forms

# Parts of double names that many unrelated people share.
_PARTICLES: Final = frozenset(
    "abu al bin da dal das de del della den der di dos du el ibn la las le los ter van von".split()
)
_MIN_PART: Final = 3


def stored_keys(name: PersonName) -> frozenset[str]:
    """Return the keys under which an entry stands: each form of its last name with the initial of its first."""
    initial = spelling(name.first)[:1]
    return frozenset(f"{last} {initial}" for last in _last_forms(name.last))


def lookup_keys(names: Iterable[PersonName]) -> frozenset[str]:
    """Return the keys under which an entry of anybody with one of ``names`` stands."""
    return frozenset(key for name in names for key in _keys_of(name))


def is_same_name(given: PersonName, held: PersonName) -> bool:
    """Tell whether two names are one person's as far as a name can say; half of a double last name is enough."""
    pairs = product(_with_parts(given), _with_parts(held))
    return any(match_name(one, (other,)) is NameMatch.STRONG for one, other in pairs)


def _keys_of(name: PersonName) -> Iterator[str]:
    lasts = {*_last_forms(name.last), *_exchanged(spelling(name.last))}
    # Two letters exchanged at the start of the first name.
    first = spelling(name.first)
    initials = {form[:1] for form in usual_forms(name.first)} | {first[:1], first[1:2]}
    yield from (f"{last} {initial}" for last, initial in product(lasts, initials))
    # First and last exchanged.
    yield f"{first} {spelling(name.last)[:1]}"


def _last_forms(last: str) -> frozenset[str]:
    parts = _parts(last)
    return frozenset({spelling(last), *(map(spelling, parts) if len(parts) > 1 else ())}) - {""}


def _parts(last: str) -> list[str]:
    return [word for word in fold(last).split() if len(word) >= _MIN_PART and word not in _PARTICLES]


def _with_parts(name: PersonName) -> Iterator[PersonName]:
    yield name
    # A second name is a maiden name in one list and left out of another.
    yield PersonName(" ".join(fold(name.first).split()[:1]), name.last)
    parts = _parts(name.last)
    if len(parts) > 1:
        yield from (PersonName(name.first, part, name.middle) for part in parts)


def _exchanged(word: str) -> Iterator[str]:
    """Yield a word with each two neighbouring letters exchanged."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
