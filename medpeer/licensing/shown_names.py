"""Names as pages show them: masked, and with the letters marked that differ. Pure."""

from itertools import product
from typing import Final

from medpeer.licensing.names import PersonName, fold

_SHORT: Final = 3


def mask_name(name: PersonName) -> str:
    """Return "J••• D•e": the first name's initial and the last name's ends. One knows one's own, learns no other's."""
    first = (word[:1] + "•" * (len(word) - 1) for word in name.first.split())
    return " ".join((*first, *map(_show_ends, name.last.split())))


def _show_ends(word: str) -> str:
    if len(word) < _SHORT:
        return word[:1] + "•" * (len(word) - 1)
    return word[0] + "•" * (len(word) - 2) + word[-1]


def differing_runs(given: str, held: str) -> tuple[tuple[str, bool], ...]:
    """Return ``given`` in runs, each with whether its letters are missing from ``held`` in order.

    Letters are compared as folded, so that case and marks do not count. The runs joined are ``given`` itself.
    """
    kept = _kept_places([fold(char) or char for char in given], [fold(char) or char for char in held])
    runs: list[tuple[str, bool]] = []
    for place, char in enumerate(given):
        differs = place not in kept
        if runs and runs[-1][1] is differs:
            runs[-1] = (runs[-1][0] + char, differs)
        else:
            runs.append((char, differs))
    return tuple(runs)


def _kept_places(given: list[str], held: list[str]) -> set[int]:
    """Return the places of ``given`` on a longest common subsequence with ``held``."""
    lengths = [[0] * (len(held) + 1) for _ in range(len(given) + 1)]
    for i, j in product(reversed(range(len(given))), reversed(range(len(held)))):
        same = given[i] == held[j]
        lengths[i][j] = 1 + lengths[i + 1][j + 1] if same else max(lengths[i + 1][j], lengths[i][j + 1])
    kept, i, j = set(), 0, 0
    while i < len(given) and j < len(held):
        if given[i] == held[j]:
            kept.add(i)
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return kept
