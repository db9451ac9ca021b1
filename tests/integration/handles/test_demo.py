"""The demo has so many members that each kind of badge is seen in it."""

from sqlalchemy import func, select

from medpeer.accounts.badge_rules import count_members, refresh_badges
from medpeer.accounts.badges import SHARED_BY, BadgeKind, holders
from medpeer.accounts.models import BadgeLevel, BadgeRule, Physician, Role
from medpeer.cli.demo import content
from medpeer.cli.demo.people import add_members, examine_members
from medpeer.cli.demo.readers import add_readers
from medpeer.core.db import Database


def test_every_badge_of_the_demo_is_shared_and_every_level_is_seen(database: Database) -> None:
    names = examine_members()
    with database.transaction() as session:
        authors = add_members(session, names)
        readers = add_readers(session)
        refresh_badges(session)
        assert session.scalar(select(func.count(Physician.id))) == len(authors) + readers
        levels = {BadgeKind(rule.specialty, rule.state): rule.level for rule in session.scalars(select(BadgeRule))}
        shown = holders(levels, count_members(session))
    assert min(shown.values()) >= SHARED_BY
    assert {level for level, _, _ in shown} == set(BadgeLevel)


def test_two_people_of_the_demo_can_open_a_handle() -> None:
    officers = [row for row in content.physicians() if Role.PRIVACY_OFFICER in row["roles"]]
    assert len(officers) >= 2
