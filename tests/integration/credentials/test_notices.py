"""Mails of what changed, and of browsers not seen before; the mails hold nothing secret."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from medpeer.core.db import Database
from medpeer.credentials.service.links import ask_link
from medpeer.jobs.relay import Relay
from medpeer.notifications.mailbox import Mail, list_mails
from tests.conftest import state_of
from tests.integration.credentials.conftest import EMAIL, WAYS, Member


@dataclass
class Mailbox:
    """The mails of one address."""

    relay: Relay
    folder: Path

    def read(self) -> list[Mail]:
        """Return the mails that went out, oldest first."""
        self.relay.drain()
        return [mail for mail in reversed(list_mails(self.folder)) if mail.to == EMAIL]

    def subjects(self) -> list[str]:
        """Return their subjects in alphabetical order: several may go within one second."""
        return sorted(mail.subject for mail in self.read())


@pytest.fixture
def mailbox(app: Flask, relay: Relay, data_dir: Path) -> Iterator[Mailbox]:
    """Return the member's mailbox behind a running mail relay."""
    sink = state_of(app).mail_sink
    sink.start()
    yield Mailbox(relay, data_dir / "mailbox")
    sink.stop()


def test_each_change_is_told(member: Member, mailbox: Mailbox) -> None:
    member.set_up_app()
    assert mailbox.subjects() == ["A way to sign in was added", "You have new recovery codes"]
    member.post(f"{WAYS}/authenticator/remove")
    assert "A way to sign in was removed" in mailbox.subjects()
    bodies = "".join(mail.body for mail in mailbox.read())
    assert member.secret not in bodies
    assert not any(code in bodies for code in member.codes)
    assert "/account/ways-in" in bodies


def test_a_used_recovery_code_is_told(member: Member, mailbox: Mailbox) -> None:
    member.set_up_app()
    member.new_browser()
    member.second_step(member.codes[0])
    assert "A recovery code was used" in mailbox.subjects()


def test_a_link_to_sign_in_is_mailed_and_works(member: Member, mailbox: Mailbox, database: Database) -> None:
    with database.transaction() as session:
        ask_link(session, member.actor.physician_id)
    (mail,) = mailbox.read()
    assert mail.subject == "Sign in by this link"
    place = re.search(r"/sign-in/link/\S+", mail.body)
    assert place
    member.new_browser()
    assert member.post(place[0]).headers["Location"] == "/"
    assert member.is_signed_in()


def test_a_link_that_would_come_too_late_is_not_mailed(member: Member, mailbox: Mailbox, database: Database) -> None:
    with database.transaction() as session:
        ask_link(session, member.actor.physician_id)
    member.wait(minutes=31)
    assert mailbox.read() == []


def test_after_signing_out_everywhere_another_browser_is_told_of_anew(member: Member, mailbox: Mailbox) -> None:
    browsers = []
    for _ in range(2):
        member.new_browser()
        member.give_password()
        browsers.append(member.browser)
    member.post("/account/sign-ins/end-all")
    assert len(mailbox.read()) == 1
    for browser in reversed(browsers):
        member.browser = browser
        member.give_password()
    assert len(mailbox.read()) == 2


def test_a_new_browser_is_told_once_and_the_first_not_at_all(member: Member, mailbox: Mailbox) -> None:
    member.new_browser()
    member.give_password()
    first = member.browser
    assert mailbox.subjects() == []
    member.new_browser()
    member.give_password()
    assert mailbox.subjects() == ["A new sign-in to your account"]
    member.post("/sign-out")
    member.give_password()
    member.browser = first
    member.post("/sign-out")
    member.give_password()
    assert member.is_signed_in()
    assert len(mailbox.read()) == 1
