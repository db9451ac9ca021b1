"""Badges follow who is a member: by the job, without flicker, and never a single person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from medpeer.accounts import service
from medpeer.accounts.actor import Actor
from medpeer.accounts.badge_rules import refresh_badges
from medpeer.accounts.models import BadgeLevel, BadgeRule, Physician, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.badges import BadgeKeeper
from tests.factories.chat import talk
from tests.factories.discussions import Discussions
from tests.factories.people import People


@pytest.fixture
def members(people: People) -> list[Actor]:
    """Return twenty nephrologists of Wyoming."""
    return [people.physician(state="WY", badges_shared_by=20) for _ in range(20)]


def level(database: Database) -> BadgeLevel | None:
    with database.reading() as session:
        return session.scalar(select(BadgeRule.level).where(BadgeRule.state == "WY"))


def change(database: Database, actor: Actor, standing: Standing) -> None:
    with database.transaction() as session:
        physician = session.get_one(Physician, actor.physician_id)
        service.change_standing(session, physician, standing, actor_id=None)
        refresh_badges(session)


def test_a_badge_says_the_state_from_twenty_members_on(
    database: Database, people: People, members: list[Actor]
) -> None:
    assert level(database) is BadgeLevel.STATE
    thread_id = Discussions(database).thread(members[0])
    talk(database, members[1], "nephrology", "Anyone on?")
    reader = people.client(members[2])
    assert "Nephrology, Wyoming" in reader.get(f"/threads/{thread_id}").text
    assert "Nephrology, Wyoming" in reader.get("/chat/nephrology").text
    assert "nephrology, Wyoming" in reader.get("/cases").text


def test_one_member_fewer_and_it_says_less_at_once_and_for_a_month(
    database: Database, clock: SettableClock, members: list[Actor]
) -> None:
    change(database, members[0], Standing.SUSPENDED)
    assert level(database) is BadgeLevel.PHYSICIAN
    change(database, members[0], Standing.ACTIVE)
    assert level(database) is BadgeLevel.PHYSICIAN
    clock.set(clock.now() + timedelta(days=31))
    assert BadgeKeeper(database).run_once() == 1
    assert level(database) is BadgeLevel.STATE


def test_many_more_members_bring_it_back_sooner(database: Database, people: People, members: list[Actor]) -> None:
    change(database, members[0], Standing.SUSPENDED)
    for _ in range(6):
        people.physician(state="WY", badges_shared_by=20)
    assert level(database) is BadgeLevel.STATE


def test_a_handle_keeps_the_badge_it_was_taken_with(database: Database, people: People, members: list[Actor]) -> None:
    thread_id = Discussions(database).thread(members[0])
    with database.transaction() as session:
        session.get_one(Physician, members[0].physician_id).specialty = None
    people.physician(state="WY", badges_shared_by=20)
    assert "Nephrology, Wyoming" in people.client(members[2]).get(f"/threads/{thread_id}").text


def test_before_the_job_ran_a_badge_says_the_least(database: Database, people: People, members: list[Actor]) -> None:
    thread_id = Discussions(database).thread(members[0])
    with database.transaction() as session:
        for rule in session.scalars(select(BadgeRule)):
            session.delete(rule)
    page = people.client(members[2]).get(f"/threads/{thread_id}").text
    assert "Wyoming" not in page
    assert "Physician" in page
