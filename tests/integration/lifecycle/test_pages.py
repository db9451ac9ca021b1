"""What members see of their own membership in each standing; and that others see nothing of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Cause, Physician, Standing, Tier
from medpeer.accounts.standings import TRANSITIONS
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.membership import MembershipKeeper
from medpeer.licensing.queries.membership import Step
from medpeer.web.licensing.membership import happened
from tests.conftest import NOW
from tests.factories.discussions import Discussions
from tests.factories.licensing import line, load
from tests.factories.membership import load_board, make_member, physician_of
from tests.factories.people import People
from tests.integration.onboarding.conftest import main_of

TIERS = ("Full licence", "In training", "Retired", "outside the United States", "trainee", "retired", "non_us")


@pytest.fixture
def member(people: People, database: Database, tmp_path: Path) -> Actor:
    """Return a member with an approved claim, and a fresh register that has them."""
    load(database, tmp_path, line())
    actor = people.physician()
    make_member(database, actor)
    return actor


def move(database: Database, actor: Actor, *standings: Standing) -> None:
    """Lead a person through standings."""
    for standing in standings:
        with database.transaction() as session:
            physician = session.get_one(Physician, actor.physician_id)
            accounts.change_standing(session, physician, standing, actor_id=None)


def run_out(database: Database, clock: SettableClock, days: int) -> None:
    """Let the licence end in three days and go ``days`` on, a round a day."""
    load_board(database, NOW.date() + timedelta(days=3))
    for day in (0, 4, days):
        clock.set(NOW + timedelta(days=day))
        MembershipKeeper(database).run_round()


def test_a_licence_that_ends_soon_says_so_on_the_round_and_nowhere_else(
    database: Database, people: People, member: Actor, clock: SettableClock
) -> None:
    load_board(database, NOW.date() + timedelta(days=61))
    MembershipKeeper(database).run_round()
    browser = people.client(member)
    assert "Your licence ends on" not in browser.get("/").text
    clock.set(NOW + timedelta(days=1))
    MembershipKeeper(database).run_round()
    assert "Your licence ends on 20 January 2027." in browser.get("/").text
    assert "Your licence ends on" not in browser.get("/cases").text


def test_who_lapsed_reads_what_is_open_until_when_and_what_to_do(
    database: Database, people: People, member: Actor, clock: SettableClock
) -> None:
    run_out(database, clock, 5)
    browser = people.client(member)
    for path in ("/", "/cases", "/account", "/chat"):
        assert "You read only." in browser.get(path).text, path
    page = browser.get("/join").text
    assert "You read only." not in page
    assert "You read everything until 24 December 2026, and write nothing." in page
    assert "It ended on 23 November 2026, by the register." in page
    assert "Renew with the board of Nebraska." in page
    assert "The licence ended, by the register. Reading only." in page


def test_a_note_of_whoever_lapsed_reaches_a_reviewer_and_stays_on_their_page(
    database: Database, people: People, member: Actor, clock: SettableClock
) -> None:
    run_out(database, clock, 5)
    browser = people.client(member)
    refused = browser.post(
        "/join/note", data={"csrf_token": people.csrf(browser), "body": "My patient John Fairweather, MRN 00481516."}
    )
    assert refused.status_code == 422
    assert "Your membership" in refused.text
    assert 'id="note-findings"' in refused.text
    words = {"csrf_token": people.csrf(browser), "body": "I renewed in October; the board is slow."}
    assert browser.post("/join/note", data=words).status_code == 303
    assert physician_of(database, member).standing is Standing.LAPSED_READONLY
    assert "I renewed in October; the board is slow." in browser.get("/join").text


def test_who_was_suspended_by_time_learns_the_way_back(
    database: Database, people: People, member: Actor, clock: SettableClock
) -> None:
    run_out(database, clock, 40)
    assert physician_of(database, member).standing is Standing.SUSPENDED
    browser = people.client(member)
    assert browser.get("/cases").headers["Location"] == "/join"
    page = browser.get("/join").text
    assert "the 30 days of reading are over" in page
    assert "A renewed licence in the register brings the membership back by itself." in page
    assert "Send the appeal" in page
    assert "You read only." not in page


@pytest.mark.parametrize(
    ("way", "title"),
    [
        ((Standing.HELD,), "Your membership is on hold."),
        ((Standing.HELD, Standing.SUSPENDED), "Your membership is suspended."),
        ((Standing.HELD, Standing.SUSPENDED, Standing.APPEAL), "Your appeal is with another reviewer."),
    ],
)
def test_every_stop_has_one_page_with_what_to_do(
    database: Database, people: People, member: Actor, way: tuple[Standing, ...], title: str
) -> None:
    move(database, member, *way)
    page = people.client(member).get("/join").text
    assert title in page
    assert "What to do" in page
    assert page.count('class="banner ') == 1
    assert "Step " not in page


def test_every_step_of_a_standing_is_named() -> None:
    steps = [Step(NOW, after, cause) for ways in TRANSITIONS.values() for after, cause in ways.items()]
    assert all(happened(step).endswith(".") for step in steps)
    assert {step.cause for step in steps} == set(Cause)


@pytest.mark.parametrize(
    ("standing", "title"),
    [(Standing.SUSPENDED, "Your account is suspended."), (Standing.HELD, "Your application is on hold.")],
)
def test_who_never_was_a_member_reads_of_no_membership(
    database: Database, people: People, standing: Standing, title: str
) -> None:
    actor = people.physician(standing=Standing.EMAIL_OK, specialty=None)
    move(database, actor, standing)
    page = main_of(people.client(actor).get("/join").text)
    assert title in page
    for untrue in ("membership", "Your posts", "neither read nor write", "/join/proof"):
        assert untrue not in page, untrue


def test_who_never_filed_a_claim_is_told_whom_to_write_to(database: Database, people: People) -> None:
    actor = people.physician()
    move(database, actor, Standing.SUSPENDED)
    page = people.client(actor).get("/join").text
    assert "Your membership is suspended." in page
    assert "Write to the address in your last mail from us." in page
    assert "Send the appeal" not in page


def test_nobody_else_sees_a_tier_or_that_somebody_reads_only(database: Database, people: People) -> None:
    discussions = Discussions(database)
    reader = people.physician()
    authors = {tier: people.physician(first=f"Ada{tier.value[0]}") for tier in Tier}
    thread_id = discussions.thread(reader)
    for author in authors.values():
        discussions.reply(author, thread_id)
    pages = ("/", "/cases", f"/threads/{thread_id}", "/spaces/nephrology", "/chat", "/search")
    browser = people.client(reader)
    before = {path: browser.get(path).text for path in pages}
    for tier, author in authors.items():
        with database.transaction() as session:
            physician = session.get_one(Physician, author.physician_id)
            accounts.change_tier(session, physician, tier, actor_id=None)
    move(database, authors[Tier.RETIRED], Standing.LAPSED_READONLY)
    move(database, authors[Tier.NON_US], Standing.HELD)
    for path, page in before.items():
        now = browser.get(path).text
        assert main_of(now) == main_of(page), path
        assert not [word for word in TIERS if word in main_of(now)], path
