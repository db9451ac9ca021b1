"""Mails of what changed, and of browsers not seen before; the mails hold nothing secret."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

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
