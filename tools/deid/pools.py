# ruff: noqa: PLR2004 - levels and shares explain themselves where they stand
"""Names, towns and drugs to draw from, common ones more often; a share of the names is invented."""

import random
from collections.abc import Iterable
from typing import Final

from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, Lexicon, level

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TOWN_ENDINGS: Final = (
    "ville", "ton", "ford", " falls", " springs", "burg", "pur", "abad", " creek", "", "by", "wick", "stad",
)  # fmt: skip
_RANKS: Final = (3, 2, 1)


class Pools:
    """Words of the lists, sorted by what can be drawn of them; all in lower case."""

    def __init__(self, table: Lexicon) -> None:
        """Sort the words of ``table``; names that are very common words are met in texts often enough."""
        single = [word for word in table if word.isalpha()]
        names = [word for word in single if level(table[word], WORD) < 4]
        self.first = _by_rank(names, table, FIRST)
        self.last = _by_rank(names, table, LAST)
        self.town = _by_rank((word for word in table if not level(table[word], REGION)), table, PLACE)
        self.eponym = [word for word in single if _is_eponym(table[word])]
        self.wordy_first = [word for word in single if len(word) > 2 and _is_wordy(table[word], FIRST)]
        self.wordy_last = [word for word in single if len(word) > 3 and _is_wordy(table[word], LAST)]
        self.drugs = sorted(word for word in single if _is_only_drug(table[word]))

    def draw_first(self, dice: random.Random) -> str:
        """Draw a given name; some are words, some invented."""
        if dice.random() < 0.06:
            return dice.choice(self.wordy_first)
        if dice.random() >= 0.9:
            return self.invent(dice)
        return dice.choice(self.first[dice.choices(_RANKS, (40, 45, 15))[0]])

    def draw_last(self, dice: random.Random) -> str:
        """Draw a surname; some are eponyms, some words, some invented."""
        kind = dice.random()
        if kind < 0.12:
            return self.invent(dice)
        if kind < 0.2:
            return dice.choice(self.eponym)
        if kind < 0.27:
            return dice.choice(self.wordy_last)
        return dice.choice(self.last[dice.choices(_RANKS, (35, 45, 20))[0]])

    def draw_town(self, dice: random.Random) -> str:
        """Draw a town's name; one in five is invented."""
        if dice.random() < 0.2:
            return self.invent(dice) + dice.choice(_TOWN_ENDINGS)
        return dice.choice(self.town[dice.choices(_RANKS, (20, 40, 40))[0]])

    def invent(self, dice: random.Random) -> str:
        """Make up a name from syllables of real ones, so that a name on no list is met."""
        left, right = dice.choice(self.last[2]), dice.choice(self.last[2])
        return left[: dice.randint(2, 4)] + right[-dice.randint(3, 5) :]


def _by_rank(words: Iterable[str], table: Lexicon, field: int) -> list[list[str]]:
    """Sort words by their level in ``field``, 0 to 3."""
    ranks: list[list[str]] = [[], [], [], []]
    for word in words:
        ranks[level(table[word], field)].append(word)
    return ranks


def _is_wordy(value: int, field: int) -> bool:
    """Say whether a name is a common word too."""
    return level(value, field) >= 2 and level(value, WORD) >= 3


def _is_eponym(value: int) -> bool:
    """Say whether medicine uses a surname, and English does not."""
    return bool(level(value, LAST)) and level(value, MEDICAL) == 1 and not level(value, WORD)


def _is_only_drug(value: int) -> bool:
    """Say whether a word is a drug's, and on no list of names or English words."""
    return level(value, MEDICAL) == 2 and not any(level(value, field) for field in (FIRST, LAST, WORD))
