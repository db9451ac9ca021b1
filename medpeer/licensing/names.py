"""Comparing the name a person gives with the names a register holds for them. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final


class NameMatch(StrEnum):
    """How well two names agree: the same person's, perhaps, or no."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts, as written."""

    first: str
    last: str
    middle: str = ""


# Letters that decompose into nothing a keyboard without them has.
_SPELT_OUT: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
# German and Nordic umlauts are also written out: Müller is Muller in one register and Mueller in another.
_WRITTEN_OUT: Final = re.compile(r"([aou])e|aa")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "do"})
_NICKNAMES: Final = tuple(
    frozenset(group.split())
    for group in (
        "alexander alex sandy sasha",
        "alexandra alex sandra sasha",
        "andrew andy drew",
        "anthony tony",
        "barbara barb",
        "benjamin ben benny",
        "catherine katherine kathryn katharine cathy kathy kate katie",
        "charles charlie chuck",
        "christine christina chris tina",
        "christopher chris kit",
        "daniel dan danny",
        "david dave",
        "deborah debra deb debbie",
        "donald don",
        "edward ed eddie ted",
        "eleanor ellie nora",
        "elizabeth liz beth betty eliza lisa libby",
        "francis frank",
        "frederick fred",
        "gerald gerry jerry",
        "gregory greg",
        "james jim jimmy jamie",
        "jeffrey geoffrey jeff geoff",
        "jennifer jen jenny",
        "jessica jess",
        "john jack johnny",
        "jonathan jon",
        "joseph joe joey",
        "joshua josh",
        "judith judy",
        "kenneth ken kenny",
        "kimberly kim",
        "lawrence laurence larry laurie",
        "leonard leo len",
        "margaret maggie meg peggy",
        "matthew matt",
        "michael mike mick",
        "nathaniel nathan nat nate",
        "nicholas nick nico",
        "pamela pam",
        "patricia pat patty trish",
        "patrick pat paddy",
        "peter pete",
        "philip phillip phil",
        "rebecca becky",
        "richard rick dick rich",
        "robert bob rob bobby",
        "ronald ron",
        "samantha sam",
        "samuel sam",
        "stephen steven steve",
        "susan sue susie",
        "theodore ted theo",
        "thomas tom tommy",
        "timothy tim",
        "victoria vicky tori",
        "vincent vince",
        "walter walt",
        "william will bill billy liam",
        "zachary zach",
    )
)
_LONG_ENOUGH: Final = 5


