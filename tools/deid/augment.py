# ruff: noqa: PLR2004, ARG005 - tables read best on one line, and their numbers explain themselves
"""Makes variants of hand-written posts: other names and places, other letter case, slips of the keyboard.

Hand-written contexts are scarce and word lists are long; putting many names into each context teaches a model to read
the context. A share of the names is invented, so that a name on no list is still met.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, Lexicon, level
from medpeer.deid.words import WORD_CLASS

_WORD: Final = re.compile(r"[^\W\d_]+")
_KEPT: Final = frozenset({"facility", "ward", "street", "title", "kin"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its identifiers as (start, end, type), ordered."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class Pools:
    """Names and towns to draw from, common ones more often."""

    def __init__(self, table: Lexicon) -> None:
        """Sort the words of the lists into pools by how common they are."""
        single = [word for word in table if word.isalpha()]
        self.first = [
            [w for w in single if level(table[w], FIRST) == rank and level(table[w], WORD) < 4] for rank in range(4)
        ]
        self.last = [
            [w for w in single if level(table[w], LAST) == rank and level(table[w], WORD) < 4] for rank in range(4)
        ]
        self.town = [
            [w for w in table if level(table[w], PLACE) == rank and not level(table[w], REGION)] for rank in range(4)
        ]
        self.eponym = [
            w for w in single if level(table[w], LAST) and level(table[w], MEDICAL) == 1 and not level(table[w], WORD)
        ]
        self.wordy_first = [w for w in single if level(table[w], FIRST) >= 2 and level(table[w], WORD) >= 3 and len(w) > 2]
        self.wordy = [w for w in single if level(table[w], LAST) >= 2 and level(table[w], WORD) >= 3 and len(w) > 3]
        self.ends = [w[-3:] for w in self.last[2]]

    def draw_first(self, dice: random.Random) -> str:
        """Draw a given name, in lower case; some are words."""
        if dice.random() < 0.06:
            return dice.choice(self.wordy_first)
        return (
            dice.choice(self.first[dice.choices((3, 2, 1), (40, 45, 15))[0]])
            if dice.random() < 0.9
            else self.invent(dice)
        )

    def draw_last(self, dice: random.Random) -> str:
        """Draw a surname, in lower case; some are eponyms, some invented."""
        kind = dice.random()
        if kind < 0.12:
            return self.invent(dice)
        if kind < 0.2:
            return dice.choice(self.eponym)
        if kind < 0.27:
            return dice.choice(self.wordy)
        return dice.choice(self.last[dice.choices((3, 2, 1), (35, 45, 20))[0]])

    def draw_town(self, dice: random.Random) -> str:
        """Draw a town's name, in lower case."""
        if dice.random() < 0.2:
            return self.invent(dice) + dice.choice(
                (
                    "ville",
                    "ton",
                    "ford",
                    " falls",
                    " springs",
                    "burg",
                    "pur",
                    "abad",
                    " creek",
                    "",
                    "by",
                    "wick",
                    "stad",
                )
            )
        return dice.choice(self.town[dice.choices((3, 2, 1), (20, 40, 40))[0]])

    def invent(self, dice: random.Random) -> str:
        """Make up a name from syllables of real ones."""
        left, right = dice.choice(self.last[2]), dice.choice(self.last[2])
        return left[: dice.randint(2, 4)] + right[-dice.randint(3, 5) :]


def vary(post: Labelled, pools: Pools, dice: random.Random) -> Labelled:
    """Give one variant of ``post``."""
    post = _cropped(post, dice) if dice.random() < 0.15 else post
    post = _rename(post, pools, dice) if dice.random() < 0.85 else post
    post = _redate(_renumber(post, dice), dice)
    kind = dice.random()
    if kind < 0.16:
        return _recase(post, str.lower)
    if kind < 0.21:
        return _recase(post, str.upper)
    if kind < 0.28:
        return _recase_names(post, str.lower)
    if kind < 0.31:
        return _recase_names(post, str.upper)
    if kind < 0.42:
        return _slip(post, dice)
    return post


