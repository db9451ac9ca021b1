"""The server is killed while members write: what was acknowledged is there once, and a retry adds nothing."""

import json
import os
import random
import signal
import string
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import socketio
from flask import Flask
from sqlalchemy import select

from medpeer.audit import verify_chain
from medpeer.chat.models import Message
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.discussions.models import Post
from medpeer.jobs.relay import Relay
from tests.browser.conftest import Live, free_port
from tests.conftest import settings_env, state_of
from tests.factories.discussions import Discussions
from tests.factories.people import People

ROOM = "nephrology"
KILLS = 3
WRITES = 72
Write = Callable[["Writer", str], bool]


@dataclass
class Writer:
    """A member whose texts name their own key, so that what is stored says what was sent."""

    url: str
    csrf: str
    thread_id: int
    browser: requests.Session

    def by_form(self, path: str, key: str) -> bool:
        """Send by a page's form and tell whether it was taken."""
        data = {"csrf_token": self.csrf, "client_key": key, "body": f"Remark {key}."}
        answer = self.browser.post(self.url + path, data=data, allow_redirects=False, timeout=10)
        assert answer.status_code in {303, 502, 503}, answer.status_code
        return answer.status_code == 303

    def by_socket(self, key: str) -> bool:
        """Send over a socket of its own and tell whether it was acknowledged."""
        client = socketio.Client(reconnection=False, http_session=self.browser)
        client.connect(self.url, transports=["websocket"], wait_timeout=5)
        try:
            given = {"room": ROOM, "client_key": key, "body": f"Remark {key}."}
            return bool(client.call("send", given, timeout=5)["ok"])
        finally:
            client.disconnect()


WAYS: dict[str, Write] = {
    "socket": lambda writer, key: writer.by_socket(key),
    "page": lambda writer, key: writer.by_form(f"/chat/{ROOM}", key),
    "reply": lambda writer, key: writer.by_form(f"/threads/{writer.thread_id}/posts", key),
}
LOST = (requests.RequestException, socketio.exceptions.SocketIOError, OSError)


def write(writer: Writer, way: str, keys: list[str], acknowledged: set[str]) -> None:
    """Send ``keys`` one after the other until the line is lost."""
    for key in keys:
        try:
            if WAYS[way](writer, key):
                acknowledged.add(key)
        except LOST:
            return


def stored(database: Database) -> list[str]:
    """Return the key of every stored text, as often as it is there."""
    with database.reading() as session:
        texts = [row.body.value for row in session.scalars(select(Message))]
        texts += [row.body.value for row in session.scalars(select(Post))]
        seqs = list(session.scalars(select(Message.seq).order_by(Message.seq)))
        assert seqs == list(range(1, len(seqs) + 1))
        assert list(verify_chain(session)) == []
    return [text.removeprefix("Remark ").removesuffix(".") for text in texts if text.startswith("Remark ")]


def new_writer(live: Live, people: People, thread_id: int = 0) -> Writer:
    """Return a member signed in at a server that need not run yet."""
    page = people.client(actor := people.physician())
    cookie = people.cookie(actor)
    page.set_cookie(*cookie)
    browser = requests.Session()
    browser.cookies.set(*cookie)
    browser.trust_env = False
    return Writer(live.url, people.csrf(page), thread_id, browser)


@pytest.fixture
def live(data_dir: Path) -> Iterator[Live]:
    """Return a server over this test's data, not yet started."""
    port = free_port()
    env = {**os.environ, **settings_env(data_dir), "PORT": str(port)}
    server = Live(url=f"http://127.0.0.1:{port}", data_dir=data_dir, env=env)
    yield server
    server.stop(signal.SIGKILL)


def test_every_acknowledged_text_survives_a_kill_once(
    live: Live, people: People, database: Database, app: Flask, relay: Relay
) -> None:
    thread_id = Discussions(database).thread(people.physician())
    writers = {way: new_writer(live, people, thread_id) for way in WAYS}
    keys = {
        way: [f"written-by-{way}-{string.ascii_lowercase[number]}" for number in range(WRITES // 3)] for way in WAYS
    }
    acknowledged: set[str] = set()
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    for _ in range(KILLS):
        live.start()
        left = {way: [key for key in keys[way] if key not in acknowledged] for way in WAYS}
        threads = [threading.Thread(target=write, args=(writers[way], way, left[way], acknowledged)) for way in WAYS]
        for thread in threads:
            thread.start()
        threads[0].join(timeout=chance.uniform(0.1, 0.5))
        live.stop(signal.SIGKILL)
        for thread in threads:
            thread.join(timeout=30)
        there = stored(database)
        assert acknowledged <= set(there)
        assert len(there) == len(set(there))
    live.start()
    for way in WAYS:
        # Everything once more, acknowledged or not: the same keys add nothing.
        write(writers[way], way, keys[way], acknowledged)
    live.stop()
    assert sorted(stored(database)) == sorted(key for way in WAYS for key in keys[way])
    assert len(acknowledged) == WRITES
    relay.drain()
    assert state_of(app).search.compare().agrees


def test_events_lost_with_the_process_are_relayed_after_it(live: Live, people: People, database: Database) -> None:
    writer = new_writer(live, people)
    live.start()
    writer.by_form(f"/chat/{ROOM}", "last-word")
    live.stop(signal.SIGKILL)
    live.start()
    for _ in range(100):
        with database.reading() as session:
            waiting = session.scalars(select(OutboxEvent.payload).where(OutboxEvent.dispatched_at.is_(None))).all()
        if not waiting:
            break
        threading.Event().wait(0.1)
    assert [json.loads(payload) for payload in waiting] == []
