# ruff: noqa: PLR2004 - shares and lengths explain themselves where they stand
"""Gives the people and places of a post other names, the same one wherever they stand."""

import random
import re
from dataclasses import dataclass, field
from typing import Final

from medpeer.deid.words import WORD_CLASS
from tools.deid.pools import Pools
from tools.deid.posts import Labelled

_WORD: Final = re.compile(r"[^\W\d_]+")
_CLASSES_KEPT: Final = frozenset({"facility", "ward", "street", "title", "kin"})
_PARTICLES: Final = frozenset("de la van von al el bin der da dos del st mc".split())
_TWO_INITIALS: Final = ("{}.{}.", "{}{}", "{}. {}.", "{} {}", "{}.{}")


def renamed(post: Labelled, pools: Pools, dice: random.Random) -> Labelled:
    """Give every person and place in ``post`` another name."""
    return post.with_words(_Naming(pools, dice).other)


@dataclass(frozen=True, slots=True)
class _Naming:
    """The names given in one post; a word met again gets the name that it got before."""

    pools: Pools
    dice: random.Random
    given: dict[str, str] = field(default_factory=dict)

    def other(self, words: str, kind: str) -> str:
        """Give another name for ``words``; what is neither a name nor a place stays."""
        if kind not in {"NAME", "LOCATION"}:
            return words
        if kind == "NAME" and words[0].isupper() and self.dice.random() < 0.05:
            return self.dice.choice(_TWO_INITIALS).format(*self.dice.choices("ABCDEFGHJKLMNOPRSTW", k=2))
        count = len(_WORD.findall(words))

        def other_word(hit: re.Match[str]) -> str:
            return self._other_word(hit.group(), kind, count, leads=hit.start() == 0 and count > 1)

        return _WORD.sub(other_word, words)

    def _other_word(self, word: str, kind: str, count: int, *, leads: bool) -> str:
        """Give another word in the letter case of ``word``, one of ``count``."""
        if len(word) == 1:
            return self.dice.choice("ABCDEFGHIJKLMNOPRSTVW") if word.isupper() and kind == "NAME" else word
        key = word.lower()
        if key in _PARTICLES or (kind == "LOCATION" and _says_what(word)):
            return word
        if key not in self.given:
            self.given[key] = self._place(count) if kind == "LOCATION" else self._name(count, leads=leads)
        return _in_case_of(word, self.given[key])

    def _place(self, count: int) -> str:
        """Draw a word for a place; longer names of places often hold a person's."""
        if count == 1 or self.dice.random() < 0.5:
            return self.pools.draw_town(self.dice)
        return self.pools.draw_last(self.dice)

    def _name(self, count: int, *, leads: bool) -> str:
        """Draw a word for a name: a given name leads, a lone word is either."""
        if self.dice.random() < 0.5 if count == 1 else leads:
            return self.pools.draw_first(self.dice)
        return self.pools.draw_last(self.dice)


def _says_what(word: str) -> bool:
    """Say whether a word of a place says what it is, as "ward" or "St", and not which."""
    return WORD_CLASS.get(word.lower()) in _CLASSES_KEPT or len(word) < 4 or word.islower()


def _in_case_of(model: str, word: str) -> str:
    """Write ``word`` in the letter case of ``model``."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.title() if model[0].isupper() else word