def fold(name: str) -> str:
    """Return a name in the one spelling comparisons use: lower case, no marks, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_SPELT_OUT))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.sub(r"[^a-z]+", " ", re.sub(r"['’`.]", "", bare)).split()
    return " ".join(words if len(words) == 1 else [word for word in words if word not in _SUFFIXES])


def match_name(given: PersonName, held: Iterable[PersonName]) -> NameMatch:
    """Return the best agreement of ``given`` with any name ``held``.

    Strong: first and last agree but for marks, hyphens, a usual short form, two neighbouring letters exchanged, or
    first and last exchanged. Weak: the last name agrees, or a part of a double one, and something about the first.
    """
    found = {_match(given, one) for one in held}
    return next((grade for grade in (NameMatch.STRONG, NameMatch.WEAK) if grade in found), NameMatch.NONE)


def _match(given: PersonName, held: PersonName) -> NameMatch:
    first, last = _same_first(given.first, held.first), _same_last(given.last, held.last)
    if (first and last) or (_equal(given.first, held.last) and _equal(given.last, held.first)):
        return NameMatch.STRONG
    near_first = first or _near_first(given, held)
    near_last = last or _shares_part(given.last, held.last)
    if near_last and (near_first or _nearly(given.first, held.first)):
        return NameMatch.WEAK
    if first and _nearly(given.last, held.last):
        return NameMatch.WEAK
    return NameMatch.NONE


def _spelling(name: str) -> str:
    """Return a name in the one form in which equal names are equal: folded, joined, umlauts not written out."""
    return _WRITTEN_OUT.sub(lambda found: found[1] or "a", fold(name).replace(" ", ""))


def _equal(one: str, other: str) -> bool:
    return bool(_spelling(one)) and _spelling(one) == _spelling(other)


def _same_last(one: str, other: str) -> bool:
    return _equal(one, other) or _exchanged(one, other)


def _same_first(one: str, other: str) -> bool:
    if _equal(one, other) or _exchanged(one, other):
        return True
    # "Mary Ann" and "Mary" in two registers; the rest of the first field counts as a middle name.
    first, second = (fold(one).split() or [""])[0], (fold(other).split() or [""])[0]
    return bool(first) and (first == second or any({first, second} <= group for group in _NICKNAMES))


def _exchanged(one: str, other: str) -> bool:
    """Tell whether two longer names differ by two neighbouring letters exchanged."""
    a, b = _spelling(one), _spelling(other)
    if len(a) != len(b) or len(a) < _LONG_ENOUGH:
        return False
    start = next((place for place in range(len(a)) if a[place] != b[place]), len(a))
    pair = slice(start, start + 2)
    return a[pair] == b[pair][::-1] != "" and a[pair.stop :] == b[pair.stop :]


def _near_first(given: PersonName, held: PersonName) -> bool:
    """Tell whether the first names share an initial, or one goes by their middle name."""
    first = fold(given.first)
    return bool(first) and (first[:1] == fold(held.first)[:1] or _equal(given.first, held.middle))


def _shares_part(one: str, other: str) -> bool:
    """Tell whether two last names share a word, as a double name and its half do."""
    shared = set(fold(one).split()) & set(fold(other).split())
    return any(len(word) > 2 for word in shared)  # noqa: PLR2004 - "de" and "la" are shared by many


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names are one keystroke apart."""
    a, b = _spelling(one), _spelling(other)
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < _LONG_ENOUGH - 1:
        return False
    start = next((n for n, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b)))
    return a[start + 1 :] == b[start + 1 :] or a[start + 1 :] == b[start:] or a[start:] == b[start + 1 :]


def mask_name(name: str) -> str:
    """Return a name with only its ends shown, "O••i": enough to know one's own, little to learn another's."""
    return " ".join(_mask(word) for word in name.split())


def _mask(word: str) -> str:
    if len(word) < _LONG_ENOUGH - 1:
        return word[:1] + "•" * (len(word) - 1)
    return word[0] + "•" * (len(word) - 2) + word[-1]


def differing_runs(given: str, held: str) -> tuple[tuple[str, bool], ...]:
    """Return ``given`` in runs, each with whether its letters are missing from ``held`` in order.

    Letters are compared as folded, so that case and marks do not count. The runs joined are ``given`` itself.
    """
    kept = _kept_places([fold(char) or char for char in given], [fold(char) or char for char in held])
    runs: list[tuple[str, bool]] = []
    for place, char in enumerate(given):
        differs = place not in kept
        if runs and runs[-1][1] is differs:
            runs[-1] = (runs[-1][0] + char, differs)
        else:
            runs.append((char, differs))
    return tuple(runs)


def _kept_places(given: list[str], held: list[str]) -> set[int]:
    """Return the places of ``given`` on a longest common subsequence with ``held``."""
    lengths = [[0] * (len(held) + 1) for _ in range(len(given) + 1)]
    for i, j in product(reversed(range(len(given))), reversed(range(len(held)))):
        same = given[i] == held[j]
        lengths[i][j] = 1 + lengths[i + 1][j + 1] if same else max(lengths[i + 1][j], lengths[i][j + 1])
    kept, i, j = set(), 0, 0
    while i < len(given) and j < len(held):
        if given[i] == held[j]:
            kept.add(i)
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return kept
