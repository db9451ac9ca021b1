"""Keeping the rules of badges: read who is a member, level the badges, write what changed. Services never commit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts.badges import RETURNS_AT, SHARED_BY, BadgeKey, BadgeKind, Levels, level_badges
from medpeer.accounts.models import BadgeLevel, BadgeRule, Physician, Standing
from medpeer.core.db import context_of

BLURRED_FOR: Final = timedelta(days=30)

Rules = dict[BadgeKind, BadgeRule]
_ORDER: Final = tuple(BadgeLevel)


def refresh_badges(session: Session, *, shared_by: int = SHARED_BY) -> int:
    """Let each badge say as much as ``shared_by`` active members share, and return how many kinds changed.

    A badge that has to say less says more again after ``BLURRED_FOR``, or sooner when ``RETURNS_AT`` share it.
    """
    rules = {BadgeKind(one.specialty, one.state): one for one in session.scalars(select(BadgeRule))}
    members = dict.fromkeys(rules, 0) | count_members(session)
    now = context_of(session).clock.now()
    blurred = _blurred(rules, now)
    margin = RETURNS_AT - SHARED_BY
    levels = level_badges(members, lambda badge: shared_by + (margin if badge in blurred else 0))
    return _write(session, rules, levels, now)


def count_members(session: Session) -> dict[BadgeKind, int]:
    """Return how many active members there are of each kind."""
    rows = session.execute(
        select(Physician.specialty, Physician.state, func.count())
        .where(Physician.standing == Standing.ACTIVE, Physician.specialty.is_not(None))
        .group_by(Physician.specialty, Physician.state)
    )
    return {BadgeKind(specialty, state): count for specialty, state, count in rows if specialty}


def _blurred(rules: Mapping[BadgeKind, BadgeRule], now: datetime) -> frozenset[BadgeKey]:
    """Return the badges that lately had to say less and are shown by nobody since."""
    late = {kind: one for kind, one in rules.items() if one.blurred_at and now - one.blurred_at < BLURRED_FOR}
    return frozenset(kind.at(level) for kind, one in late.items() for level in _ORDER[: _ORDER.index(one.level)])


def _write(session: Session, rules: Rules, levels: Levels, now: datetime) -> int:
    changed = 0
    for kind, level in levels.items():
        rule = rules.get(kind)
        if rule is None:
            session.add(BadgeRule(specialty=kind.specialty, state=kind.state, level=level))
        elif rule.level is not level:
            says_less = _ORDER.index(level) > _ORDER.index(rule.level)
            rule.level, rule.blurred_at = level, now if says_less else None
        else:
            continue
        changed += 1
    return changed


def kind_of(session: Session, physician_id: int) -> BadgeKind | None:
    """Return the kind a physician is of now: what a handle keeps from the moment it is taken."""
    physician = session.get_one(Physician, physician_id)
    return BadgeKind(physician.specialty, physician.state) if physician.specialty else None
