"""Changes how a post is written: its letter case, or slips of the keyboard."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from tools.deid.posts import Labelled

_LEAST_SLIPS: Final = 2
_CHARS_A_SLIP: Final = (40, 80, 150)
"""Some type on a phone in a corridor, others at a desk."""


def recased(post: Labelled, case: Callable[[str], str]) -> Labelled:
    """Change the letter case of the whole text, but of no letter that would become two."""
    return replace(post, text="".join(case(char) if len(case(char)) == 1 else char for char in post.text))


def recased_names(post: Labelled, case: Callable[[str], str]) -> Labelled:
    """Change the letter case of names and places only; of none where a letter would become two."""
    made = post.with_words(lambda words, kind: case(words) if kind in {"NAME", "LOCATION"} else words)
    return made if made.spans == post.spans else post


def slipped(post: Labelled, dice: random.Random) -> Labelled:
    """Swap, drop or double letters inside words, many or few; spans keep step."""
    chars, owners = list(post.text), _owners(post)
    for _ in range(_LEAST_SLIPS + len(chars) // dice.choice(_CHARS_A_SLIP)):
        at = dice.randrange(1, max(2, len(chars) - 2))
        if _is_inside_word(chars, owners, at):
            _slip(chars, owners, at, dice)
    spans = tuple(
        (owners.index(number), len(owners) - owners[::-1].index(number), kind)
        for number, (_, _, kind) in enumerate(post.spans, 1)
        if number in owners
    )
    return Labelled("".join(chars), spans)


def _owners(post: Labelled) -> list[int]:
    """Give for each character the number of its span, from 1; 0 for none."""
    owners = [0] * len(post.text)
    for number, (start, end, _) in enumerate(post.spans, 1):
        owners[start:end] = [number] * (end - start)
    return owners


def _is_inside_word(chars: Sequence[str], owners: Sequence[int], at: int) -> bool:
    """Say whether a character and the next are letters, in the same span or in none."""
    return at + 1 < len(chars) and chars[at].isalpha() and chars[at + 1].isalpha() and owners[at] == owners[at + 1]


def _slip(chars: list[str], owners: list[int], at: int, dice: random.Random) -> None:
    """Swap a letter with the next, drop or double it."""
    match dice.randrange(3):
        case 0:
            chars[at], chars[at + 1] = chars[at + 1], chars[at]
        case 1:
            del chars[at], owners[at]
        case _:
            chars.insert(at, chars[at])
            owners.insert(at, owners[at])
