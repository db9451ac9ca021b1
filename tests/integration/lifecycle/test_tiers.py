"""What each tier can do in the product, through its pages."""

import pytest
from flask.testing import FlaskClient

from medpeer.accounts import queries, service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Tier
from medpeer.core.db import Database
from tests.factories.discussions import Discussions, new_key
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
