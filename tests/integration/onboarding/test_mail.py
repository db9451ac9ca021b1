"""Mails over a real SMTP conversation: once an event, with nothing in them, and later when the relay is away."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.accounts import service
from medpeer.accounts.events import EmailProofRequested
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent, StoredEvent
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.relay import Relay
from medpeer.notifications import smtp
from medpeer.notifications.mail import Mailer, MailNotSentError
from medpeer.notifications.mailbox import list_mails, store_mail
from tests.conftest import NOW, state_of
from tests.factories.people import PASSWORD

ADDRESS = "ada@stlukes.example"


@pytest.fixture
def second(tmp_path: Path) -> Iterator[MailSink]:
    """Return a relay of its own."""
    sink = MailSink(tmp_path / "second")
    sink.start()
    yield sink
    sink.stop()


def sign_up(database: Database, email: str = ADDRESS) -> None:
    """Open an account."""
    with database.transaction() as session:
        service.sign_up(session, service.prepare_sign_up(email=email, password=PASSWORD))


def waiting(database: Database) -> list[OutboxEvent]:
    """Return the events that are not dispatched."""
    with database.reading() as session:
        return list(session.scalars(select(OutboxEvent).where(OutboxEvent.dispatched_at.is_(None))))


def test_mails_wait_for_the_relay_and_then_go(
    app: Flask, database: Database, relay: Relay, data_dir: Path, clock: SettableClock
) -> None:
    sink = state_of(app).mail_sink
    for name in ("ada", "ben"):
        sign_up(database, f"{name}@stlukes.example")
    relay.drain()
    assert len(waiting(database)) == 2
    sink.start()
    clock.set(clock.now().replace(hour=10))
    relay.drain()
    sink.stop()
    assert waiting(database) == []
    assert {mail.to for mail in list_mails(data_dir / "mailbox")} == {"ada@stlukes.example", "ben@stlukes.example"}


def test_an_event_handed_out_twice_is_mailed_once(
    app: Flask, database: Database, second: MailSink, tmp_path: Path
) -> None:
    sign_up(database)
    event = StoredEvent(1, EmailProofRequested(proof_id=1))
    mailer = Mailer(database, state_of(app).settings, lambda: second.url)
    mailer.handle([event, event])
    mailer.handle([event])
    assert len(list_mails(tmp_path / "second")) == 1
    # Another process after a crash: the same Message-ID, so whoever receives it knows the copy.
    Mailer(database, state_of(app).settings, lambda: second.url).handle([event])
    assert len(list_mails(tmp_path / "second")) == 1


def test_one_mail_that_cannot_go_holds_no_other(
    app: Flask, database: Database, second: MailSink, tmp_path: Path
) -> None:
    sign_up(database)
    sign_up(database, "ben@stlukes.example")
    urls = iter(["smtp://127.0.0.1:9", second.url, second.url])
    mailer = Mailer(database, state_of(app).settings, lambda: next(urls))
    events = [StoredEvent(n, EmailProofRequested(proof_id=n)) for n in (1, 2)]
    with pytest.raises(MailNotSentError):
        mailer.handle(events)
    assert [mail.to for mail in list_mails(tmp_path / "second")] == ["ben@stlukes.example"]
    mailer.handle(events)
    assert len(list_mails(tmp_path / "second")) == 2


def test_an_address_proved_meanwhile_gets_no_second_link(
    app: Flask, database: Database, second: MailSink, tmp_path: Path
) -> None:
    sign_up(database)
    with database.transaction() as session:
        service.prove_email(session, service.email_proof_token(session, 1))
    Mailer(database, state_of(app).settings, lambda: second.url).handle(
        [StoredEvent(1, EmailProofRequested(proof_id=1))]
    )
    assert list_mails(tmp_path / "second") == ()


def test_the_mailbox_shows_mails_with_their_links(
    app: Flask, database: Database, relay: Relay, client: FlaskClient
) -> None:
    sink = state_of(app).mail_sink
    sink.start()
    sign_up(database)
    relay.drain()
    sink.stop()
    page = client.get("/mailbox").text
    assert "Prove your e-mail address" in page
    name = page.split('href="/mailbox/')[1].split('"')[0]
    shown = client.get(f"/mailbox/{name}").text
    assert 'href="/prove-email/' in shown
    assert client.get("/mailbox/20261120090000-0123456789abcdef").status_code == 404
    assert client.get("/mailbox/..%2Fsecret_key").status_code == 404


def test_the_folder_is_private_and_bounded(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    for number in range(205):
        mail = f"Message-ID: <{number}@x>\nTo: a@b.example\nSubject: S\n\nBody\n".encode()
        store_mail(folder, mail, NOW.replace(minute=number % 60, hour=number // 60))
    assert len(list_mails(folder)) == 200
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "user"),
    [
        ("smtp://relay.example", "relay.example", 25, False, ""),
        ("smtps://me%40x:p%3Aw@relay.example", "relay.example", 465, True, "me@x"),
        ("smtp://relay.example:2525", "relay.example", 2525, False, ""),
    ],
)
def test_relay_addresses(url: str, host: str, port: int, tls: bool, user: str) -> None:
    found = smtp.parse_smtp_url(url)
    assert (found.host, found.port, found.tls, found.user) == (host, port, tls, user)


@pytest.mark.parametrize("url", ["", "http://relay.example", "smtp://", "relay.example:25"])
def test_what_is_no_relay_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://"):
        smtp.parse_smtp_url(url)


def test_no_password_goes_over_a_plain_connection(app: Flask, database: Database, second: MailSink) -> None:
    sign_up(database)
    url = second.url.replace("smtp://", "smtp://user:secret@")
    mailer = Mailer(database, state_of(app).settings, lambda: url)
    with pytest.raises(MailNotSentError):
        mailer.handle([StoredEvent(1, EmailProofRequested(proof_id=1))])
    assert issubclass(smtplib.SMTPNotSupportedError, smtplib.SMTPException)
