"""Worker's side: finds what looks like text without reading it, for where no reader is installed."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.spots import spot

_CELL: Final = 8
# A stroke's edge: this many of 255 grey levels between neighbours.
_EDGE: Final = 24
# The share of a cell's pixels that are edges from which on it may be print.
_LEAST_EDGES: Final = 0.12
_LEAST_CELLS: Final = 2


def likely_text(pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
    """Return places where upright edges stand as close as in print, joined into lines."""
    grey = pixels.mean(axis=2, dtype=np.float32)
    height, width = grey.shape
    edges = np.abs(np.diff(grey, axis=1)) > _EDGE
    rows, columns = height // _CELL, (width - 1) // _CELL
    cells = edges[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3))
    return [
        spot("text", np.array(((left, top), (right, bottom))) * _CELL, (width, height))
        for left, top, right, bottom in _patches(cells > _LEAST_EDGES)
    ]


def _patches(marked: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return the bounds of each group of marked cells that touch, or stand one cell apart on a line."""
    waiting = {(int(row), int(column)) for row, column in np.argwhere(marked)}
    found = []
    while waiting:
        group = _grown(waiting.pop(), waiting)
        if len(group) >= _LEAST_CELLS:
            rows, columns = zip(*group, strict=True)
            found.append((min(columns), min(rows), max(columns) + 1, max(rows) + 1))
    return found


def _grown(seed: tuple[int, int], waiting: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take from ``waiting`` all that hangs together with a cell."""
    group, edge = [seed], [seed]
    while edge:
        row, column = edge.pop()
        near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-2, -1, 0, 1, 2)} & waiting
        waiting -= near
        group += near
        edge += near
    return group
