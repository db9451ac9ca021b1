"""A moderator notes what the check let through: two closed words, counted where something identifying was taken out."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from medpeer.core.db import Database
from medpeer.gate import Surface
from medpeer.gate.models import GateMiss
from tests.factories.discussions import Discussions
from tests.factories.moderation import NOTE, Moderation
from tests.factories.people import People
from tests.integration.moderation.conftest import Blind, Cast, blind_gate, cast, discussions, moderation

__all__ = ["blind_gate", "cast", "discussions", "moderation"]

WORD = "quaxmirel"
MISSED = {"missed_category": "names", "missed_circumstance": "no_capital"}


@pytest.fixture
def case_id(cast: Cast, discussions: Discussions, moderation: Moderation, blind_gate: Blind) -> int:
    """Return a reported reply with a name in it that the gate missed."""
    thread_id = discussions.thread(cast.asker)
    with blind_gate():
        post_id = discussions.reply(cast.answerer, thread_id, f"Like {WORD}, who had it after travel.")
    return moderation.report(cast.reader, post_id)


def decide(people: People, cast: Cast, case_id: int, **fields: str) -> tuple[int, str]:
    """Open and settle a case over HTTP as its moderator."""
    browser = people.client(cast.moderator)
    token = {"csrf_token": people.csrf(browser)}
    browser.post(f"/moderation/{case_id}/open", data=token)
    data = {"reason": "identifies_patient", "note": NOTE, "outcome": "purge", **fields}
    answer = browser.post(f"/moderation/{case_id}", data={**token, **data})
    return answer.status_code, answer.text


def noted(database: Database) -> list[tuple[str, str, str, int]]:
    with database.reading() as session:
        return [(one.surface, one.category, one.circumstance, one.times) for one in session.scalars(select(GateMiss))]


def test_a_purge_counts_what_was_missed_in_its_week(
    database: Database, people: People, cast: Cast, case_id: int
) -> None:
    assert decide(people, cast, case_id, **MISSED)[0] == 303
    assert noted(database) == [(Surface.CASE_POST, "names", "no_capital", 1)]
    with database.reading() as session:
        (row,) = session.scalars(select(GateMiss))
    assert row.week_on.isoformat() == "2026-11-16"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**MISSED, "outcome": "reinstate", "reason": "not_identifying"},
        {**MISSED, "reason": "unprofessional"},
    ],
)
def test_nothing_is_counted_where_nothing_identifying_was_taken_out(
    database: Database, people: People, cast: Cast, case_id: int, fields: dict[str, str]
) -> None:
    assert decide(people, cast, case_id, **fields)[0] == 303
    assert noted(database) == []


@pytest.mark.parametrize("left_out", sorted(MISSED))
def test_one_word_of_the_two_is_asked_for_the_other(
    database: Database, people: People, cast: Cast, case_id: int, left_out: str
) -> None:
    status, page = decide(people, cast, case_id, **{**MISSED, left_out: ""})
    assert status == 422
    assert f'id="field-{left_out}-error"' in page
    assert noted(database) == []


def test_words_outside_the_lists_are_not_kept(database: Database, people: People, cast: Cast, case_id: int) -> None:
    status, _ = decide(people, cast, case_id, missed_category=WORD, missed_circumstance=WORD)
    assert status == 303
    assert noted(database) == []


def test_the_form_offers_both_lists_with_and_without_the_dialog(people: People, cast: Cast, case_id: int) -> None:
    browser = people.client(cast.moderator)
    browser.post(f"/moderation/{case_id}/open", data={"csrf_token": people.csrf(browser)})
    for path in (f"/moderation/{case_id}", f"/moderation/{case_id}/purge"):
        page = browser.get(path).text
        assert 'name="missed_category"' in page
        assert 'value="local_place"' in page


def test_the_command_prints_what_was_missed_most_first(
    app: Flask, database: Database, people: People, cast: Cast, case_id: int
) -> None:
    decide(people, cast, case_id, **MISSED)
    with database.transaction() as session:
        (row,) = session.scalars(select(GateMiss))
        row.times = 7
    done = app.test_cli_runner().invoke(args=["gate", "misses"])
    assert [json.loads(line) for line in done.output.splitlines()] == [
        {
            "category": "names",
            "circumstance": "no_capital",
            "times": 7,
            "first_week": "2026-11-16",
            "last_week": "2026-11-16",
        }
    ]
    assert app.test_cli_runner().invoke(args=["gate", "misses", "--since", "2026-11-23"]).output == ""
