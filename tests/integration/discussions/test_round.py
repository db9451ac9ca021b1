"""The front page: a finite round for members, no clinical word for anyone else."""

from datetime import timedelta

from flask.testing import FlaskClient

from medpeer.accounts.models import Specialty, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.discussions import queries, service
from medpeer.discussions.models import Urgency
from medpeer.discussions.queries import RoundReason
from tests.factories.discussions import Discussions
from tests.factories.people import People


def test_strangers_get_a_page_without_a_members_word(client: FlaskClient, people: People, talk: Discussions) -> None:
    talk.thread(people.physician(), title="A veranda question")
    page = client.get("/")
    assert page.status_code == 200
    assert "veranda" not in page.text
    assert "physicians" in page.text


def test_applicants_are_sent_on(people: People, talk: Discussions) -> None:
    talk.thread(people.physician(), title="A veranda question")
    page = people.client(people.physician(standing=Standing.EMAIL_OK)).get("/")
    assert page.status_code in {200, 303}
    assert "veranda" not in page.text


def test_the_own_specialty_comes_first_then_urgency_then_news_then_others(
    database: Database, people: People, talk: Discussions, clock: SettableClock
) -> None:
    me = people.physician(specialty=Specialty.NEPHROLOGY)
    peer = people.physician(specialty=Specialty.CARDIOLOGY)
    other = talk.thread(peer, space="cardiology", urgency=Urgency.TODAY)
    calm = talk.thread(peer, space="nephrology", urgency=Urgency.THIS_WEEK)
    urgent = talk.thread(peer, space="nephrology", urgency=Urgency.TODAY)
    followed = talk.thread(me, space="nephrology")
    joined = talk.thread(peer, space="cardiology")
    talk.reply(me, joined)
    clock.set(clock.now() + timedelta(days=1))
    talk.reply(peer, followed)
    clock.set(clock.now() + timedelta(minutes=1))
    talk.solve(peer, joined)
    with database.reading() as session:
        items = queries.round_of(session, me).items
        assert queries.news_count(session, me) == 2
    assert [item.thread.id for item in items[:2]] == [urgent, calm]
    assert {(item.thread.id, item.reason) for item in items[2:4]} == {
        (followed, RoundReason.NEW_REPLIES),
        (joined, RoundReason.SOLVED),
    }
    assert [(item.thread.id, item.reason) for item in items[4:]] == [(other, RoundReason.WAITING)]


def test_what_was_read_is_news_no_more(people: People, talk: Discussions, clock: SettableClock) -> None:
    me, peer = people.physician(), people.physician()
    thread_id = talk.thread(me)
    clock.set(clock.now() + timedelta(hours=1))
    talk.reply(peer, thread_id)
    browser = people.client(me)
    assert "1 new reply in your own question" in browser.get("/").text
    page = browser.get(f"/threads/{thread_id}")
    assert "<b>New</b>" in page.text
    assert "1 new reply" in browser.get("/").text, "reading a page writes nothing"
    browser.post(f"/threads/{thread_id}/seen", data={"csrf_token": people.csrf(browser)})
    assert "1 new reply" not in browser.get("/").text


def test_old_news_is_no_news(database: Database, people: People, talk: Discussions, clock: SettableClock) -> None:
    me, peer = people.physician(), people.physician()
    thread_id = talk.thread(me)
    clock.set(clock.now() + timedelta(hours=1))
    talk.reply(peer, thread_id)
    clock.set(clock.now() + timedelta(days=31))
    with database.reading() as session:
        assert queries.round_of(session, me).items == ()


def test_the_round_ends_after_eight_and_says_so(
    database: Database, people: People, talk: Discussions, clock: SettableClock
) -> None:
    me, peer = people.physician(), people.physician(specialty=Specialty.CARDIOLOGY)
    for _ in range(10):
        talk.thread(peer, space="cardiology")
    browser = people.client(me)
    for done in range(8):
        with database.reading() as session:
            view = queries.round_of(session, me)
        assert (view.done, view.total) == (done, 8)
        answer = browser.post(f"/round/{view.items[0].thread.id}/dismiss", data={"csrf_token": people.csrf(browser)})
        assert answer.status_code == 303
    page = browser.get("/").text
    assert "That is the whole round" in page
    assert "Not for me" not in page
    clock.set(clock.now() + timedelta(days=1))
    with database.reading() as session:
        assert len(queries.round_of(session, me).items) == 2, "what was not for me stays away"


def test_an_urgent_case_of_the_own_specialty_comes_on_top(
    database: Database, people: People, talk: Discussions
) -> None:
    me, peer = people.physician(), people.physician()
    for _ in range(8):
        thread_id = talk.thread(peer, space="cardiology")
        with database.transaction() as session:
            service.dismiss(session, me, queries.access_thread(session, me, thread_id))
    urgent = talk.thread(peer, space="nephrology", urgency=Urgency.TODAY)
    talk.thread(peer, space="nephrology", urgency=Urgency.TEACHING)
    with database.reading() as session:
        assert [item.thread.id for item in queries.round_of(session, me).items] == [urgent]
