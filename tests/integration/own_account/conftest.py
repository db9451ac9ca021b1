"""A member, the mails of every address, and the links in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.accounts import queries
from medpeer.accounts.models import Physician
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.relay import Relay
from medpeer.leaving.models import Withdrawal
from medpeer.notifications.mailbox import Mail, list_mails
from tests.conftest import state_of
from tests.integration.credentials.conftest import Member, member

__all__ = ["Mails", "Member", "mails", "member"]


@dataclass
class Mails:
    """All mails that went out."""

    app: Flask
    relay: Relay
    folder: Path

    def to(self, address: str) -> list[Mail]:
        """Return the mails to an address, in the order of their subjects."""
        self.relay.drain()
        return sorted((mail for mail in list_mails(self.folder) if mail.to == address), key=lambda mail: mail.subject)

    def subjects(self, address: str) -> list[str]:
        """Return the subjects of the mails to an address."""
        return [mail.subject for mail in self.to(address)]

    def link(self, address: str, subject: str) -> str:
        """Return the path of the link in the one mail of a subject."""
        (mail,) = (mail for mail in self.to(address) if mail.subject == subject)
        found = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", mail.body)
        assert found
        return found[1]

    def keep_time(self) -> None:
        """Let everything happen whose time has come."""
        state_of(self.app).accounts.run_once()
        self.relay.drain()

    def keep_every_moment(self, clock: SettableClock, days: int = 31) -> None:
        """Let days pass with a round at each moment at which texts are withdrawn."""
        end = clock.now() + timedelta(days=days)
        while (due := self._next_moment()) and due <= end:
            clock.set(max(due, clock.now()))
            self.keep_time()
        clock.set(end)

    def _next_moment(self) -> datetime | None:
        with state_of(self.app).database.reading() as session:
            return session.scalar(select(func.min(Withdrawal.due_at)))


@pytest.fixture
def mails(app: Flask, relay: Relay, data_dir: Path) -> Iterator[Mails]:
    """Return the mails behind a running mail relay."""
    sink = state_of(app).mail_sink
    sink.start()
    yield Mails(app, relay, data_dir / "mailbox")
    sink.stop()


def address_of(database: Database, physician_id: int) -> str:
    """Return the address that counts for somebody."""
    with database.reading() as session:
        return queries.email_of(session, physician_id)


def find_physician(database: Database, physician_id: int) -> Physician:
    """Return somebody's row."""
    with database.reading() as session:
        return session.get_one(Physician, physician_id)
