"""What each page may ask of the database, however much there is to show. An N+1 query breaks a budget at once."""

from typing import Final

import pytest
from flask import Flask

from medpeer.core.db import Database
from medpeer.jobs.relay import Relay
from tests.factories.chat import talk
from tests.factories.discussions import Discussions
from tests.factories.people import People
from tests.factories.statements import counted_queries
from tests.factories.world import World, build_world

# Who acts takes two queries, the numbers in the bar three.
BUDGETS: Final = {
    # The round, and whether the licence ends soon.
    "/": 10,
    "/cases": 8,
    "/spaces/nephrology": 9,
    "/cases/ask": 6,
    "/threads/1": 9,
    "/practice": 8,
    "/journal-club": 7,
    "/journal-club/1": 10,
    "/chat": 9,
    "/chat/nephrology": 16,
    "/search": 5,
    "/notifications": 7,
    # Who one is, how long for, whether one is about to go, who waits for one’s word, where one is signed in.
    "/account": 11,
    "/report/post/2": 7,
}


@pytest.fixture
def world(app: Flask, database: Database, people: People, relay: Relay) -> World:
    """Return a product with more on each page than a handful."""
    built = build_world(app, database, people)
    asker, answerer = built.actors["member"], built.actors["listener"]
    discussions = Discussions(database)
    for number in range(6):
        thread_id = discussions.thread(asker, title=f"Low sodium, number {number}")
        discussions.reply(answerer, thread_id)
        discussions.reply(answerer, 1, f"One more thought on it, number {number}.")
    talk(database, answerer, "nephrology", *(f"Line {number}." for number in range(6)))
    relay.drain()
    return built


def test_no_page_goes_over_its_budget(database: Database, world: World) -> None:
    over = []
    for path, budget in BUDGETS.items():
        with counted_queries(database) as asked:
            answer = world.clients["member"].get(path)
        assert answer.status_code == 200, path
        if len(asked) > budget:
            over.append(f"{path} asks {len(asked)} times:\n" + "\n".join(asked))
    assert over == []
