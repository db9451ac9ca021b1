"""Badges: what stands beside a handle, as exact as enough members share it. Pure.

A badge is shared by those who show it, not by those it would be true of: were ten of thirty in a region shown by their
state, "the region" on the others would point at twenty. So badges are levelled together, from the finest down.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from medpeer.accounts.models import BadgeLevel, Specialty
from medpeer.accounts.regions import region_of

SHARED_BY: Final = 20
"""So many active members show a badge, or it says less."""
RETURNS_AT: Final = 25
"""So many must share a badge that said less lately: who comes and goes at the brink does not make it flicker."""

_LADDER: Final = tuple(BadgeLevel)


@dataclass(frozen=True, slots=True, order=True)
class BadgeKind:
    """What is known of a member when they take a handle; ``state`` is a postal code or empty."""

    specialty: Specialty
    state: str = ""

    def at(self, level: BadgeLevel) -> "BadgeKey":
        """Return what says the same of everybody of this kind at ``level``."""
        place = self.state if level is BadgeLevel.STATE else region_of(self.state)
        match level:
            case BadgeLevel.STATE | BadgeLevel.REGION:
                return (level, self.specialty, place)
            case BadgeLevel.SPECIALTY:
                return (level, self.specialty, "")
            case BadgeLevel.PHYSICIAN:
                return (level, None, "")

    @property
    def finest(self) -> BadgeLevel:
        """The most that could be said of this kind."""
        if region_of(self.state):
            return BadgeLevel.STATE
        return BadgeLevel.SPECIALTY


BadgeKey = tuple[BadgeLevel, Specialty | None, str]
Levels = dict[BadgeKind, BadgeLevel]


def level_badges(members: Mapping[BadgeKind, int], needed: Callable[[BadgeKey], int]) -> Levels:
    """Return for each kind the level at which it is shown, so that each badge has ``needed(badge)`` members.

    Where too few are left over at a level, the smallest finer badges beneath join them; where nobody is left to join,
    they go up a level. Kinds without members show the finest badge above them that others show, or "Physician".
    """
    levels = {kind: kind.finest for kind, count in members.items() if count}
    for level in _LADDER:
        for badge in sorted({kind.at(level) for kind, its in levels.items() if its is level}, key=str):
            _fill(levels, members, badge, needed(badge))
    shown = {kind.at(level) for kind, level in levels.items()}
    absent = (kind for kind, count in members.items() if not count)
    return levels | {kind: _finest_shown(kind, shown) for kind in absent}


def _fill(levels: Levels, members: Mapping[BadgeKind, int], badge: BadgeKey, needed: int) -> None:
    level = badge[0]
    missing = needed - sum(members[kind] for kind, its in levels.items() if its is level and kind.at(level) == badge)
    for finer in _smallest_first(levels, members, badge):
        if missing <= 0:
            return
        joining = [kind for kind, its in levels.items() if kind.at(its) == finer]
        missing -= sum(members[kind] for kind in joining)
        levels.update(dict.fromkeys(joining, level))
    if missing > 0 and level is not BadgeLevel.PHYSICIAN:
        above = _LADDER[_LADDER.index(level) + 1]
        levels.update({kind: above for kind, its in levels.items() if its is level and kind.at(level) == badge})


def _smallest_first(levels: Levels, members: Mapping[BadgeKind, int], badge: BadgeKey) -> list[BadgeKey]:
    """Return the finer badges beneath ``badge``, those with the fewest members first."""
    level, counts = badge[0], Counter[BadgeKey]()
    for kind, its in levels.items():
        if _LADDER.index(its) < _LADDER.index(level) and kind.at(level) == badge:
            counts[kind.at(its)] += members[kind]
    return sorted(counts, key=lambda finer: (counts[finer], str(finer)))


def _finest_shown(kind: BadgeKind, shown: set[BadgeKey]) -> BadgeLevel:
    # A kind of an unknown place has neither state nor region.
    possible = _LADDER[_LADDER.index(kind.finest) :]
    return next((level for level in possible if kind.at(level) in shown), BadgeLevel.PHYSICIAN)


def holders(levels: Levels, members: Mapping[BadgeKind, int]) -> dict[BadgeKey, int]:
    """Return how many members show each badge."""
    found: defaultdict[BadgeKey, int] = defaultdict(int)
    for kind, level in levels.items():
        found[kind.at(level)] += members[kind]
    return dict(found)
