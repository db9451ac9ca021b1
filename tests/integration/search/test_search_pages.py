"""The search page: by POST, for verified members, with nothing of what was typed in an address or a log."""

import logging
import shutil

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.core.db import Database
from medpeer.core.logs import SafeFormatter
from medpeer.jobs.relay import Relay
from medpeer.search.terms import suggestions
from tests.conftest import state_of
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.people import People

SECRET = "Quarzhelm 4471902"


@pytest.fixture
def actor(people: People) -> Actor:
    return people.physician()


@pytest.fixture
def browser(people: People, actor: Actor) -> FlaskClient:
    return people.client(actor)


@pytest.fixture
def talk(database: Database) -> Discussions:
    return Discussions(database)


class Box:
    """Types into the search box."""

    def __init__(self, people: People, browser: FlaskClient) -> None:
        self._people, self._browser = people, browser

    def __call__(self, typed: str, *, htmx: bool = False, **fields: str) -> TestResponse:
        data = {"q": typed, "csrf_token": self._people.csrf(self._browser), **fields}
        headers = {"HX-Request": "true"} if htmx else {}
        return self._browser.post("/search", data=data, headers=headers)


@pytest.fixture
def box(people: People, browser: FlaskClient) -> Box:
    return Box(people, browser)


def test_the_empty_page_shows_the_box_and_examples(browser: FlaskClient) -> None:
    page = browser.get("/search").text
    assert 'id="q"' in page
    assert "not ruled out" in page
    listed = page.partition("<datalist")[2].partition("</datalist>")[0]
    assert listed.count("<option") == len(suggestions())


def test_a_query_in_an_address_is_not_taken(browser: FlaskClient) -> None:
    assert SECRET not in browser.get("/search", query_string={"q": SECRET}).text


def test_results_show_status_outcome_and_marks(box: Box, talk: Discussions, actor: Actor, relay: Relay) -> None:
    thread_id = talk.thread(actor, title="Severe AS before a hip: TAVI first?")
    post_id = talk.reply(actor, thread_id, "The gradient decides, not the **AS** alone <here>.")
    talk.solve(actor, thread_id, "Aortic stenosis, low flow")
    relay.drain()
    page = box("aortic stenosis gradient").text
    assert "One result." in page
    assert "Severe <mark>AS</mark> before a hip" in page
    assert "<b>Outcome:</b> <mark>Aortic stenosis</mark>, low flow" in page
    assert "The <mark>gradient</mark> decides, not the <mark>AS</mark> alone &lt;here&gt;." in page
    assert f'href="/threads/{thread_id}#p{post_id}"' in page
    assert "Solved" in page


def test_a_paper_leads_to_its_page(box: Box, database: Database, actor: Actor, relay: Relay) -> None:
    paper_id, _thread_id = Critiques(database).paper(actor)
    relay.drain()
    page = box("furosemide titration").text
    assert f"/journal-club/{paper_id}" in page
    assert "Paper, 2026" in page


def test_htmx_gets_the_fragment(box: Box, talk: Discussions, actor: Actor, relay: Relay) -> None:
    talk.thread(actor)
    relay.drain()
    fragment = box("potassium", htmx=True).text
    assert "<html" not in fragment
    assert fragment.lstrip().startswith('<div id="results"')
    assert 'id="narrow" hx-swap-oob="true"' in fragment
    assert 'id="q"' not in fragment
    assert 'id="q"' in box("", htmx=True, ask="potassium").text


def test_parts_are_removable_and_ambiguity_is_offered(box: Box) -> None:
    page = box("PE normal -pregnancy is:solved").text
    assert "<span>PE is <b>pulmonary embolism</b></span>" in page
    assert 'value="physical exam normal -pregnancy is:solved"' in page
    assert 'aria-label="Remove: not pregnancy"' in page
    assert 'value="PE normal is:solved"' in page


def test_nothing_found_offers_more_and_asking(box: Box, talk: Discussions, actor: Actor, relay: Relay) -> None:
    talk.thread(actor)
    relay.drain()
    page = box("potassium is:solved").text
    assert "Nothing here matches all of that" in page
    assert "without “is:solved”" in page
    assert "one result" in page
    page = box("pulmonry").text
    assert 'value="pulmonary">pulmonary</button>' in page
    assert "/cases/ask" in page