def vary_harmless(post: Labelled, dice: random.Random) -> Labelled:
    """Give one variant of a post without identifiers: a part of it, its letter case, slips of the keyboard."""
    post = _cropped(post, dice) if dice.random() < 0.15 else post
    kind = dice.random()
    if kind < 0.16:
        return _recase(post, str.lower)
    if kind < 0.19:
        return _recase(post, str.upper)
    return _slip(post, dice) if kind < 0.26 else post


_BREAK: Final = re.compile(r"(?<=[.!?;])\s+|\n+")


def _cropped(post: Labelled, dice: random.Random) -> Labelled:
    """Keep some sentences in a row: what is read in a chat line has no story around it."""
    cuts = [0, *(hit.end() for hit in _BREAK.finditer(post.text)), len(post.text)]
    cuts = [cut for cut in cuts if not any(start < cut < end for start, end, _ in post.spans)]
    if len(cuts) < 4:
        return post
    first = dice.randrange(len(cuts) - 1)
    last = dice.randrange(first + 1, len(cuts))
    start, end = cuts[first], cuts[last]
    spans = tuple((a - start, b - start, kind) for a, b, kind in post.spans if start <= a and b <= end)
    return Labelled(post.text[start:end], spans) if post.text[start:end].strip() else post


def _rebuilt(post: Labelled, new_words: Sequence[str]) -> Labelled:
    """Put ``new_words`` in the place of the spans."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = size = 0
    for (start, end, kind), words in zip(post.spans, new_words, strict=True):
        pieces += [post.text[at:start], words]
        size += start - at
        spans.append((size, size + len(words), kind))
        size += len(words)
        at = end
    return Labelled("".join([*pieces, post.text[at:]]), tuple(spans))


def _like(word: str, model: str) -> str:
    """Write ``word`` in the letter case of ``model``."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.title() if model[0].isupper() else word


def _rename(post: Labelled, pools: Pools, dice: random.Random) -> Labelled:
    """Give every person and place in a post another name, the same one wherever it stands."""
    known: dict[str, str] = {}
    return _rebuilt(post, [_renamed(post.text[start:end], kind, pools, dice, known) for start, end, kind in post.spans])


def _renamed(words: str, kind: str, pools: Pools, dice: random.Random, known: dict[str, str]) -> str:
    """Rename the words of one span."""
    if kind not in {"NAME", "LOCATION"}:
        return words
    if kind == "NAME" and words[0].isupper() and dice.random() < 0.05:
        return dice.choice(("{}.{}.", "{}{}", "{}. {}.", "{} {}", "{}.{}")).format(
            *dice.choices("ABCDEFGHJKLMNOPRSTW", k=2)
        )
    count = len(_WORD.findall(words))

    def other(hit: re.Match[str]) -> str:
        word = hit.group()
        key = word.lower()
        if len(word) == 1:
            return dice.choice("ABCDEFGHIJKLMNOPRSTVW") if word.isupper() and kind == "NAME" else word
        if kind == "LOCATION" and (WORD_CLASS.get(key) in _KEPT or len(word) < 4 or word.islower()):
            return word
        if key in {"de", "la", "van", "von", "al", "el", "bin", "der", "da", "dos", "del", "st", "mc"}:
            return word
        if key not in known:
            known[key] = _drawn(kind, hit.start() == 0 and count > 1, count, pools, dice)
        return _like(known[key], word)

    return _WORD.sub(other, words)


def _drawn(kind: str, leads: bool, count: int, pools: Pools, dice: random.Random) -> str:  # noqa: FBT001 - a closure's flag
    """Draw a word for a name or a place."""
    if kind == "LOCATION":
        return pools.draw_town(dice) if count == 1 or dice.random() < 0.5 else pools.draw_last(dice)
    if count == 1:
        return pools.draw_first(dice) if dice.random() < 0.5 else pools.draw_last(dice)
    return pools.draw_first(dice) if leads else pools.draw_last(dice)


