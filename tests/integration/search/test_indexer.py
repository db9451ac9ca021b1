"""The index follows the database, and no search finds what may not be seen, not even before the index has heard."""

import logging
import shutil
from pathlib import Path

import pytest
from flask import Flask

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty, Standing
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.discussions import service as discussions
from medpeer.gate import Surface, forget
from medpeer.jobs.relay import Relay
from medpeer.search import finder
from medpeer.search.finder import Narrowing, Results
from medpeer.search.indexer import SearchIndexer
from medpeer.search.query import Kind, parse
from tests.conftest import state_of
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.people import People
from tests.factories.statements import counted_queries
from tests.factories.texts import cleared

CANARY = "quarzhelmbruch"


@pytest.fixture
def indexer(app: Flask) -> SearchIndexer:
    return state_of(app).search


@pytest.fixture
def talk(database: Database) -> Discussions:
    return Discussions(database)


@pytest.fixture
def actor(people: People) -> Actor:
    return people.physician()


class Searches:
    """Searches as one actor."""

    def __init__(self, database: Database, indexer: SearchIndexer, actor: Actor) -> None:
        self._database, self._indexer, self._actor = database, indexer, actor

    def results(self, typed: str, narrowing: Narrowing | None = None, *, page: int = 1) -> Results:
        with self._database.reading() as session:
            return finder.find(
                session, self._indexer.backend, self._actor, parse(typed), narrowing or Narrowing(), page=page
            )

    def __call__(self, typed: str) -> list[int]:
        return [row.hit.thread_id for row in self.results(typed).rows]


@pytest.fixture
def search(database: Database, indexer: SearchIndexer, actor: Actor) -> Searches:
    return Searches(database, indexer, actor)


def set_visibility(database: Database, post_id: int, visibility: Visibility) -> None:
    with database.transaction() as session:
        discussions.set_post_visibility(session, post_id, visibility)


def index_bytes(app: Flask) -> bytes:
    folder = state_of(app).settings.index_dir
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def test_what_is_written_is_found(actor: Actor, talk: Discussions, relay: Relay, search: Searches) -> None:
    thread_id = talk.thread(actor, title="Severe AS and a broken hip", body="TAVI first, or the hip?")
    talk.reply(actor, thread_id, "IL-6 tells you nothing here; haemoglobin does.")
    relay.drain()
    for typed in ("aortic stenosis", "AS hip", "il6", "hemoglobin TAVI"):
        assert search(typed) == [thread_id]


def test_an_edit_replaces_the_words(actor: Actor, talk: Discussions, relay: Relay, search: Searches) -> None:
    thread_id = talk.thread(actor)
    post_id = talk.reply(actor, thread_id, "Give spironolactone.")
    relay.drain()
    talk.edit(actor, post_id, "Give eplerenone.")
    assert search("spironolactone") == []
    relay.drain()
    assert search("spironolactone") == []
    assert search("eplerenone") == [thread_id]


def test_an_outcome_is_found_and_counts(actor: Actor, talk: Discussions, relay: Relay, search: Searches) -> None:
    plain = talk.thread(actor, title="Hypertension and a low potassium, one")
    solved = talk.thread(actor, title="Hypertension and a low potassium, two")
    talk.solve(actor, solved, "Liddle syndrome")
    relay.drain()
    assert search('dx:"liddle syndrome"') == [solved]
    assert search("hypertension potassium") == [solved, plain]
    assert search("hypertension is:solved") == [solved]
    assert search("hypertension is:unanswered") == [plain]
    assert str(search.results("liddle").rows[0].outcome) == "<mark>Liddle</mark> syndrome"


