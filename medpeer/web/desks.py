"""What the reviewers' and the moderators' desks share: a queue with one of its things shown beside it."""

from collections.abc import Sequence


def next_in_queue(ids: Sequence[int], shown: int | None) -> int | None:
    """Return what comes after the one shown, from the start again at the end; ``None`` when nothing else waits."""
    later = [one for one in ids if shown is not None and one > shown]
    others = [one for one in ids if one != shown]
    return next(iter(later or others), None)


def place_in_queue(ids: Sequence[int], shown: int | None) -> int | None:
    """Return the place of the one shown, counting from 1; ``None`` when it does not wait."""
    return ids.index(shown) + 1 if shown in ids else None