def _renumber(post: Labelled, dice: random.Random) -> Labelled:
    """Change the digits of numbers that identify."""

    def other(words: str, kind: str) -> str:
        if kind in {"DATE", "AGE", "NAME", "IP"}:
            return words
        return re.sub(r"\d", lambda hit: str(dice.randrange(1, 10)), words)

    return _rebuilt(post, [other(post.text[start:end], kind) for start, end, kind in post.spans])


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FULL: Final = (
    "{d} {M} {y}",
    "{M} {d}, {y}",
    "{m}/{d}/{y}",
    "{m}/{d}/{s}",
    "{y}-{m:02}-{d:02}",
    "{d:02}.{m:02}.{y}",
    "{d}/{m}/{y}",
    "{d}{o} {M} {y}",
    "{d}-{B}-{y}",
    "{M} {d}{o} {y}",
    "{d} of {M} {y}",
    "{m}-{d}-{s}",
    "{d} {B} {s}",
)
_PARTIAL: Final = (
    "{M} {d}",
    "{d} {M}",
    "{B} {d}",
    "{m}/{d}",
    "{M} {d}{o}",
    "the {d}{o} of {M}",
    "{d}{o} {B}",
    "{B}. {d}",
    "{m}-{d}",
    "{d}/{m}",
)
_MONTH_ONLY: Final = ("{M}", "{B}", "mid-{M}", "early {M}", "late {M}", "{M} {y}", "{B} {y}", "{m}/{y}", "{M} of {y}")


def _redate(post: Labelled, dice: random.Random) -> Labelled:
    """Write some dates in another form of the same completeness."""
    return _rebuilt(
        post,
        [
            _redated(post.text[start:end], dice) if kind == "DATE" else post.text[start:end]
            for start, end, kind in post.spans
        ],
    )


def _redated(words: str, dice: random.Random) -> str:
    """Give another date of the kind of ``words``, or the same."""
    numbers = re.findall(r"\d+", words)
    month = any(name[:3].lower() in words.lower() for name in _MONTHS)
    if dice.random() < 0.4 or not (month or len(numbers) >= 2):
        return words
    forms = _FULL if len(numbers) >= 2 + (not month) else _PARTIAL if numbers and len(numbers[0]) < 3 else _MONTH_ONLY
    name = dice.choice(_MONTHS)
    day = dice.randint(1, 28)
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    year = dice.randint(1938, 2025)
    new = dice.choice(forms).format(
        d=day, m=dice.randint(1, 12), M=name, B=name[:3], y=year, s=f"{year % 100:02}", o=ending
    )
    return new.lower() if words.islower() and month else new


def _recase(post: Labelled, case: Callable[[str], str]) -> Labelled:
    """Change the letter case of the whole text."""
    text = "".join(case(char) if len(case(char)) == 1 else char for char in post.text)
    return replace(post, text=text)


def _recase_names(post: Labelled, case: Callable[[str], str]) -> Labelled:
    """Change the letter case of names and places only."""
    new = [
        case(post.text[start:end]) if kind in {"NAME", "LOCATION"} else post.text[start:end]
        for start, end, kind in post.spans
    ]
    return (
        _rebuilt(post, new)
        if all(len(word) == end - start for word, (start, end, _) in zip(new, post.spans, strict=True))
        else post
    )


def _slip(post: Labelled, dice: random.Random) -> Labelled:
    """Swap, drop or double letters inside words; spans keep step."""
    chars = list(post.text)
    owner = [0] * len(chars)
    for number, (start, end, _) in enumerate(post.spans, 1):
        owner[start:end] = [number] * (end - start)
    for _ in range(2 + len(chars) // 150):
        at = dice.randrange(1, max(2, len(chars) - 2))
        if at + 1 >= len(chars) or not (chars[at].isalpha() and chars[at + 1].isalpha() and owner[at] == owner[at + 1]):
            continue
        kind = dice.randrange(3)
        if kind == 0:
            chars[at], chars[at + 1] = chars[at + 1], chars[at]
        elif kind == 1:
            del chars[at], owner[at]
        else:
            chars.insert(at, chars[at])
            owner.insert(at, owner[at])
    spans = tuple(
        (owner.index(n), len(owner) - owner[::-1].index(n), kind)
        for n, (_, _, kind) in enumerate(post.spans, 1)
        if n in owner
    )
    return Labelled("".join(chars), spans)
