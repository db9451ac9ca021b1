"""Members are told of what concerns them, once, never of their own acts, and never of what is hidden."""

from collections.abc import Sequence
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.clock import SettableClock
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.core.errors import NotFoundError
from medpeer.core.outbox import OutboxDelivery, OutboxEvent
from medpeer.critiques import service as critiques
from medpeer.discussions import queries as discussion_queries
from medpeer.discussions import service as discussions
from medpeer.gate import Surface, forget
from medpeer.jobs.relay import Relay
from medpeer.notifications import policy, queries
from medpeer.notifications.models import Notification, NotificationKind
from medpeer.notifications.queries import NotificationRow
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.people import People
from tests.factories.texts import cleared

TITLE = "Low potassium, high pressure: what next?"
KIND = NotificationKind


@pytest.fixture
def talk(database: Database) -> Discussions:
    """Return the maker of threads and posts."""
    return Discussions(database)


@pytest.fixture
def asker(people: People) -> Actor:
    """Return who asks."""
    return people.physician()


@pytest.fixture
def peer(people: People) -> Actor:
    """Return who answers."""
    return people.physician()


class Inbox:
    """Reads inboxes after the relay has delivered."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database, self._relay = database, relay

    def rows(self, actor: Actor) -> Sequence[NotificationRow]:
        self._relay.drain()
        with self._database.reading() as session:
            page = queries.list_notifications(session, actor)
            assert queries.unread_count(session, actor) == page.unread
        return page.rows

    def kinds(self, actor: Actor) -> list[NotificationKind]:
        return [row.kind for row in self.rows(actor)]


@pytest.fixture
def inbox(database: Database, relay: Relay) -> Inbox:
    """Return the reader of inboxes."""
    return Inbox(database, relay)


def show_as(database: Database, post_id: int, visibility: Visibility, *, by: Actor) -> None:
    """Change a post as moderation does: the change and its audit entry together."""
    action = {
        Visibility.HIDDEN: AuditAction.CONTENT_HIDDEN,
        Visibility.VISIBLE: AuditAction.CONTENT_REINSTATED,
        Visibility.PURGED: AuditAction.CONTENT_PURGED,
    }[visibility]
    with database.transaction() as session:
        if visibility is Visibility.PURGED:
            forget(session, _purge(session, post_id))
        else:
            discussions.set_post_visibility(session, post_id, visibility)
        audit.record(session, action, ObjectKind.POST, post_id, actor_id=by.physician_id)


def _purge(session: Session, post_id: int) -> list[int]:
    return discussions.purge_post(session, post_id)


def test_the_asker_hears_of_answers_as_one_line_while_unread(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People
) -> None:
    thread_id = talk.thread(asker)
    first = talk.reply(peer, thread_id)
    talk.reply(people.physician(), thread_id, "Check the blood pressure lying down.")
    (row,) = inbox.rows(asker)
    assert (row.kind, row.count, row.mine, row.title, row.post_id) == (KIND.ANSWER, 2, True, TITLE, first)
    assert row.unread


def test_nobody_hears_of_their_own_acts(
    talk: Discussions, inbox: Inbox, asker: Actor, database: Database, peer: Actor
) -> None:
    thread_id = talk.thread(asker)
    post_id = talk.reply(asker, thread_id, "One more value came back.")
    talk.reply(asker, thread_id, "And another.", parent_id=post_id)
    talk.solve(asker, thread_id)
    show_as(database, post_id, Visibility.HIDDEN, by=asker)
    assert inbox.rows(asker) == ()
    assert inbox.rows(peer) == ()


def test_a_reply_to_me_is_told_as_such_even_when_i_stopped_following(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, database: Database
) -> None:
    thread_id = talk.thread(asker)
    answer = talk.reply(peer, thread_id)
    with database.transaction() as session:
        thread = discussion_queries.access_thread(session, peer, thread_id)
        discussions.unfollow(session, peer, thread)
    talk.reply(asker, thread_id, "He takes posaconazole.", parent_id=answer)
    talk.reply(asker, thread_id, "A further remark to all.")
    (row,) = inbox.rows(peer)
    assert (row.kind, row.count) == (KIND.REPLY, 1)


def test_a_mark_and_an_outcome_reach_those_who_took_part(
    talk: Discussions,
    inbox: Inbox,
    asker: Actor,
    peer: Actor,
    people: People,
    database: Database,
    clock: SettableClock,
) -> None:
    thread_id = talk.thread(asker)
    answer, other, stranger = talk.reply(peer, thread_id), people.physician(), people.physician()
    clock.set(clock.now() + timedelta(minutes=5))
    talk.reply(other, thread_id, "Ask about liquorice.")
    with database.transaction() as session:
        discussions.mark_helpful(session, asker, discussion_queries.access_post(session, asker, answer))
    talk.solve(asker, thread_id)
    assert set(inbox.kinds(peer)) == {KIND.HELPFUL, KIND.SOLVED, KIND.ANSWER}
    assert set(inbox.kinds(other)) == {KIND.SOLVED}
    assert inbox.rows(stranger) == ()
    assert KIND.SOLVED not in inbox.kinds(asker)


def test_an_event_delivered_again_is_told_once(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, database: Database
) -> None:
    talk.reply(peer, talk.thread(asker))
    assert [row.count for row in inbox.rows(asker)] == [1]
    with database.transaction() as session:
        session.execute(update(OutboxDelivery).values(done_at=None))
        session.execute(update(OutboxEvent).values(dispatched_at=None))
    assert [row.count for row in inbox.rows(asker)] == [1]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Notification)) == 1


def test_a_notification_of_a_post_that_was_hidden_shows_nothing_of_it(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, database: Database
) -> None:
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id)
    assert inbox.kinds(asker) == [KIND.ANSWER]
    show_as(database, post_id, Visibility.HIDDEN, by=people.physician())
    assert inbox.rows(asker) == ()
    page = people.client(asker).get("/notifications").text
    assert "Nothing waits for you" in page
    assert TITLE not in page
    show_as(database, post_id, Visibility.VISIBLE, by=people.physician())
    assert inbox.kinds(asker) == [KIND.ANSWER]


def test_a_hidden_thread_takes_its_title_out_of_every_inbox(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, database: Database
) -> None:
    thread_id = talk.thread(asker)
    answer = talk.reply(peer, thread_id)
    talk.reply(asker, thread_id, "He takes posaconazole.", parent_id=answer)
    talk.solve(asker, thread_id)
    show_as(database, talk.opening_post(asker, thread_id), Visibility.HIDDEN, by=people.physician())
    assert inbox.rows(peer) == ()
    (row,) = inbox.rows(asker)
    assert (row.kind, row.title) == (KIND.HIDDEN, "")
    for actor in (asker, peer):
        assert TITLE not in people.client(actor).get("/notifications").text


def test_the_author_hears_how_their_post_stands_and_only_the_latest(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, database: Database
) -> None:
    moderator = people.physician()
    post_id = talk.reply(peer, talk.thread(asker))
    show_as(database, post_id, Visibility.HIDDEN, by=moderator)
    assert inbox.kinds(peer) == [KIND.HIDDEN]
    show_as(database, post_id, Visibility.VISIBLE, by=moderator)
    assert inbox.kinds(peer) == [KIND.REINSTATED]
    with database.transaction() as session:
        body = cleared(session, "Look at the drug chart.", Surface.CASE_POST)
        forget(session, discussions.redact_post(session, post_id, body))
        audit.record(session, AuditAction.CONTENT_REDACTED, ObjectKind.POST, post_id, actor_id=moderator.physician_id)
    assert inbox.kinds(peer) == [KIND.REDACTED]
    show_as(database, post_id, Visibility.PURGED, by=moderator)
    assert inbox.kinds(peer) == [KIND.PURGED]


def test_a_purge_takes_out_what_others_were_told(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, database: Database
) -> None:
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id)
    inbox.rows(asker)
    show_as(database, post_id, Visibility.PURGED, by=people.physician())
    inbox.rows(asker)
    with database.reading() as session:
        left = session.scalars(select(Notification)).all()
    assert [(one.physician_id, one.kind) for one in left] == [(peer.physician_id, KIND.PURGED)]


def test_a_purged_thread_is_led_to_by_nothing(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, database: Database
) -> None:
    thread_id = talk.thread(asker)
    answer = talk.reply(peer, thread_id)
    show_as(database, answer, Visibility.HIDDEN, by=people.physician())
    inbox.rows(peer)
    show_as(database, talk.opening_post(asker, thread_id), Visibility.PURGED, by=people.physician())
    assert [(row.kind, row.thread_id) for row in inbox.rows(asker)] == [(KIND.PURGED, None)]
    assert [(row.kind, row.thread_id) for row in inbox.rows(peer)] == [(KIND.HIDDEN, None)]


def test_a_decision_on_the_licence_is_told_to_who_may_read_here(
    inbox: Inbox, people: People, database: Database
) -> None:
    person = people.physician(standing=Standing.NEEDS_REVIEW)
    with database.transaction() as session:
        physician = session.get_one(Physician, person.physician_id)
        accounts.change_standing(session, physician, Standing.MORE_INFO, actor_id=None)
        accounts.change_standing(session, physician, Standing.ACTIVE, actor_id=None)
        accounts.change_standing(session, physician, Standing.LAPSED_READONLY, actor_id=None)
    lapsed = Actor(person.physician_id, Standing.LAPSED_READONLY, frozenset(), None)
    assert inbox.kinds(lapsed) == [KIND.LAPSED, KIND.ADMITTED]
    with database.reading() as session, pytest.raises(NotFoundError):
        queries.list_notifications(session, person)


def test_reading_the_thread_is_reading_of_it(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, database: Database, clock: SettableClock
) -> None:
    thread_id = talk.thread(asker)
    talk.reply(peer, thread_id)
    inbox.rows(asker)
    clock.set(clock.now() + timedelta(minutes=5))
    with database.transaction() as session:
        thread = discussion_queries.access_thread(session, asker, thread_id)
        discussions.mark_seen(session, asker, thread)
    assert [row.unread for row in inbox.rows(asker)] == [False]
    clock.set(clock.now() + timedelta(minutes=5))
    talk.reply(peer, thread_id, "And the gene panel?")
    assert [(row.unread, row.count) for row in inbox.rows(asker)] == [(True, 1), (False, 1)]


def test_a_critique_leads_to_the_papers_page(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, database: Database, people: People
) -> None:
    paper_id, thread_id = Critiques(database).paper(asker)
    post_id = talk.reply(peer, thread_id, "The nurses knew the allocation.")
    (row,) = inbox.rows(asker)
    assert row.paper_id == paper_id
    page = people.client(asker).get("/notifications").text
    assert f'href="/journal-club/{paper_id}#p{post_id}"' in page
    assert "New in a critique you opened" in page


def test_the_page_marks_read_what_it_showed_and_no_more(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People
) -> None:
    first, second = talk.thread(asker), talk.thread(asker, title="Which dose at eGFR 20?")
    talk.reply(peer, first)
    inbox.rows(asker)
    browser = people.client(asker)
    page = browser.get("/notifications").text
    assert 'aria-label="Notifications, 1 unread"' in page
    assert TITLE in unescape(page)
    assert f'href="/threads/{first}#p' in page
    newest = page.split('name="newest" value="')[1].split('"')[0]
    talk.reply(peer, second)
    inbox.rows(asker)
    answer = browser.post("/notifications/read", data={"newest": newest, "csrf_token": people.csrf(browser)})
    assert (answer.status_code, answer.location) == (303, "/notifications")
    assert [row.unread for row in inbox.rows(asker)] == [True, False]
    browser.post("/notifications/read", data={"csrf_token": people.csrf(browser)})
    assert not any(row.unread for row in inbox.rows(asker))
    assert "Mark all as read" not in browser.get("/notifications").text


def test_nobody_marks_anothers_notifications(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People
) -> None:
    talk.reply(peer, talk.thread(asker))
    inbox.rows(asker)
    other = people.client(people.physician())
    other.post("/notifications/read", data={"csrf_token": people.csrf(other)})
    assert [row.unread for row in inbox.rows(asker)] == [True]


def test_the_inbox_is_finite_and_reaches_back_ninety_days(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People, clock: SettableClock
) -> None:
    for number in range(31):
        talk.reply(peer, talk.thread(asker, title=f"Question about case {number}"))
    inbox.rows(asker)
    browser = people.client(asker)
    assert "1 to 30 of 31 notifications" in browser.get("/notifications").text
    assert "31 to 31 of 31 notifications" in browser.get("/notifications?page=9").text
    clock.set(clock.now() + policy.KEPT + timedelta(days=1))
    assert inbox.rows(asker) == ()


def test_opening_the_inbox_writes_nothing(
    talk: Discussions, inbox: Inbox, asker: Actor, peer: Actor, people: People
) -> None:
    talk.reply(peer, talk.thread(asker))
    inbox.rows(asker)
    people.client(asker).get("/notifications")
    assert [row.unread for row in inbox.rows(asker)] == [True]


def test_a_papers_purge_leaves_no_way_to_it(
    inbox: Inbox, talk: Discussions, asker: Actor, peer: Actor, database: Database, people: People
) -> None:
    _, thread_id = Critiques(database).paper(asker)
    talk.reply(peer, thread_id, "The nurses knew the allocation.")
    inbox.rows(asker)
    opening, moderator = talk.opening_post(asker, thread_id), people.physician()
    with database.transaction() as session:
        forget(session, discussions.purge_post(session, opening) + critiques.purge_paper(session, thread_id))
        audit.record(
            session,
            AuditAction.CONTENT_PURGED,
            ObjectKind.POST,
            opening,
            actor_id=moderator.physician_id,
        )
    assert [(row.kind, row.paper_id) for row in inbox.rows(asker)] == [(KIND.PURGED, None)]
    assert "/journal-club/" not in people.client(asker).get("/notifications").text
