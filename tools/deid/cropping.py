"""Cuts a part out of a post: what is read in a chat line has no story around it."""

import random
import re
from typing import Final

from tools.deid.posts import Labelled

_BREAK: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_LEAST_CUTS: Final = 4
"""Both ends and two breaks between them: fewer leave nothing to choose."""


def cropped(post: Labelled, dice: random.Random) -> Labelled:
    """Keep some sentences in a row; a text of one or two stays whole."""
    cuts = _cuts(post)
    if len(cuts) < _LEAST_CUTS:
        return post
    first = dice.randrange(len(cuts) - 1)
    start, end = cuts[first], cuts[dice.randrange(first + 1, len(cuts))]
    return _part(post, start, end) if post.text[start:end].strip() else post


def _cuts(post: Labelled) -> list[int]:
    """Return where the text can be cut: its ends and the breaks that lie inside no identifier."""
    cuts = [0, *(found.end() for found in _BREAK.finditer(post.text)), len(post.text)]
    return [cut for cut in cuts if not any(start < cut < end for start, end, _ in post.spans)]


def _part(post: Labelled, start: int, end: int) -> Labelled:
    """Return ``[start, end)`` of a post with the identifiers that lie in it."""
    spans = tuple((a - start, b - start, kind) for a, b, kind in post.spans if start <= a and b <= end)
    return Labelled(post.text[start:end], spans)
