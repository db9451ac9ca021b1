"""Puts slices into stacks, and each stack into the order in which it is read."""

from collections import defaultdict
from collections.abc import Sequence

from medpeer.imaging.dicom.slices import Slice


def stacks(slices: Sequence[Slice]) -> list[list[Slice]]:
    """Return the slices by series, size and direction, each stack in order; stacks in the order they were met."""
    found: defaultdict[tuple[object, ...], list[Slice]] = defaultdict(list)
    for one in slices:
        found[one.stack].append(one)
    return [ordered(stack) for stack in found.values()]


def ordered(stack: list[Slice]) -> list[Slice]:
    """Return a stack by place in the body, or by instance number where places repeat or are not known.

    Places say what lies beside what; the numbers say at which end reading starts.
    """
    depths = [one.depth for one in stack]
    if None in depths or len(set(depths)) < len(depths):
        return sorted(stack, key=_by_number)
    placed = sorted(stack, key=_by_depth)
    first, last = placed[0].number, placed[-1].number
    return placed[::-1] if first is not None and last is not None and first > last else placed


def _by_number(one: Slice) -> tuple[int, float]:
    return (one.number or 0, one.depth or 0.0)


def _by_depth(one: Slice) -> float:
    return one.depth or 0.0
