"""Cutting a text into the tokens by which it is found, so that no medical word is lost on the way.

No stop words and no least length: ``AS``, ``V/Q``, ``T cell`` and ``not ruled out`` all stay. A compound gives its
parts and, at the first part's place, itself joined (``IL-6`` gives ``il6``, ``il``, ``6``), so that ``IL6`` finds it.
A word that ends as another begins English (``AS``, ``US``, ``IT``) also gives itself in capitals when typed so. A word
that a negation reaches ("no fever") is kept with a mark, so that it can be told from the finding itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from medpeer.search.letters import fold
from medpeer.search.stems import stem

NEGATED: Final = "~"
"""Stands before a token that a negation reaches."""

_ATOM: Final = r"(?:\d+(?:[.,]\d+)+|[^\W_](?:[^\W_]|[\u0300-\u036f])*)"
_WORD: Final = re.compile(rf"{_ATOM}(?:[-\u2010\u2011\u2013/'\u2019&]{_ATOM})*(?:[+\u207a](?!\w)|-(?=[\s,.;)]|$))?")
_PART: Final = re.compile(_ATOM)
_POSSESSIVE: Final = frozenset("'\u2019")
_MAX_PARTS: Final = 4
_SLASHED_CHARS: Final = 3
_TOKEN_CHARS: Final = 40

# Abbreviations that are English words in small letters.
TWINS: Final = frozenset(
    """
    a aid aids all am an and are art as at be bed but by cad can cap care cat chip cop cut do ear eat fit for gas go had
    ham has hat he her his hit if in is it lad lam lap led let mad map mass mat may me men met mow my nap nice no not
    of off old on one or out pad pal pan pat pet pie pit pop ram rap rash raw red run sad sat set she sip so sob star
    tap tar ten the tips to too up us was we who
    """.split()
)
NEGATIONS: Final = frozenset("no not without denies denied denying never neither nor absent cannot nil".split())
_AFTER_NOT: Final = frozenset("only just doubt longer wonder matter further".split())
_TURNS: Final = frozenset(
    "but although though however because except apart until yet still and so then while whereas which who".split()
)
_REACH: Final = 5
_SHOUTED_SHARE: Final = 0.7
_SHOUTED_CHARS: Final = 7


@dataclass(frozen=True, slots=True)
class Token:
    """One key with its place: ``position`` counts parts of words, ``start`` and ``end`` are offsets in the text."""

    text: str
    position: int
    start: int
    end: int

    @property
    def is_negated(self) -> bool:
        """Whether a negation reaches it."""
        return self.text.startswith(NEGATED)

    @property
    def bare(self) -> str:
        """The key without the mark."""
        return self.text.removeprefix(NEGATED)


def analyse(text: str) -> list[Token]:
    """Return the tokens of ``text``, in order of position; several may share one. Never raises."""
    shouted = _is_shouted(text)
    negated_until, position, last_end = 0, 0, 0
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        if _stops(text[last_end : match.start()]):
            negated_until = 0
        parts = _parts(match)
        word = fold(parts[0][0])
        if word in _TURNS or (word in _AFTER_NOT and position == negated_until - _REACH):
            negated_until = 0
        negates = word in NEGATIONS and len(parts) == 1
        mark = NEGATED if position < negated_until and not negates else ""
        tokens += _marked(_of_word(match, parts, position, shouted=shouted), mark)
        position += len(parts)
        if negates:
            negated_until = position + _REACH
        last_end = match.end()
    return tokens


def keys(text: str) -> tuple[str, ...]:
    """Return the sequence of a text's parts without marks: what a phrase is looked up by."""
    by_position: dict[int, str] = {}
    for token in analyse(text):
        kept = by_position.get(token.position)
        # Of several keys at one place the part itself ends first; a joined compound reaches further.
        by_position[token.position] = token.bare if kept is None else kept
    return tuple(by_position.values())


def _marked(tokens: Iterator[Token], mark: str) -> Iterator[Token]:
    return (replace(token, text=mark + token.text) for token in tokens) if mark else tokens


def _stops(gap: str) -> bool:
    return any(sign in gap for sign in ".,;:!?()\n|\u2014")


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    return bool(re.search(rf"\b[A-Z]{{{_SHOUTED_CHARS},}}\b", text)) and upper > _SHOUTED_SHARE * len(letters)


def _parts(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """Return the parts of a word as typed, with their offsets; a possessive s is none."""
    start = match.start()
    found = [(part[0], start + part.start(), start + part.end()) for part in _PART.finditer(match[0])]
    text = match.string
    return [
        part
        for number, part in enumerate(found)
        if number == 0 or not (part[0] in {"s", "S"} and text[part[1] - 1] in _POSSESSIVE)
    ]


def _of_word(
    match: re.Match[str], parts: list[tuple[str, int, int]], position: int, *, shouted: bool
) -> Iterator[Token]:
    """Yield the keys of one word; of those at one position the plain part comes first."""
    for number, (typed, start, end) in enumerate(parts):
        key = _key(typed)
        yield Token(key, position + number, start, end)
        if not shouted and typed.isupper() and fold(typed) in TWINS and len(typed) > 1:
            yield Token(typed, position + number, start, end)
        if number == 0 and len(parts) > 1 and (joined := _joined(match[0], parts)):
            yield Token(joined, position, start, parts[-1][2])
        if number == len(parts) - 1 and (charged := _charged(match[0], typed, key)):
            yield Token(charged, position + number, start, match.end())


def _key(typed: str) -> str:
    # A plural of an abbreviation (MIs, PEs) is too short for the rule of plurals.
    singular = typed[:-1] if re.fullmatch(r"[A-Z]{2,}s", typed) else typed
    return stem(fold(singular))[:_TOKEN_CHARS] or typed[:_TOKEN_CHARS]


def _joined(word: str, parts: list[tuple[str, int, int]]) -> str | None:
    """Return a compound as one key, or ``None`` where it only lists things (fever/rash/cough)."""
    if len(parts) > _MAX_PARTS or ("/" in word and any(len(part[0]) > _SLASHED_CHARS for part in parts)):
        return None
    glue = "&" if "&" in word else ""
    return glue.join(fold(part[0]) for part in parts)[:_TOKEN_CHARS]


def _charged(word: str, typed: str, key: str) -> str | None:
    """Return a marker with its sign (CD4+, HER2-), or ``None``."""
    if word[-1] in "+\u207a":
        return f"{key}+"
    return f"{key}-" if word[-1] == "-" and typed.upper() == typed and len(typed) > 1 else None
