# ruff: noqa: PLR2004 - shares explain themselves where they stand
"""Makes variants of hand-written posts: other names, places, numbers and dates, other letter case, slips.

Hand-written contexts are scarce and word lists are long; putting many names into each context teaches a model to read
the context.
"""

import random

from tools.deid.cropping import cropped
from tools.deid.pools import Pools
from tools.deid.posts import Labelled
from tools.deid.renaming import renamed
from tools.deid.renumbering import redated, renumbered
from tools.deid.spelling import recased, recased_names, slipped


def vary(post: Labelled, pools: Pools, dice: random.Random) -> Labelled:
    """Give one variant of a post with identifiers."""
    post = cropped(post, dice) if dice.random() < 0.15 else post
    post = renamed(post, pools, dice) if dice.random() < 0.85 else post
    return _respelt(redated(renumbered(post, dice), dice), dice)


def vary_harmless(post: Labelled, dice: random.Random) -> Labelled:
    """Give one variant of a post without identifiers: a part of it, its letter case, slips of the keyboard."""
    post = cropped(post, dice) if dice.random() < 0.15 else post
    kind = dice.random()
    if kind < 0.16:
        return recased(post, str.lower)
    if kind < 0.19:
        return recased(post, str.upper)
    return slipped(post, dice) if kind < 0.29 else post


def _respelt(post: Labelled, dice: random.Random) -> Labelled:
    """Write two posts in five as people in a hurry do."""
    kind = dice.random()
    if kind < 0.16:
        return recased(post, str.lower)
    if kind < 0.21:
        return recased(post, str.upper)
    if kind < 0.28:
        return recased_names(post, str.lower)
    if kind < 0.31:
        return recased_names(post, str.upper)
    return slipped(post, dice) if kind < 0.46 else post
