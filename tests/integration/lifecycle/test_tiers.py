"""What each tier can do in the product, through its pages."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from medpeer.accounts import queries, service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing, Tier
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.relay import Relay
from medpeer.licensing.evidence import BoardKind, BoardStatus
from medpeer.notifications.mailbox import Mail, list_mails
from tests.conftest import NOW
from tests.factories.discussions import Discussions, new_key
from tests.factories.licensing import line, load
from tests.factories.membership import load_board, make_member, physician_of
from tests.factories.people import People


def put_into(database: Database, actor: Actor, tier: Tier) -> Actor:
    """Put somebody into a tier and return them as they act from then on."""
    with database.transaction() as session:
        service.change_tier(session, session.get_one(Physician, actor.physician_id), tier, actor_id=None)
    with database.reading() as session:
        return queries.load_actor(session, actor.physician_id)


def reply(people: People, browser: FlaskClient, thread_id: int) -> int:
    data = {
        "csrf_token": people.csrf(browser),
        "body": "Ferritin would settle it.",
        "client_key": new_key(),
    }
    return browser.post(f"/threads/{thread_id}/posts", data=data).status_code


@pytest.mark.parametrize(
    ("tier", "asks_case", "asks_practice"),
    [
        (Tier.PHYSICIAN, 200, 200),
        (Tier.TRAINEE, 200, 200),
        (Tier.RETIRED, 403, 200),
        (Tier.NON_US, 200, 403),
    ],
)
def test_a_tier_decides_where_one_asks_and_everybody_reads(
    database: Database, people: People, tier: Tier, asks_case: int, asks_practice: int
) -> None:
    member = put_into(database, people.physician(), tier)
    browser = people.client(member)
    assert browser.get("/cases/ask").status_code == asks_case
    assert browser.get("/practice/ask").status_code == asks_practice
    assert ("Ask a case" in browser.get("/cases").text) is (asks_case == 200)
    for path in ("/cases", "/practice", "/journal-club", "/chat"):
        assert browser.get(path).status_code == 200


def test_members_elsewhere_answer_cases_and_read_practice(database: Database, people: People) -> None:
    asker = people.physician()
    talk = Discussions(database)
    case = talk.thread(asker)
    practice = talk.thread(asker, space="billing", title="Late payers", body="How long do you wait?")
    browser = people.client(put_into(database, people.physician(), Tier.NON_US))
    assert reply(people, browser, case) in {201, 303}
    assert "You read here." in browser.get(f"/threads/{practice}").text
    assert reply(people, browser, practice) == 403


@pytest.mark.parametrize("tier", [Tier.TRAINEE, Tier.RETIRED, Tier.NON_US])
def test_a_desk_closes_with_the_full_licence(database: Database, people: People, tier: Tier) -> None:
    holder = people.physician(Role.MODERATOR, Role.REVIEWER)
    browser = people.client(holder)
    assert browser.get("/review").status_code == 200
    put_into(database, holder, tier)
    assert browser.get("/review").status_code == 404
    assert browser.get("/moderation").status_code == 404


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        (Tier.PHYSICIAN, "Full licence."),
        (Tier.TRAINEE, "In training."),
        (Tier.RETIRED, "Retired."),
        (Tier.NON_US, "Licensed outside the United States."),
    ],
)
def test_the_account_page_says_the_tier(database: Database, people: People, tier: Tier, words: str) -> None:
    member = put_into(database, people.physician(), tier)
    assert words in people.client(member).get("/account").text


TOLD = {
    Tier.PHYSICIAN: ("You are here on a full licence now", "Everything here is open to you."),
    Tier.TRAINEE: ("You are here as a physician in training now", "Vouching for others and holding a desk"),
    Tier.RETIRED: ("You are here as a retired physician now", "New cases come from those who see patients now"),
}
OF_BOARD: dict[Tier, dict[str, Any]] = {
    Tier.PHYSICIAN: {},
    Tier.TRAINEE: {"kind": BoardKind.TRAINEE, "type_written": "Training"},
    Tier.RETIRED: {"status": BoardStatus.RETIRED, "status_written": "Retired"},
}
RENEWED = date(2029, 1, 31)


class Licensee:
    """A member whose board says something new from time to time, and what the member hears of it."""

    def __init__(self, people: People, database: Database, relay: Relay, mailbox: Path, clock: SettableClock) -> None:
        self.people, self.database, self.relay, self.mailbox, self.clock = people, database, relay, mailbox, clock
        self.actor = people.physician(email="licensee@stlukes.example")
        make_member(database, self.actor)

    def hear(self, tier: Tier, expires_on: date = RENEWED) -> None:
        """Let the board say something else, a day later."""
        self.clock.set(self.clock.now() + timedelta(days=1))
        load_board(self.database, expires_on, **OF_BOARD[tier])
        MembershipKeeper(self.database).run_round()

    def inbox(self) -> str:
        """Return the page of what they were told."""
        self.relay.drain()
        return self.people.client(self.actor).get("/notifications").text

    def mails(self) -> list[Mail]:
        """Return the mails about tiers."""
        self.relay.drain()
        every = [mail for mail in list_mails(self.mailbox) if mail.subject == "What you can do here"]
        assert {mail.to for mail in every} <= {"licensee@stlukes.example"}
        return every

    @property
    def tier(self) -> Tier:
        return physician_of(self.database, self.actor).tier


@pytest.fixture
def licensee(
    people: People,
    database: Database,
    relay: Relay,
    data_dir: Path,
    clock: SettableClock,
    sink: MailSink,  # noqa: ARG001 - in use
    tmp_path: Path,
) -> Licensee:
    """Return a member on a full licence, with a mailbox."""
    load(database, tmp_path, line())
    load_board(database, RENEWED)
    return Licensee(people, database, relay, data_dir / "mailbox", clock)


@pytest.mark.parametrize("tier", [Tier.TRAINEE, Tier.RETIRED])
def test_a_member_hears_of_another_tier_once_and_of_the_way_back(licensee: Licensee, tier: Tier) -> None:
    licensee.hear(Tier.PHYSICIAN)
    assert licensee.mails() == []
    assert "Nothing waits for you" in licensee.inbox()
    licensee.hear(tier)
    licensee.hear(tier)
    assert licensee.tier is tier
    page = licensee.inbox()
    for words in TOLD[tier]:
        assert page.count(words) == 1
    assert 'href="/account"' in page
    (mail,) = licensee.mails()
    assert "http://127.0.0.1:5000/account" in mail.body
    assert not any(word in mail.body for word in ("Okonjo", "Miriam", "MD-0010037", "Nebraska"))
    licensee.hear(Tier.PHYSICIAN)
    assert licensee.tier is Tier.PHYSICIAN
    assert TOLD[Tier.PHYSICIAN][0] in licensee.inbox()
    assert len(licensee.mails()) == 2


def test_whoever_is_suspended_meanwhile_hears_of_their_tier_when_they_come_back(licensee: Licensee) -> None:
    ended = NOW.date() - timedelta(days=3)
    licensee.hear(Tier.TRAINEE, ended)
    assert physician_of(licensee.database, licensee.actor).standing is Standing.LAPSED_READONLY
    assert licensee.tier is Tier.TRAINEE
    assert licensee.mails() == []
    licensee.hear(Tier.TRAINEE)
    assert physician_of(licensee.database, licensee.actor).standing is Standing.ACTIVE
    assert TOLD[Tier.TRAINEE][0] in licensee.inbox()
    assert len(licensee.mails()) == 1
