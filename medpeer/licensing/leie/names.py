"""Finding a person on the exclusion list by name alone: nine of ten entries have no number. Pure.

An entry is stored under each spelling that somebody may look it up by, and a person is looked up under each spelling
of their own; whoever meets is then compared as a whole. So one index finds marks, hyphens, double surnames and their
halves, short forms and two letters exchanged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import Final

from medpeer.licensing.names import NameMatch, PersonName, fold, is_slip, match_name, spelling, usual_forms

# Parts of double names that many unrelated people share.
_PARTICLES: Final = frozenset(
    "abu al bin da dal das de del della den der di dos du el ibn la las le los ter van von".split()
)
_MIN_PART: Final = 3
# Before a Vietnamese given name; many leave them out.
_BEFORE_GIVEN: Final = frozenset({"thi", "van"})


def stored_keys(name: PersonName) -> frozenset[str]:
    """Return the keys under which an entry stands: each form of its last name with the initial of its first."""
    initials = {spelling(first)[:1] for first in _firsts(name)}
    return frozenset(f"{last} {initial}" for last, initial in product(_last_forms(name.last), initials))


def lookup_keys(names: Iterable[PersonName]) -> frozenset[str]:
    """Return the keys under which an entry of anybody with one of ``names`` stands."""
    return frozenset(key for name in names for key in _keys_of(name))


def is_same_name(given: PersonName, held: PersonName) -> bool:
    """Tell whether two names are one person's as far as a name can say; half of a double last name is enough.

    So is an initial of the first name, and a slip in it that makes no other name.
    """
    pairs = product(_with_parts(given), _with_parts(held))
    alike = (_alike(one, other) for one, other in pairs)
    return any(match_name(one, (other,)) is NameMatch.STRONG for one, other in alike)


def _alike(given: PersonName, held: PersonName) -> tuple[PersonName, PersonName]:
    """Return both with one first name, the longer, where the two may be one: by an initial, or but for a slip."""
    mine, theirs = fold(given.first), fold(held.first)
    is_initial = min(len(mine), len(theirs)) == 1 and mine[0] == theirs[0]
    if not is_initial and not is_slip(mine, theirs):
        return given, held
    longer = max(mine, theirs, key=len)
    return replace(given, first=longer), replace(held, first=longer)


def _keys_of(name: PersonName) -> Iterator[str]:
    lasts = {*_last_forms(name.last), *_exchanged(spelling(name.last))}
    # Two letters exchanged at the start of the first name.
    first = spelling(name.first)
    initials = {form[:1] for one in _firsts(name) for form in usual_forms(one)} | {first[:1], first[1:2]}
    yield from (f"{last} {initial}" for last, initial in product(lasts, initials))
    # First and last exchanged.
    yield f"{first} {spelling(name.last)[:1]}"


def _last_forms(last: str) -> frozenset[str]:
    parts = _parts(last)
    return frozenset({spelling(last), *map(spelling, parts)}) - {""}


def _parts(last: str) -> list[str]:
    return [word for word in fold(last).split() if len(word) >= _MIN_PART and word not in _PARTICLES]


def _firsts(name: PersonName) -> list[str]:
    """Return a first name, and what follows a word before it that may be left out."""
    before, _, given = fold(name.first).partition(" ")
    return [name.first, given] if given and before in _BEFORE_GIVEN else [name.first]


def _with_parts(name: PersonName) -> Iterator[PersonName]:
    yield name
    # A second name is a maiden name in one list and left out of another.
    yield PersonName(" ".join(fold(name.first).split()[:1]), name.last)
    yield from (PersonName(first, name.last) for first in _firsts(name)[1:])
    parts = _parts(name.last)
    if len(parts) > 1:
        yield from (PersonName(name.first, part, name.middle) for part in parts)


def _exchanged(word: str) -> Iterator[str]:
    """Yield a word with each two neighbouring letters exchanged."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
