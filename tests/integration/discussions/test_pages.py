"""Discussions by whole requests: what people send, what they get, what is kept."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from medpeer.accounts.models import Specialty, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.deid import Category
from medpeer.discussions import service
from medpeer.discussions.models import Participant, Post, Thread
from medpeer.discussions.policy import EDIT_WINDOW
from medpeer.gate import POLICIES, AttestationReason, Surface, severity
from medpeer.gate.models import ClearanceAttestation
from medpeer.gate.surfaces import Rule
from tests.factories.discussions import Discussions, new_key
from tests.factories.people import People
from tests.factories.statements import counted_queries

TITLE = "Fever and cytopenia after travel: what next?"
IDENTIFYING = "Mrs Kowalczyk came on 14 March 2024 with sweats (MRN 4471902). Ferritin 6,200."
HTMX = {"HX-Request": "true"}


def case_form(people: People, browser: FlaskClient, **changes: str) -> dict[str, str]:
    """Return a sound submission of the case form."""
    return {
        "csrf_token": people.csrf(browser),
        "client_key": new_key(),
        "title": TITLE,
        "ask": "diagnosis",
        "urgency": "this_week",
        "space": "nephrology",
        "age_band": "65-69",
        "sex": "woman",
        "setting": "",
        "consent": "anonymised",
        "body": "Ten days of sweats and a **large spleen**.",
        "shows_name": "",
    } | changes


def reply_data(people: People, browser: FlaskClient, body: str, **changes: str) -> dict[str, str]:
    """Return a sound submission of the reply form."""
    return {"csrf_token": people.csrf(browser), "client_key": new_key(), "body": body} | changes


def test_a_case_with_identifiers_is_refused_and_nothing_of_it_is_kept(
    people: People, database: Database, data_dir: Path
) -> None:
    browser = people.client(people.physician())
    answer = browser.post("/cases/ask", data=case_form(people, browser, body=IDENTIFYING))
    assert answer.status_code == 422
    shown = answer.text
    assert shown.count('class="card must"') == 3
    assert all(f"<q>{words}</q>" in shown for words in ("Mrs Kowalczyk", "14 March 2024", "4471902"))
    assert IDENTIFYING in shown, "the author's own text comes back whole"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Thread)) == 0
    database.engine.dispose()
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert b"Kowalczyk" not in kept
    assert b"4471902" not in kept


def test_a_doubtful_word_is_the_authors_call(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = replace(POLICIES[Surface.CASE_POST], rules={Category.NAME: Rule.TELL_AUTHOR})
    monkeypatch.setattr(severity, "POLICIES", {**POLICIES, Surface.CASE_POST: doubtful})
    browser = people.client(people.physician())
    form = case_form(people, browser, body="Her brother Jonathan Smithers had the same.")
    answer = browser.post("/cases/ask", data=form)
    assert answer.status_code == 422
    assert 'class="card tell"' in answer.text
    reasons = re.findall(r'<option value="(\d+:\d+:names:published_author)"', answer.text)
    assert len(reasons) == 1
    kept = browser.post("/cases/ask", data=form | {"attest.body": reasons[0]})
    assert kept.status_code == 303
    with database.reading() as session:
        assert session.scalars(select(ClearanceAttestation.reason)).all() == [AttestationReason.PUBLISHED_AUTHOR]


def test_a_case_sent_twice_is_asked_once(people: People, database: Database) -> None:
    browser = people.client(people.physician())
    form = case_form(people, browser)
    first, second = (browser.post("/cases/ask", data=form) for _ in range(2))
    assert first.location == second.location
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Thread)) == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("body", "", "Case text is empty"),
        ("body", "x" * 8001, "over the limit of 8,000"),
        ("title", "x" * 161, "over the limit of 160"),
        ("body", "abc\u202edef", "hidden marks"),
        ("body", "abc\x07def", "control characters"),
        ("space", "astrology", "Not a valid choice"),
        ("client_key", "<b>", "This form was incomplete"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_comes_back(
    people: People, field: str, value: str, told: str
) -> None:
    browser = people.client(people.physician())
    answer = browser.post("/cases/ask", data=case_form(people, browser) | {field: value})
    assert answer.status_code == 422
    assert told in answer.text
    if field != "body":
        assert "Ten days of sweats" in answer.text


def test_a_reply_arrives_as_a_fragment_with_a_fresh_form(people: People, talk: Discussions) -> None:
    thread_id = talk.thread(people.physician())
    browser = people.client(people.physician(specialty=Specialty.ENDOCRINOLOGY))
    sent = reply_data(people, browser, "Send a **renin**.")
    answer = browser.post(f"/threads/{thread_id}/posts", data=sent, headers=HTMX)
    assert answer.status_code == 201
    assert "<html" not in answer.text
    assert "<strong>renin</strong>" in answer.text
    assert "Endocrinology" in answer.text
    keys = re.findall(r'name="client_key" value="([^"]+)"', answer.text)
    assert len(keys) == 1
    assert keys[0] != sent["client_key"]
    assert "1 reply" in answer.text


def test_a_refused_reply_answers_with_its_form_and_the_text(
    people: People, talk: Discussions, database: Database
) -> None:
    thread_id = talk.thread(people.physician())
    browser = people.client(people.physician())
    sent = reply_data(people, browser, IDENTIFYING)
    answer = browser.post(f"/threads/{thread_id}/posts", data=sent, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#reply")
    assert IDENTIFYING in answer.text
    assert answer.text.count('class="card must"') == 3
    whole = browser.post(f"/threads/{thread_id}/posts", data=sent)
    assert whole.status_code == 422
    assert "<html" in whole.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == 1


def test_a_reply_without_scripts_leads_to_its_place(people: People, talk: Discussions) -> None:
    thread_id = talk.thread(people.physician())
    browser = people.client(people.physician())
    answer = browser.post(f"/threads/{thread_id}/posts", data=reply_data(people, browser, "Send a renin."))
    assert answer.status_code == 303
    assert re.fullmatch(rf"/threads/{thread_id}#p\d+", answer.location)


def test_the_form_under_a_post_replies_to_it(people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id)
    browser = people.client(asker)
    page = browser.get(f"/threads/{thread_id}?reply_to={post_id}")
    assert f'name="parent_id" value="{post_id}"' in page.text
    sent = reply_data(people, browser, "Trough is 4.8 mg/L.", parent_id=str(post_id))
    assert browser.post(f"/threads/{thread_id}/posts", data=sent).status_code == 303
    assert '<article class="reply"' in browser.get(f"/threads/{thread_id}").text


def test_a_script_is_told_where_to_go(people: People, talk: Discussions) -> None:
    thread_id = talk.thread(people.physician())
    browser = people.client(people.physician())
    answer = browser.post(
        f"/threads/{thread_id}/posts",
        data=reply_data(people, browser, "Send a renin."),
        headers={"Accept": "application/json, text/html;q=0.9"},
    )
    assert answer.get_json()["location"].startswith(f"/threads/{thread_id}#p")


def test_an_edit_goes_through_the_gate_and_shows_what_was_said(
    people: People, talk: Discussions, clock: SettableClock
) -> None:
    author = people.physician()
    thread_id = talk.thread(people.physician())
    post_id = talk.reply(author, thread_id, "Send a renin.")
    browser, reader = people.client(author), people.client(people.physician())
    assert "Send a renin." in browser.get(f"/posts/{post_id}/edit").text
    refused = browser.post(f"/posts/{post_id}/edit", data=reply_data(people, browser, IDENTIFYING))
    assert refused.status_code == 422
    changed = browser.post(f"/posts/{post_id}/edit", data=reply_data(people, browser, "Send a cortisol."))
    assert changed.status_code == 303
    page = reader.get(f"/threads/{thread_id}").text
    assert "Send a cortisol." in page
    assert "Edited" in page
    history = reader.get(f"/posts/{post_id}/history").text
    assert "Send a renin." in history
    assert reader.get(f"/posts/{post_id}/edit").status_code == 403
    clock.set(clock.now() + EDIT_WINDOW + timedelta(seconds=1))
    assert browser.get(f"/posts/{post_id}/edit").status_code == 403


def test_the_asker_marks_and_tells_the_outcome(people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id)
    mine, theirs = people.client(asker), people.client(peer)
    token = {"csrf_token": people.csrf(theirs)}
    assert theirs.post(f"/posts/{post_id}/helpful", data=token).status_code == 403
    assert theirs.get(f"/threads/{thread_id}/solve").status_code == 403
    assert mine.post(f"/posts/{post_id}/helpful", data={"csrf_token": people.csrf(mine)}).status_code == 303
    outcome = {
        "csrf_token": people.csrf(mine),
        "client_key": new_key(),
        "diagnosis": "Pseudohyperaldosteronism on posaconazole",
        "summary": "Potassium 4.1 after the change.",
        "lesson": "",
        "confirmed_by": "response",
        "certainty_percent": "95",
    }
    refused = mine.post(f"/threads/{thread_id}/solve", data=outcome | {"certainty_percent": "195", "summary": ""})
    assert refused.status_code == 422
    assert "from 0 to 100" in refused.text
    assert mine.post(f"/threads/{thread_id}/solve", data=outcome).status_code == 303
    page = theirs.get(f"/threads/{thread_id}").text
    assert "Helped, says" in page
    assert "response to treatment" in page
    assert "95 %" in page
    assert "Outcome:" in theirs.get("/cases?facet=solved").text


def test_following_is_ones_own_choice(people: People, talk: Discussions) -> None:
    thread_id = talk.thread(people.physician())
    browser = people.client(people.physician())
    token = {"csrf_token": people.csrf(browser)}
    assert "Follow this thread" in browser.get(f"/threads/{thread_id}").text
    browser.post(f"/threads/{thread_id}/follow", data=token)
    assert "Stop following" in browser.get(f"/threads/{thread_id}").text
    browser.post(f"/threads/{thread_id}/unfollow", data=token)
    assert "Follow this thread" in browser.get(f"/threads/{thread_id}").text


def test_no_physicians_id_or_name_stands_in_a_thread_under_handles(people: People, talk: Discussions) -> None:
    for _ in range(40):
        people.physician()
    asker = people.physician(first="Zephyrine", last="Quillfeather")
    peer = people.physician(first="Barnabas", last="Thistlewood")
    thread_id = talk.thread(asker)
    talk.reply(peer, thread_id, "Send one.")
    page = people.client(people.physician()).get(f"/threads/{thread_id}").text
    assert "Quillfeather" not in page
    assert "Thistlewood" not in page
    body = re.sub(r'(?:value|content|nonce)="[^"]{20,}"|\?v=\w+|data-gate-findings=\'[^\']*\'', "", page)
    numbers = set(re.findall(r"(?<![\w.])\d+(?![\w.])", body))
    assert not numbers & {str(asker.physician_id), str(peer.physician_id)}


def test_a_form_key_says_nothing_of_who_asked(people: People, talk: Discussions, database: Database) -> None:
    asker = people.physician()
    talk.thread(asker, client_key="shared-form-key")
    talk.thread(people.physician(), client_key="shared-form-key")
    with database.reading() as session:
        keys = session.scalars(select(Thread.opening_key)).all()
        assert len(set(keys)) == 2
        assert session.scalar(select(func.count()).select_from(Participant)) == 2


PLACES = (
    "/cases",
    "/practice",
    "/spaces/nephrology",
    "/cases/ask",
    "/practice/ask",
    "/threads/{thread}",
    "/posts/{post}/history",
)
WRITES = (
    "/cases/ask",
    "/practice/ask",
    "/threads/{thread}/posts",
    "/threads/{thread}/follow",
    "/round/{thread}/dismiss",
)


@pytest.mark.parametrize("standing", list(Standing))
def test_standing_decides_who_sees_and_who_writes(people: People, talk: Discussions, standing: Standing) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker, title="A veranda question", body="The veranda story.")
    ids = {"thread": thread_id, "post": talk.opening_post(asker, thread_id)}
    browser = people.client(people.physician(standing=standing))
    reads = standing in {Standing.ACTIVE, Standing.LAPSED_READONLY}
    for place in PLACES:
        answer = browser.get(place.format(**ids))
        asks = place.endswith("/ask")
        if standing is Standing.LAPSED_READONLY and asks:
            assert answer.status_code == 403
            assert "Renew" in answer.text
            assert '<a class="btn" href="/join">Your membership</a>' in answer.text
        else:
            assert (answer.status_code == 200) is reads, place
        if standing is Standing.LAPSED_READONLY and place == "/threads/{thread}":
            assert '<a href="/join">Your membership</a> says how to renew it.' in answer.text
        assert reads or "veranda" not in answer.text
    for place in WRITES:
        data = case_form(people, browser) if "ask" in place else reply_data(people, browser, "Send a renin.")
        answer = browser.post(place.format(**ids), data=data)
        if not reads:
            assert answer.status_code == 403, place
        elif standing is Standing.LAPSED_READONLY and ("ask" in place or "posts" in place):
            assert answer.status_code in {403, 422}, place


def test_a_hidden_question_is_explained_to_its_asker_alone(
    people: People, talk: Discussions, database: Database
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker, title="A veranda question", body="The veranda story.")
    opening = talk.opening_post(asker, thread_id)
    with database.transaction() as session:
        service.set_post_visibility(session, opening, Visibility.HIDDEN)
    mine, theirs = people.client(asker), people.client(peer)
    page = mine.get(f"/threads/{thread_id}")
    assert page.status_code == 200
    assert "Your question is hidden" in page.text
    assert "veranda" not in page.text
    for browser in (mine, theirs):
        assert "veranda" not in browser.get("/cases").text
        assert "veranda" not in browser.get("/").text
        assert browser.get(f"/posts/{opening}/history").status_code == 404
        data = reply_data(people, browser, "Send a renin.")
        assert browser.post(f"/threads/{thread_id}/posts", data=data).status_code == 404
    assert theirs.get(f"/threads/{thread_id}").status_code == 404


def test_a_hidden_reply_leaves_its_place_and_nothing_else(
    people: People, talk: Discussions, database: Database
) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(people.physician(), thread_id, "The veranda story.")
    with database.transaction() as session:
        service.set_post_visibility(session, post_id, Visibility.HIDDEN)
    page = people.client(asker).get(f"/threads/{thread_id}").text
    assert "Hidden: may identify a patient." in page
    assert "veranda" not in page


def test_facets_and_pages_are_counted_and_end(people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    threads = [talk.thread(asker, title=f"Question {'x' * number}") for number in range(1, 22)]
    talk.reply(peer, threads[0])
    talk.solve(asker, threads[1])
    browser = people.client(peer)
    page = browser.get("/cases").text
    assert "1 to 20 of 21" in page
    assert all(words in page for words in ("All 21", "Unanswered 19", "Open 1", "Solved 1", "Mine 1"))
    assert "21 to 21 of 21" in browser.get("/cases?page=2").text
    assert "21 to 21 of 21" in browser.get("/cases?page=99").text
    assert browser.get("/cases?page=nonsense&facet=nonsense").status_code == 200
    assert "1 to 1 of 1" in browser.get("/spaces/nephrology?facet=mine").text


def test_pages_read_as_little_however_long_the_thread(people: People, talk: Discussions, database: Database) -> None:
    asker = people.physician()
    short, long = talk.thread(asker), talk.thread(asker)
    talk.reply(people.physician(), short)
    for _ in range(12):
        talk.reply(asker, long, parent_id=talk.reply(people.physician(), long))
    browser = people.client(people.physician())
    spent = {}
    for place in ("/nowhere", f"/threads/{short}", f"/threads/{long}", "/cases", "/spaces/nephrology", "/"):
        with counted_queries(database) as seen:
            browser.get(place)
        spent[place] = len(seen)
    # Who is signed in and the counts in the bar are read on every page, and cost the same on each.
    own = {place: queries - spent["/nowhere"] for place, queries in spent.items()}
    assert own[f"/threads/{short}"] == own[f"/threads/{long}"] <= 4
    assert own["/cases"] <= 3
    assert own["/spaces/nephrology"] <= 4
    assert own["/"] <= 5
    assert spent[f"/threads/{long}"] <= 9
