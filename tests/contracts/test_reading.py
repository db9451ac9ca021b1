"""Reading writes nothing: every page, as every kind of person, and not one committed transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import event

from medpeer.core.db import Database
from tests.factories.people import People
from tests.factories.world import World, build_world


@contextmanager
def counted_commits(database: Database) -> Iterator[list[object]]:
    """Yield a list that grows with each committed transaction of ``database``, whoever opened it."""
    commits: list[object] = []
    count = commits.append
    event.listen(database.engine, "commit", count)
    try:
        yield commits
    finally:
        event.remove(database.engine, "commit", count)


def pages(app: Flask, world: World) -> Iterator[str]:
    """Yield the address of every page, with each of the values that the world knows for its parameters."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and "GET" in (rule.methods or ()):
            for values in world.places(rule):
                yield rule.build(values)[1]  # type: ignore[index]


@pytest.fixture
def world(app: Flask, database: Database, people: People) -> World:
    """Return a small populated product with a client for each kind of person."""
    return build_world(app, database, people)


def test_no_page_commits_for_anyone(app: Flask, database: Database, world: World) -> None:
    writers = []
    with counted_commits(database) as commits:
        for who, client in world.clients.items():
            for path in pages(app, world):
                answer = client.get(path)
                assert answer.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, path
                if commits:
                    writers.append(f"{path} as {who}")
                    commits.clear()
    assert writers == []


def test_a_commit_would_be_counted(database: Database, world: World) -> None:
    """The control: marking everything read is a write, so that none counted means something."""
    client = world.clients["member"]
    with counted_commits(database) as commits:
        client.post("/notifications/read", data={"csrf_token": world.csrf(client)})
    assert commits
