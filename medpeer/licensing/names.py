"""Comparing the name a person gives with the names a register holds for them. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from medpeer.deid.lexicon import FIRST, level, lexicon
from medpeer.licensing.disguises import is_disguised
from medpeer.licensing.nicknames import forms_of, may_be_one


class NameMatch(StrEnum):
    """How well two names agree: the same person's, perhaps, or no."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts, as written; ``suffix`` where a register keeps it apart from the last name."""

    first: str
    last: str
    middle: str = ""
    suffix: str = ""


# Letters that decompose into nothing a keyboard without them has.
_SPELT_OUT: Final = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ħ": "h",
        "ə": "e",
        "ŋ": "ng",
    }
)
# German and Nordic umlauts are also written out: Müller is Muller in one register and Mueller in another.
_WRITTEN_OUT: Final = re.compile(r"([aou])e|aa")
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ORDINALS: Final = {"2nd": "ii", "3rd": "iii", "4th": "iv"}
_ORDINAL: Final = re.compile(r"(?<=[^\W\d_])([\s,]+)(2nd|3rd|4th)\.?\s*$", re.IGNORECASE)
_SUFFIXES: Final = _GENERATIONS | {"md", "do", "phd", "mbbs", "mbchb", "mph", "facc", "facp", "facs", "faap", "esq"}
_TITLES: Final = frozenset({"dr", "prof", "professor"})
_SAINTS: Final = {"saint": "st", "sainte": "ste"}
# Words before a surname that one register writes and another leaves out.
_PARTICLES: Final = frozenset(
    "de del della di da das do dos du des la las le los lo van von der den het ter ten te zu zum zur af av al el ul ibn"
    " bin ben bint abu y e i".split()
)
_LONG_ENOUGH: Final = 5

# One claim compares a few names with each other many times.
_REMEMBERED: Final = 512


@lru_cache(maxsize=_REMEMBERED)
def fold(name: str) -> str:
    """Return a name in the one spelling comparisons use: lower case, no marks, words parted by one space."""
    return " ".join(_with_saints_short(_without_titles(_without_suffixes(_words(name)))))