def test_a_paper_is_found_by_author_doi_and_words(
    actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    _paper_id, thread_id = Critiques(database).paper(actor)
    other = talk.thread(actor, title="Furosemide at home: how do you titrate?", space="cardiology")
    relay.drain()
    assert search("Adeyemi") == [thread_id]
    assert search("doi:10.5555/TIDE.2026.118") == [thread_id]
    assert search("10.5555/tide.2026.118") == [thread_id]
    assert search("frusemide type:paper") == [thread_id]
    assert set(search("Lasix")) == {thread_id, other}
    assert search("randomised trial sent home") == [thread_id]


def test_filters_alone_list_the_newest_first(
    people: People, actor: Actor, talk: Discussions, relay: Relay, search: Searches
) -> None:
    other = people.physician(specialty=Specialty.CARDIOLOGY)
    first = talk.thread(other, space="cardiology", title="Wide complexes after flecainide")
    second = talk.thread(actor, space="billing", title="Who codes for portal messages?")
    relay.drain()
    assert set(search("after:2026-01")) == {first, second}
    assert search("specialty:cardiology") == [first]
    assert search("type:practice") == [second]
    assert search("is:mine") == [second]
    assert search("is:unanswered -flecainide") == [second]
    assert search("after:2027-01") == []


def test_a_hidden_reply_is_gone_before_the_index_hears_of_it(
    actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    thread_id = talk.thread(actor)
    post_id = talk.reply(actor, thread_id, f"Start with {CANARY} and treat early.")
    relay.drain()
    assert search(CANARY) == [thread_id]
    set_visibility(database, post_id, Visibility.HIDDEN)
    for _ in range(2):
        found = search.results(CANARY)
        assert (found.total, found.rows, found.relaxations, found.nearest) == (0, (), (), ())
        assert search(f"{CANARY[:6]}*") == []
        assert search("potassium") == [thread_id]
        relay.drain()
    set_visibility(database, post_id, Visibility.VISIBLE)
    relay.drain()
    assert search(CANARY) == [thread_id]


def test_a_hidden_opening_takes_its_thread_with_it(
    actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    kept = talk.thread(actor, title="Another low potassium")
    thread_id = talk.thread(actor)
    talk.reply(actor, thread_id, "Potassium again.")
    talk.solve(actor, thread_id, "Gitelman syndrome")
    relay.drain()
    assert set(search("potassium")) == {kept, thread_id}
    set_visibility(database, talk.opening_post(actor, thread_id), Visibility.HIDDEN)
    for _ in range(2):
        found = search.results("potassium")
        assert ([row.hit.thread_id for row in found.rows], found.total) == ([kept], 1)
        assert found.kinds[Kind.CASE] == 1
        assert search("gitelman") == []
        assert search("is:solved") == []
        relay.drain()


def test_a_stale_index_shows_nothing_that_is_hidden(
    app: Flask,
    actor: Actor,
    database: Database,
    talk: Discussions,
    relay: Relay,
    search: Searches,
    indexer: SearchIndexer,
    tmp_path: Path,
) -> None:
    thread_id = talk.thread(actor)
    post_id = talk.reply(actor, thread_id, CANARY)
    relay.drain()
    folder = state_of(app).settings.index_dir
    shutil.copytree(folder, tmp_path / "old")
    set_visibility(database, post_id, Visibility.HIDDEN)
    relay.drain()
    indexer.backend.close()  # type: ignore[attr-defined]
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "old", folder)
    assert not indexer.compare().agrees
    assert search(CANARY) == []


def test_purging_leaves_no_word_in_the_folder(
    app: Flask, actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    thread_id = talk.thread(actor, title=f"Low potassium in {CANARY} title", body=f"Body {CANARY}.")
    post_id = talk.reply(actor, thread_id, f"First {CANARY}")
    talk.edit(actor, post_id, "Nothing here.")
    relay.drain()
    opening = talk.opening_post(actor, thread_id)
    assert CANARY.lower().encode() in index_bytes(app)
    with database.transaction() as session:
        forget(session, discussions.purge_post(session, opening))
    relay.drain()
    assert search(CANARY) == []
    assert CANARY.lower().encode() not in index_bytes(app)


def test_redacting_leaves_the_new_words_only(
    app: Flask, actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    thread_id = talk.thread(actor)
    post_id = talk.reply(actor, thread_id, f"Treat {CANARY} early; it is harmless.")
    relay.drain()
    with database.transaction() as session:
        body = cleared(session, "Treat it early; it is harmless.", Surface.CASE_POST)
        forget(session, discussions.redact_post(session, post_id, body))
    assert search("harmless") == []
    relay.drain()
    assert search("harmless") == [thread_id]
    assert CANARY.lower().encode() not in index_bytes(app)


def test_whoever_is_not_verified_finds_nothing(
    people: People, database: Database, indexer: SearchIndexer, actor: Actor, talk: Discussions, relay: Relay
) -> None:
    talk.thread(actor)
    relay.drain()
    applicant = people.physician(standing=Standing.NEEDS_REVIEW)
    assert Searches(database, indexer, applicant)("potassium") == []
    assert Searches(database, indexer, applicant)("is:unanswered") == []


def test_events_told_twice_change_nothing(
    actor: Actor, talk: Discussions, relay: Relay, indexer: SearchIndexer, search: Searches
) -> None:
    thread_id = talk.thread(actor)
    talk.reply(actor, thread_id)
    relay.drain()
    before = indexer.backend.versions()
    indexer.rebuild()
    assert indexer.backend.versions() == before
    assert indexer.compare().agrees
    assert search("azoles") == [thread_id]


def test_a_lost_index_is_rebuilt_and_said(
    app: Flask,
    actor: Actor,
    talk: Discussions,
    relay: Relay,
    search: Searches,
    indexer: SearchIndexer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    thread_id = talk.thread(actor)
    relay.drain()
    shutil.rmtree(state_of(app).settings.index_dir)
    assert not indexer.backend.is_sound()
    caplog.set_level(logging.INFO, "medpeer.search")
    talk.reply(actor, thread_id, "A reply about ferritin.")
    relay.drain()
    assert search("ferritin potassium") == [thread_id]
    assert {"search.index_unsound", "search.index_rebuilt"} <= {record.message for record in caplog.records}
    assert indexer.compare().agrees


def test_a_rebuild_makes_waiting_events_superfluous(
    actor: Actor, talk: Discussions, relay: Relay, search: Searches, indexer: SearchIndexer
) -> None:
    thread_id = talk.thread(actor)
    indexer.rebuild()
    assert search("potassium") == [thread_id]
    relay.drain()
    assert indexer.compare().agrees


def test_pages_are_finite_and_counted(actor: Actor, talk: Discussions, relay: Relay, search: Searches) -> None:
    threads = {talk.thread(actor, title=f"Low potassium number {number}") for number in range(13)}
    relay.drain()
    first, second = search.results("potassium"), search.results("potassium", page=2)
    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (13, 2, 10, 3)
    assert (second.first, second.last) == (11, 13)
    assert {row.hit.thread_id for row in (*first.rows, *second.rows)} == threads
    assert search.results("potassium", page=99).page == 2


def test_ticks_narrow_and_are_counted_across(actor: Actor, talk: Discussions, relay: Relay, search: Searches) -> None:
    talk.thread(actor, title="Low potassium in a young man")
    heart = talk.thread(actor, title="Low potassium and torsades", space="cardiology")
    relay.drain()
    found = search.results("potassium", Narrowing(specialties=frozenset({Specialty.CARDIOLOGY})))
    assert [row.hit.thread_id for row in found.rows] == [heart]
    assert found.specialties == {Specialty.CARDIOLOGY: 1, Specialty.NEPHROLOGY: 1}
    assert found.kinds == {Kind.CASE: 1, Kind.PAPER: 0, Kind.PRACTICE: 0}
    nothing = search.results("potassium", Narrowing(kinds=frozenset({Kind.PAPER})))
    assert nothing.total == 0
    assert nothing.kinds[Kind.CASE] == 2


def test_nothing_found_offers_what_each_part_keeps_out(
    actor: Actor, talk: Discussions, relay: Relay, search: Searches
) -> None:
    talk.thread(actor)
    relay.drain()
    found = search.results("potassium pulmonry is:solved")
    assert [(offer.query.text, offer.count, offer.is_alone) for offer in found.relaxations] == [("potassium", 1, True)]
    assert [near.text for near in found.nearest] == ["potassium pulmonary is:solved"]
    found = search.results("potassium is:solved")
    assert [(offer.query.text, offer.count) for offer in found.relaxations] == [("potassium", 1)]
    assert search.results("zzzzzzzz").nearest == ()


def test_the_passage_comes_from_the_post_that_holds_the_words(
    actor: Actor, talk: Discussions, relay: Relay, search: Searches
) -> None:
    thread_id = talk.thread(actor)
    post_id = talk.reply(actor, thread_id, "Think of **liquorice** tea, and of posaconazole.")
    relay.drain()
    (row,) = search.results("liquorice").rows
    assert row.post_id == post_id
    assert str(row.passage) == "Think of <mark>liquorice</mark> tea, and of posaconazole."
    (row,) = search.results("hypertension").rows
    assert row.post_id is None


def test_one_page_costs_a_fixed_number_of_queries(
    actor: Actor, database: Database, talk: Discussions, relay: Relay, search: Searches
) -> None:
    for number in range(12):
        thread_id = talk.thread(actor, title=f"Low potassium number {number}")
        talk.reply(actor, thread_id, "Potassium by mouth.")
    relay.drain()
    with counted_queries(database) as asked:
        assert len(search("potassium")) == 10
    assert len(asked) <= 7
