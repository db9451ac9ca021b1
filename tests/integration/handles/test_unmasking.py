"""A handle is opened by two people, for a reason, in the audit log, and its member hears of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, PhysicianRole, Role, Standing, Tier
from medpeer.accounts.queries import email_of
from medpeer.audit import AuditAction, AuditEntry, ObjectKind
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.jobs.relay import Relay
from medpeer.notifications.mailbox import Mail, list_mails
from medpeer.notifications.models import Notification, NotificationKind
from medpeer.unmasking import policy
from tests.conftest import state_of
from tests.factories.chat import talk
from tests.factories.discussions import Discussions
from tests.factories.people import People
from tests.factories.statements import counted_queries

REASON = "patient_in_danger"


class Desk:
    """Two privacy officers, a member, and what the member wrote."""

    def __init__(self, people: People, database: Database) -> None:
        self.people, self.database = people, database
        officers = [people.physician(Role.PRIVACY_OFFICER, first="Ines", last="Moreau") for _ in range(2)]
        self.member = people.physician(first="Thaddeus", last="Quill", email="quill@stlukes.example")
        self.one, self.two = (people.client(officer) for officer in officers)
        self.officers = officers
        self.thread_id = Discussions(database).thread(self.member)
        self.post_id = Discussions(database).opening_post(self.member, self.thread_id)

    def post(self, browser: FlaskClient, path: str, **data: str | int) -> TestResponse:
        """Send a form as ``browser``."""
        return browser.post(path, data=data | {"csrf_token": self.people.csrf(browser)})

    def ask(
        self, browser: FlaskClient | None = None, *, kind: str = "post", content_id: int | None = None
    ) -> TestResponse:
        """Ask who wrote something."""
        return self.post(
            browser or self.one, "/unmasking", kind=kind, content_id=content_id or self.post_id, reason=REASON
        )

    def actions(self) -> list[AuditAction]:
        """Return what the audit log says of unmasking, in order."""
        with self.database.reading() as session:
            wanted = select(AuditEntry.action).where(AuditEntry.object_kind == ObjectKind.UNMASKING)
            return list(session.scalars(wanted.order_by(AuditEntry.seq)))


@pytest.fixture
def desk(people: People, database: Database) -> Desk:
    return Desk(people, database)


def test_two_officers_learn_a_name_and_the_member_is_told(desk: Desk, relay: Relay) -> None:
    assert desk.ask().headers["Location"] == "/unmasking/1"
    assert "Quill" not in desk.two.get("/unmasking/1").text + desk.two.get("/unmasking").text
    assert desk.post(desk.two, "/unmasking/1/answer", answer="agreed").status_code == 303
    for browser in (desk.one, desk.two):
        assert "Quill" not in browser.get("/unmasking/1").text
        seen = desk.post(browser, "/unmasking/1/look")
        assert "Thaddeus Quill" in seen.text
        assert seen.headers["Cache-Control"] == "no-store"
    assert desk.actions() == [
        AuditAction.UNMASKING_REQUESTED,
        AuditAction.UNMASKING_AGREED,
        AuditAction.IDENTITY_SEEN,
        AuditAction.IDENTITY_SEEN,
    ]
    relay.drain()
    page = desk.people.client(desk.member).get("/notifications").text
    assert "Two privacy officers learned who you are in this thread" in page
    with desk.database.reading() as session:
        told = session.execute(
            select(Notification.physician_id, Notification.post_id).where(
                Notification.kind == NotificationKind.UNMASKED
            )
        ).all()
    assert told == [(desk.member.physician_id, desk.post_id)]


def test_a_member_reads_which_handle_was_opened_why_and_how_often(desk: Desk, relay: Relay) -> None:
    member = desk.people.client(desk.member)
    desk.ask()
    # Nobody hears of a request; one that is agreed to is told.
    assert "None of your handles was ever opened" in member.get("/unmasking/yours").text
    desk.post(desk.two, "/unmasking/1/answer", answer="agreed")
    assert "Not yet" in member.get("/unmasking/yours").text
    for browser in (desk.one, desk.two):
        desk.post(browser, "/unmasking/1/look")
    page = member.get("/unmasking/yours").text
    assert "A patient is in danger" in page
    assert "2 times" in page
    assert f"/threads/{desk.thread_id}#p{desk.post_id}" in page
    assert "Moreau" not in page
    assert "None of your handles was ever opened" in desk.two.get("/unmasking/yours").text
    relay.drain()
    assert 'href="/unmasking/yours"' in member.get("/notifications").text


def test_nobody_agrees_with_themself(desk: Desk) -> None:
    desk.ask()
    assert desk.post(desk.one, "/unmasking/1/answer", answer="agreed").status_code == 403
    assert desk.post(desk.one, "/unmasking/1/look").status_code == 409


def test_a_refused_request_opens_nothing_and_tells_nobody(desk: Desk, relay: Relay) -> None:
    desk.ask()
    desk.post(desk.two, "/unmasking/1/answer", answer="refused")
    assert desk.post(desk.one, "/unmasking/1/look").status_code == 409
    assert desk.post(desk.two, "/unmasking/1/answer", answer="agreed").status_code == 409
    relay.drain()
    assert "Two privacy officers" not in desk.people.client(desk.member).get("/notifications").text


def test_a_request_and_a_name_run_out(desk: Desk, clock: SettableClock) -> None:
    desk.ask()
    desk.post(desk.two, "/unmasking/1/answer", answer="agreed")
    clock.set(clock.now() + policy.OPEN_FOR)
    again = desk.people.client(desk.officers[0])
    assert desk.post(again, "/unmasking/1/look").status_code == 409
    desk.ask(again)
    clock.set(clock.now() + policy.WAITS_FOR)
    second = desk.people.client(desk.officers[1])
    assert desk.post(second, "/unmasking/2/answer", answer="agreed").status_code == 409


def test_no_step_without_a_fresh_proof(desk: Desk, clock: SettableClock) -> None:
    desk.ask()
    clock.set(clock.now() + timedelta(minutes=11))
    steps = {
        f"/unmasking?kind=post&id={desk.post_id}": [desk.ask()],
        "/unmasking/1": [
            desk.post(desk.two, "/unmasking/1/answer", answer="agreed"),
            desk.post(desk.two, "/unmasking/1/look"),
        ],
    }
    for back, answers in steps.items():
        for answer in answers:
            asked = urlsplit(answer.headers["Location"])
            assert (answer.status_code, asked.path, parse_qs(asked.query)) == (303, "/account/prove", {"next": [back]})
    assert desk.actions() == [AuditAction.UNMASKING_REQUESTED]


def test_a_post_leads_an_officer_to_the_form_filled_in(desk: Desk) -> None:
    page = desk.one.get(f"/report/post/{desk.post_id}").text
    link = f"/unmasking?kind=post&amp;id={desk.post_id}"
    assert f'href="{link}"' in page
    assert f'name="content_id" type="number" value="{desk.post_id}"' in desk.one.get(unescape(link)).text
    other = desk.people.client(desk.people.physician(Role.MODERATOR))
    assert "/unmasking" not in other.get(f"/report/post/{desk.post_id}").text


@pytest.mark.parametrize("query", ["kind=tea&id=x", "kind=message&id=-4", "id=9" * 40, "kind=&id="])
def test_a_link_that_nobody_made_breaks_nothing(desk: Desk, query: str) -> None:
    assert desk.one.get(f"/unmasking?{query}").status_code == 200


def test_what_waits_for_an_officer_is_counted_in_their_bar(desk: Desk) -> None:
    desk.ask()
    counted = 'Unmasking <span class="n">1</span>'
    assert counted in desk.two.get("/notifications").text
    assert counted not in desk.one.get("/notifications").text
    desk.post(desk.two, "/unmasking/1/answer", answer="refused")
    assert counted not in desk.two.get("/notifications").text


WAITING = "A request to open a handle waits for a second privacy officer"
SUBJECT = "A request waits for a second privacy officer"


@pytest.fixture
def sent(app: Flask, relay: Relay, data_dir: Path) -> Iterator[Callable[[], dict[str, Mail]]]:
    """Return what gives the mails about waiting requests by their readers."""

    def read() -> dict[str, Mail]:
        relay.drain()
        return {mail.to: mail for mail in list_mails(data_dir / "mailbox") if mail.subject == SUBJECT}

    sink = state_of(app).mail_sink
    sink.start()
    yield read
    sink.stop()


def test_the_other_officers_hear_of_a_request_and_nobody_else_does(
    desk: Desk, sent: Callable[[], dict[str, Mail]]
) -> None:
    """Not who asked, not whom it is about, no other desk, no officer who lapsed or whose tier carries none."""
    others = {role: desk.people.physician(role, email=f"{role}@stlukes.example") for role in Role}
    third = others[Role.PRIVACY_OFFICER]
    lapsed = desk.people.physician(Role.PRIVACY_OFFICER)
    retired = desk.people.physician(Role.PRIVACY_OFFICER)
    with desk.database.transaction() as session:
        session.get_one(Physician, lapsed.physician_id).standing = Standing.LAPSED_READONLY
        session.get_one(Physician, retired.physician_id).tier = Tier.RETIRED
    desk.ask()
    mails = sent()
    told = {desk.officers[1].physician_id, third.physician_id}
    with desk.database.reading() as session:
        rows = session.scalars(select(Notification).where(Notification.kind == NotificationKind.UNMASKING_ASKED)).all()
        addresses = {email_of(session, number) for number in told}
    assert {row.physician_id for row in rows} == told
    assert {(row.unmasking_id, row.thread_id, row.post_id) for row in rows} == {(1, None, None)}
    assert mails.keys() == addresses
    for reader in (desk.member, desk.officers[0], lapsed, *(one for one in others.values() if one is not third)):
        assert WAITING not in desk.people.client(reader).get("/notifications").text


def test_a_mail_about_a_request_names_nobody_and_leads_to_it(desk: Desk, sent: Callable[[], dict[str, Mail]]) -> None:
    desk.ask()
    (mail,) = sent().values()
    page = desk.two.get("/unmasking/1").text
    handle = page.split("<h1>Who is ")[1].split("?")[0]
    for word in ("Quill", "Thaddeus", "Moreau", handle, "patient in danger", f"/threads/{desk.thread_id}"):
        assert word not in mail.subject + mail.body
    assert any(line.endswith("/unmasking/1") for line in mail.body.splitlines())
    inbox = desk.two.get("/notifications").text
    assert WAITING in inbox
    assert 'href="/unmasking/1"' in inbox
    assert handle not in inbox


def test_an_officer_whom_a_request_is_about_hears_nothing(
    desk: Desk, relay: Relay, sent: Callable[[], dict[str, Mail]]
) -> None:
    own = Discussions(desk.database).reply(desk.officers[1], desk.thread_id)
    desk.ask(content_id=own)
    relay.drain()
    assert sent() == {}
    assert WAITING not in desk.two.get("/notifications").text


@pytest.mark.parametrize("how", ["agreed", "refused", "too old", "no officer any more"])
def test_a_notice_goes_with_what_it_asks(desk: Desk, relay: Relay, clock: SettableClock, how: str) -> None:
    third = desk.people.physician(Role.PRIVACY_OFFICER)
    desk.ask()
    relay.drain()
    assert WAITING in desk.people.client(third).get("/notifications").text
    if how == "too old":
        clock.set(clock.now() + policy.WAITS_FOR)
    elif how == "no officer any more":
        with desk.database.transaction() as session:
            session.delete(session.get_one(PhysicianRole, (third.physician_id, Role.PRIVACY_OFFICER)))
    else:
        desk.post(desk.two, "/unmasking/1/answer", answer=how)
    assert WAITING not in desk.people.client(third).get("/notifications").text


def test_a_request_that_was_answered_before_the_mail_went_is_not_mailed(
    desk: Desk, sent: Callable[[], dict[str, Mail]]
) -> None:
    desk.ask()
    desk.post(desk.two, "/unmasking/1/answer", answer="refused")
    assert sent() == {}


def test_the_same_question_asked_again_tells_nobody_twice(desk: Desk, database: Database) -> None:
    desk.ask()
    desk.ask()
    with database.reading() as session:
        events = session.scalars(select(OutboxEvent.name)).all()
    assert events.count("unmasking.asked") == 1


def test_a_list_of_requests_asks_no_more_of_the_database_the_longer_it_is(desk: Desk, database: Database) -> None:
    desk.ask()
    with counted_queries(database) as few:
        desk.two.get("/unmasking")
    for _ in range(4):
        desk.ask(content_id=Discussions(database).reply(desk.member, desk.thread_id))
    with counted_queries(database) as more:
        desk.two.get("/unmasking")
    assert len(more) == len(few)


def test_a_third_officer_does_not_see_the_name(desk: Desk) -> None:
    desk.ask()
    desk.post(desk.two, "/unmasking/1/answer", answer="agreed")
    third = desk.people.client(desk.people.physician(Role.PRIVACY_OFFICER))
    assert desk.post(third, "/unmasking/1/look").status_code == 404


def test_an_officer_sees_no_request_about_themself(desk: Desk) -> None:
    own = Discussions(desk.database).reply(desk.officers[1], desk.thread_id)
    desk.ask(content_id=own)
    assert desk.two.get("/unmasking/1").status_code == 404
    assert "Nobody has asked" in desk.two.get("/unmasking").text
    assert "Check its address" in desk.ask(desk.two, content_id=own).text


def test_a_message_can_be_asked_about_and_a_shown_name_cannot(desk: Desk, database: Database) -> None:
    (line,) = talk(database, desk.member, "nephrology", "Anyone on?")
    assert desk.ask(kind="message", content_id=line.id).status_code == 303
    named = Discussions(database).thread(desk.member, shows_name=True)
    opening = Discussions(database).opening_post(desk.member, named)
    assert desk.ask(content_id=opening).status_code == 422


@pytest.mark.parametrize("roles", [(), (Role.MODERATOR,), (Role.REVIEWER,), (Role.ADMIN,)])
def test_to_everybody_else_there_is_nothing(desk: Desk, roles: tuple[Role, ...]) -> None:
    other: Actor = desk.people.physician(*roles)
    browser = desk.people.client(other)
    assert browser.get("/unmasking").status_code == 404
    assert desk.ask(browser).status_code == 404
