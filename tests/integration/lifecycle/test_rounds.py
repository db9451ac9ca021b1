"""The daily round: notices, lapse, suspension and the way back, each by the clock."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Cause, Physician, Standing, StandingEvent, Tier
from medpeer.audit import AuditAction, AuditEntry
from medpeer.audit.verify import verify_chain
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.relay import Relay
from medpeer.licensing.evidence import BoardStatus
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from medpeer.notifications.models import Notification
from tests.conftest import NOW
from tests.factories.licensing import line, load
from tests.factories.membership import exclusion, load_board, load_leie, make_member, physician_of
from tests.factories.people import People

Days = Callable[[int], None]


@pytest.fixture
def member(people: People, database: Database, tmp_path: Path) -> Actor:
    """Return a member with an approved claim, and a fresh register that has them."""
    load(database, tmp_path, line())
    actor = people.physician()
    make_member(database, actor)
    return actor


@pytest.fixture
def keeper(database: Database) -> MembershipKeeper:
    return MembershipKeeper(database)


@pytest.fixture
def day(database: Database, clock: SettableClock, keeper: MembershipKeeper, member: Actor) -> Days:  # noqa: ARG001 - first
    """Return what moves the clock to a day from now, and runs its round; the board's file is of that day too."""

    def go(days: int) -> None:
        clock.set(NOW + timedelta(days=days))
        keeper.run_round()

    return go


def notices(database: Database) -> list[str]:
    """Return what members were to be told, in order."""
    with database.reading() as session:
        rows = session.scalars(
            select(OutboxEvent.payload)
            .where(OutboxEvent.name == "licensing.membership_changed")
            .order_by(OutboxEvent.id)
        ).all()
    return [row.split('"notice":"')[1].rstrip('"}') for row in rows]


def standing(database: Database, member: Actor) -> Standing:
    return physician_of(database, member).standing


def test_a_licence_runs_out_by_notices_lapse_and_suspension_and_comes_back(
    database: Database, member: Actor, day: Days
) -> None:
    end = NOW.date() + timedelta(days=70)
    load_board(database, end)
    day(0)
    assert notices(database) == []
    for ahead, told in ((60, "ends_in_60"), (30, "ends_in_30"), (7, "ends_in_7")):
        load_board(database, end)
        day(70 - ahead - 1)
        before = notices(database)
        day(70 - ahead)
        day(70 - ahead)
        assert notices(database) == [*before, told]
    day(70)
    assert standing(database, member) is Standing.ACTIVE
    day(71)
    assert standing(database, member) is Standing.LAPSED_READONLY
    day(100)
    assert standing(database, member) is Standing.LAPSED_READONLY
    day(101)
    assert standing(database, member) is Standing.SUSPENDED
    load_board(database, end + timedelta(days=365))
    day(102)
    assert standing(database, member) is Standing.ACTIVE
    assert notices(database)[3:] == ["lapsed", "suspended", "renewed"]
    with database.reading() as session:
        steps = session.scalars(select(StandingEvent).order_by(StandingEvent.id)).all()
        assert [step.cause for step in steps] == [Cause.LICENCE_ENDED, Cause.GRACE_OVER, Cause.LICENCE_RENEWED]
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.STANDING_CHANGED).order_by(AuditEntry.seq)
        ).all()
        assert [entry.evidence_digest for entry in entries] == [step.evidence_digest for step in steps]
        assert all(entry.evidence_digest for entry in entries)
        assert list(verify_chain(session)) == []


def test_a_renewal_in_the_grace_time_opens_everything_again(database: Database, member: Actor, day: Days) -> None:
    load_board(database, NOW.date() + timedelta(days=3))
    day(4)
    assert standing(database, member) is Standing.LAPSED_READONLY
    load_board(database, NOW.date() + timedelta(days=400))
    day(5)
    assert standing(database, member) is Standing.ACTIVE


def test_missed_rounds_send_the_nearest_notice_alone(database: Database, day: Days) -> None:
    load_board(database, NOW.date() + timedelta(days=100))
    day(1)
    day(95)
    assert notices(database) == ["ends_in_7"]


def test_each_member_is_asked_about_once_a_day_and_after_each_file(
    database: Database, keeper: MembershipKeeper, day: Days, clock: SettableClock
) -> None:
    day(1)
    assert keeper.run_round() == 0
    clock.set(clock.now() + timedelta(hours=1))
    load_board(database, date(2027, 9, 30))
    assert keeper.run_round() == 1
    assert keeper.run_round() == 0
    day(2)
    assert keeper.run_round() == 0


def test_one_broken_member_keeps_no_other_from_the_round(
    database: Database, people: People, member: Actor, keeper: MembershipKeeper, clock: SettableClock
) -> None:
    other = people.physician()
    broken = make_member(database, other, npi="1999000023", licence="MD-77")
    with database.transaction() as session:
        session.get_one(LicenceClaim, broken).npi_sealed = b"gAAAA no seal"
    load_board(database, NOW.date() - timedelta(days=1))
    clock.set(NOW + timedelta(days=1))
    assert keeper.run_round() == 2
    assert standing(database, member) is Standing.LAPSED_READONLY
    assert standing(database, other) is Standing.ACTIVE


def test_a_name_on_the_exclusion_list_is_for_a_person_and_stops_nothing(
    database: Database, member: Actor, day: Days, tmp_path: Path
) -> None:
    load_leie(database, tmp_path, exclusion(state="NE"))
    day(1)
    with database.reading() as session:
        claim = session.scalars(select(LicenceClaim)).one()
    assert (standing(database, member), claim.status) == (Standing.ACTIVE, ClaimStatus.NEEDS_REVIEW)
    assert notices(database) == []


def test_a_name_alone_is_nothing(database: Database, member: Actor, day: Days, tmp_path: Path) -> None:
    load_leie(database, tmp_path, exclusion(state="TX"))
    day(1)
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim)).one().status is ClaimStatus.APPROVED
    assert standing(database, member) is Standing.ACTIVE


def test_a_retired_licence_changes_the_tier_and_lets_its_holder_stay(
    database: Database, member: Actor, day: Days, people: People
) -> None:
    load_board(database, NOW.date() - timedelta(days=9), status=BoardStatus.RETIRED)
    day(1)
    held = physician_of(database, member)
    assert (held.standing, held.tier) == (Standing.ACTIVE, Tier.RETIRED)
    assert "Retired" in people.client(member).get("/account").text


def test_somebody_whom_a_person_suspended_is_not_brought_back(database: Database, member: Actor, day: Days) -> None:
    with database.transaction() as session:
        from_staff = session.get_one(Physician, member.physician_id)
        from_staff.standing = Standing.SUSPENDED
    load_board(database, NOW.date() + timedelta(days=400))
    day(1)
    assert standing(database, member) is Standing.SUSPENDED


def test_the_inbox_and_the_account_say_when_a_licence_ends(
    database: Database, member: Actor, day: Days, people: People, relay: Relay
) -> None:
    load_board(database, NOW.date() + timedelta(days=31))
    day(1)
    relay.drain()
    browser = people.client(member)
    assert "Your licence ends within 30 days" in browser.get("/notifications").text
    assert "Ends on 21 December 2026" in browser.get("/account").text
    with database.reading() as session:
        assert len(session.scalars(select(Notification)).all()) == 1