def _words(name: str) -> list[str]:
    in_letters = _ORDINAL.sub(lambda found: f" {_ORDINALS[found[2].lower()]}", name)
    decomposed = unicodedata.normalize("NFKD", in_letters.lower().translate(_SPELT_OUT))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z]+", " ", re.sub(r"['’‘`´ʻʼ.]", "", bare)).split()


def _without_suffixes(words: list[str]) -> list[str]:
    """Return the words before the suffixes; "Do" before another word is a surname, and so is one that stands alone."""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return words


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return words


def _with_saints_short(words: list[str]) -> list[str]:
    """Return the words with "Saint" before another one as most registers write it."""
    return [*(_SAINTS.get(word, word) for word in words[:-1]), *words[-1:]]


def is_suspicious(given: PersonName) -> bool:
    """Tell whether a name as typed is disguised or absurd, so that no agreement with it counts."""
    return is_disguised(given.first) or is_disguised(_ORDINAL.sub("", given.last))


def match_name(given: PersonName, held: Iterable[PersonName]) -> NameMatch:
    """Return the best agreement of ``given`` with any name ``held``.

    Strong: first and last agree but for marks, hyphens, particles, suffixes, the order of two surnames, a usual short
    form, two neighbouring letters exchanged, or first and last exchanged. Weak: the last name agrees, or a part of a
    double one, and something about the first. A suspicious name, or a first name of one letter, is never strong.
    """
    found = {_match(given, one) for one in held}
    best = next((grade for grade in (NameMatch.STRONG, NameMatch.WEAK) if grade in found), NameMatch.NONE)
    return NameMatch.WEAK if best is NameMatch.STRONG and is_suspicious(given) else best


def is_slip(one: str, other: str) -> bool:
    """Tell whether two first names are one keystroke apart and not two names, as Robert and Roberta are."""
    words = (fold(one), fold(other))
    return _nearly(*words) and not all(level(lexicon().get(word, 0), FIRST) for word in words)


def _match(given: PersonName, held: PersonName) -> NameMatch:
    first, last = _same_first(given, held), _same_last(given.last, held.last)
    if (first and last) or _crossed(given, held):
        return NameMatch.STRONG if _same_generation(given, held) else NameMatch.WEAK
    near_first = first or _near_first(given, held)
    near_last = last or _shares_part(given.last, held.last)
    if near_last and (near_first or _nearly(given.first, held.first)):
        return NameMatch.WEAK
    if first and _nearly(given.last, held.last):
        return NameMatch.WEAK
    return NameMatch.NONE


def _crossed(given: PersonName, held: PersonName) -> bool:
    is_whole = min(len(fold(given.first)), len(fold(held.first))) > 1
    return is_whole and _equal(given.first, held.last) and _equal(given.last, held.first)


@lru_cache(maxsize=_REMEMBERED)
def spelling(name: str) -> str:
    """Return a name in the one form in which equal names are equal: folded, joined, umlauts not written out."""
    return _WRITTEN_OUT.sub(lambda found: found[1] or "a", fold(name).replace(" ", ""))


def usual_forms(first: str) -> frozenset[str]:
    """Return the first word of a first name, folded, with the short and long forms it is used for; empty for none."""
    return forms_of((fold(first).split() or [""])[0])


def _equal(one: str, other: str) -> bool:
    return bool(spelling(one)) and spelling(one) == spelling(other)


def _same_last(one: str, other: str) -> bool:
    return _equal(one, other) or _exchanged(one, other) or _same_surnames(one, other)


def _same_surnames(one: str, other: str) -> bool:
    """Tell whether two last names have the same words in any order, particles aside."""
    mine, theirs = _surnames(one), _surnames(other)
    return bool(mine) and mine == theirs


def _surnames(name: str) -> list[str]:
    words = re.sub(r"\b(al|el|ul)(?=-)", " ", name.lower())
    return sorted(spelling(word) for word in fold(words).split() if word not in _PARTICLES)


def _same_first(given: PersonName, held: PersonName) -> bool:
    mine, theirs = _given_names(given), _given_names(held)
    if min(len(mine[0]), len(theirs[0])) == 1:
        return _same_initialled(mine, theirs)
    if _equal(given.first, held.first) or _exchanged(given.first, held.first):
        return True
    # "Mary Ann" and "Mary" in two registers; the rest of the first field counts as a middle name.
    return may_be_one(mine[0], theirs[0]) and _same_second(mine[1:], theirs[1:])


def _same_second(mine: list[str], theirs: list[str]) -> bool:
    """Tell whether no two different second names stand against each other: sisters may share "Maria"."""
    if not mine or not theirs or "".join(mine) == "".join(theirs):
        return True
    return any(_same_word(one, other) for one in mine for other in theirs)


def _same_word(one: str, other: str) -> bool:
    is_initial = min(len(one), len(other)) == 1
    return one[0] == other[0] if is_initial else _equal(one, other) or may_be_one(one, other)


def _given_names(name: PersonName) -> list[str]:
    return [*(fold(name.first).split() or [""]), *fold(name.middle).split()]


def _same_initialled(mine: list[str], theirs: list[str]) -> bool:
    """Tell whether "J. Robert" is "Julius Robert": the initial agrees and the whole name after it does."""
    second, other = "".join(mine[1:2]), "".join(theirs[1:2])
    return mine[0][:1] == theirs[0][:1] != "" and second == other and len(second) > 1


def without_generation(name: PersonName) -> PersonName:
    """Return a name without "Jr." and the like behind the last one: a son may type it to his father's number."""
    words = name.last.split()
    kept = words[:1] + [word for word in words[1:] if not _GENERATIONS.issuperset(_words(word))]
    return PersonName(name.first, " ".join(kept).rstrip(","), name.middle)


def _same_generation(given: PersonName, held: PersonName) -> bool:
    """Tell whether no two different suffixes stand against each other: father and son share all the rest."""
    mine, theirs = _generation(given), _generation(held)
    return not mine or not theirs or mine == theirs


def _generation(name: PersonName) -> set[str]:
    written = {word for part in (name.first, name.last) for word in _words(part)[1:]}
    return (written | {*_words(name.suffix)}) & _GENERATIONS


def _exchanged(one: str, other: str) -> bool:
    """Tell whether two longer names differ by two neighbouring letters exchanged."""
    a, b = spelling(one), spelling(other)
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
    return any(len(word) > 2 and word not in _PARTICLES for word in shared)  # noqa: PLR2004 - two letters are shared by many


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names are one keystroke apart."""
    a, b = spelling(one), spelling(other)
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < _LONG_ENOUGH - 1:
        return False
    start = next((n for n, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b)))
    return a[start + 1 :] == b[start + 1 :] or a[start + 1 :] == b[start:] or a[start:] == b[start + 1 :]
