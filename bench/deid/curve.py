"""The operating curve as a picture: recall against harmless posts flagged, one line for each corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_SIDE: Final = 480
_EDGE: Final = 56
_COLOURS: Final = ("#1b6e63", "#a3262f", "#355c9b", "#8a5a00", "#6b3f8f", "#4b5a2a")


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold: the share of harmless posts flagged and the share of labelled tokens found, in 0..1."""

    threshold: float
    flagged: float
    recall: float


def curve_svg(lines: Mapping[str, Sequence[Point]]) -> str:
    """Return the picture; the axes begin at 0 % flagged and at 60 % recall."""
    body = "".join(_line(name, points, place) for place, (name, points) in enumerate(lines.items()))
    size = _SIDE + 2 * _EDGE
    font = 'font-family="system-ui, sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" {font}>'
    title = "<title>Recall against harmless posts flagged</title>"
    return f'{head}{title}<rect width="{size}" height="{size}" fill="#fcfcfa"/>{_axes()}{body}</svg>\n'


def _x(flagged: float) -> float:
    """Give the place of a share of flagged posts; the axis ends at 60 %."""
    return round(_EDGE + _SIDE * min(flagged, 0.6) / 0.6, 1)


def _y(recall: float) -> float:
    """Give the place of a recall; the axis begins at 60 %."""
    return round(_EDGE + _SIDE * (1 - max(recall, 0.6)) / 0.4, 1)


def _axes() -> str:
    """Draw grid and labels."""
    pieces: list[str] = []
    for step in range(7):
        x, share = _x(step / 10), 10 * step
        pieces.append(f'<path d="M{x} {_EDGE}V{_EDGE + _SIDE}" stroke="#d9dfdb"/>')
        pieces.append(f'<text x="{x}" y="{_EDGE + _SIDE + 18}" text-anchor="middle" fill="#58625e">{share} %</text>')
    for step in range(5):
        y, share = _y(0.6 + step / 10), 60 + 10 * step
        pieces.append(f'<path d="M{_EDGE} {y}H{_EDGE + _SIDE}" stroke="#d9dfdb"/>')
        pieces.append(f'<text x="{_EDGE - 8}" y="{y + 4}" text-anchor="end" fill="#58625e">{share} %</text>')
    middle = _EDGE + _SIDE / 2
    pieces.append(f'<text x="{middle}" y="{_EDGE + _SIDE + 40}" text-anchor="middle">harmless posts flagged</text>')
    pieces.append(f'<text x="{_EDGE}" y="{_EDGE - 20}">labelled tokens found</text>')
    return "".join(pieces)


def _line(name: str, points: Sequence[Point], place: int) -> str:
    """Draw one corpus: a line, a dot for each threshold, its name."""
    colour = _COLOURS[place % len(_COLOURS)]
    ordered = sorted(points, key=lambda point: (point.flagged, point.recall))
    path = "L".join(f"{_x(point.flagged)} {_y(point.recall)}" for point in ordered)
    dots = "".join(
        f'<circle cx="{_x(point.flagged)}" cy="{_y(point.recall)}" r="3.5" fill="{colour}"><title>threshold '
        f"{point.threshold:.2f}: {100 * point.recall:.1f} % found, {100 * point.flagged:.1f} % flagged</title></circle>"
        for point in ordered
    )
    label = f'<text x="{_EDGE + _SIDE - 6}" y="{_EDGE + _SIDE - 12 - 18 * place}" text-anchor="end" fill="{colour}">'
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}{label}{escape(name)}</text>'