def test_pages_are_buttons_of_the_form(box: Box, talk: Discussions, actor: Actor, relay: Relay) -> None:
    for number in range(12):
        talk.thread(actor, title=f"Low potassium number {number}")
    relay.drain()
    assert "1 to 10 of 12" in box("potassium").text
    second = box("potassium", page="2").text
    assert "11 to 12 of 12" in second
    assert 'start="11"' in second
    assert "1 to 10" in box("potassium", page="nonsense").text


def test_ticks_are_sent_and_unknown_ones_ignored(box: Box, talk: Discussions, actor: Actor, relay: Relay) -> None:
    talk.thread(actor)
    relay.drain()
    assert "There are results outside what is ticked" in box("potassium", kind="paper").text
    assert "One result" in box("potassium", kind="song", specialty="astrology").text


def test_a_blank_query_shows_the_examples(box: Box) -> None:
    assert "For example" in box("   ").text


def test_a_query_of_nothing_but_a_broken_operator_says_so(box: Box) -> None:
    assert "left out: it wants solved, unanswered or mine" in box("is:wise").text


def test_typed_markup_is_text(box: Box) -> None:
    page = box('<script>alert(1)</script> "<i>odd</i>"').text
    assert "<script>alert" not in page
    assert "<i>odd" not in page
    assert "&lt;i&gt;odd" in page


def test_strangers_and_applicants_search_nothing(client: FlaskClient, people: People) -> None:
    assert client.get("/search").status_code == 303
    assert client.post("/search", data={"q": "fever"}).status_code in {400, 401}
    applicant = people.client(people.physician(standing=Standing.NEEDS_REVIEW))
    data = {"q": "fever", "csrf_token": people.csrf(applicant)}
    assert applicant.post("/search", data=data).status_code == 403


def test_a_form_without_its_token_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/search", data={"q": "fever"}).status_code == 400


def test_what_is_typed_reaches_no_log_and_no_disk(
    app: Flask, box: Box, actor: Actor, talk: Discussions, relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    talk.thread(actor)
    relay.drain()
    caplog.set_level(logging.DEBUG)
    answer = box(SECRET)
    assert SECRET in answer.text
    assert "Location" not in answer.headers
    assert "HX-Push-Url" not in answer.headers
    written = "\n".join(SafeFormatter().format(record) for record in caplog.records)
    for word in SECRET.split():
        assert word not in written
        assert not any(
            word.lower().encode() in path.read_bytes().lower()
            for path in state_of(app).settings.data_dir.rglob("*")
            if path.is_file()
        )


def test_a_broken_index_is_said_and_mended(
    app: Flask, box: Box, talk: Discussions, actor: Actor, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.thread(actor)
    relay.drain()
    indexer = state_of(app).search
    asked: list[bool] = []
    monkeypatch.setattr(type(indexer), "repair_soon", lambda _self: asked.append(True))
    shutil.rmtree(state_of(app).settings.index_dir)
    answer = box("potassium")
    assert answer.status_code == 503
    assert "Search is not ready" in answer.text
    assert box("potassium", htmx=True).status_code == 200
    assert asked == [True, True]
    indexer.rebuild()
    assert "One result" in box("potassium").text


def test_readiness_tells_of_the_index(app: Flask, client: FlaskClient) -> None:
    assert client.get("/readyz").get_json()["index"] is False
    state_of(app).search.rebuild()
    assert client.get("/readyz").get_json()["index"] is True


def invoke(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["search", *words])


def test_the_commands_build_and_compare(app: Flask, talk: Discussions, actor: Actor, relay: Relay) -> None:
    talk.thread(actor)
    assert invoke(app, "check").exit_code == 1
    assert "2 documents are indexed" in invoke(app, "reindex").output
    assert "agree on 2 documents" in invoke(app, "check").output
    relay.drain()
    post_id = talk.reply(actor, talk.thread(actor))
    assert "3 are missing" in invoke(app, "check").output
    relay.drain()
    talk.edit(actor, post_id, "Something else altogether.")
    assert "1 of another version" in invoke(app, "check").output
    assert invoke(app, "reindex", "--quiet").output == ""
    assert invoke(app, "check").exit_code == 0


def test_a_background_repair_rebuilds_once(app: Flask, talk: Discussions, actor: Actor) -> None:
    talk.thread(actor)
    indexer = state_of(app).search
    indexer.repair_soon()
    indexer.repair_soon()
    indexer.settle()
    assert indexer.compare().agrees
