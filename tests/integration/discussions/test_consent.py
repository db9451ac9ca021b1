"""A case says what its patient said to its being told; nothing else has to."""

import pytest
from sqlalchemy import select

from medpeer.core.db import Database
from medpeer.core.errors import InvalidInputError
from medpeer.discussions import queries, service
from medpeer.discussions.models import Consent, Thread
from medpeer.gate import Surface
from medpeer.gate.models import Clearance
from tests.factories.discussions import Discussions, new_key
from tests.factories.people import People
from tests.factories.texts import cleared
from tests.integration.discussions.test_pages import case_form

SENSITIVE = "A 24-year-old teacher from a small island with HIV has a rash."


@pytest.mark.parametrize("consent", list(Consent))
def test_a_case_shows_what_its_patient_said(people: People, database: Database, consent: Consent) -> None:
    browser = people.client(people.physician())
    asked = browser.post("/cases/ask", data=case_form(people, browser, consent=consent.value))
    assert asked.status_code == 303
    assert consent.fact in browser.get(asked.location).text
    with database.reading() as session:
        assert session.scalar(select(Thread.consent)) is consent


@pytest.mark.parametrize("given", ["", "because I say so"])
def test_a_case_without_it_comes_back_with_its_text(people: People, database: Database, given: str) -> None:
    browser = people.client(people.physician())
    answer = browser.post("/cases/ask", data=case_form(people, browser, consent=given))
    assert answer.status_code == 422
    assert "field-consent" in answer.text
    assert "large spleen" in answer.text
    with database.reading() as session:
        assert session.scalar(select(Thread.id)) is None


def test_no_way_past_the_form(people: People, database: Database) -> None:
    actor = people.physician()
    with pytest.raises(InvalidInputError), database.transaction() as session:
        space = queries.access_space(session, actor, "nephrology")
        title, body = (cleared(session, "What next?", one) for one in (Surface.CASE_TITLE, Surface.CASE_POST))
        service.open_thread(session, actor, space, service.NewThread(title=title, body=body, client_key=new_key()))


def test_practice_needs_none(people: People, talk: Discussions) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker, space="billing")
    assert "consent" not in people.client(asker).get(f"/threads/{thread_id}").text


def test_a_recognisable_case_on_a_sensitive_topic_waits_for_a_word(people: People, database: Database) -> None:
    browser = people.client(people.physician())
    form = case_form(people, browser, body=SENSITIVE)
    answer = browser.post("/cases/ask", data=form)
    assert answer.status_code == 422
    assert 'name="confirmed"' in answer.text
    assert "It touches on HIV and a small community" in answer.text
    assert SENSITIVE in answer.text
    assert browser.post("/cases/ask", data=form | {"confirmed": "y"}).status_code == 303
    with database.reading() as session:
        noted = select(Clearance.confirmed).where(Clearance.surface == Surface.CASE_POST)
        assert session.scalars(noted).all() == [True]


def test_the_age_of_a_minor_counts_as_a_topic(people: People) -> None:
    browser = people.client(people.physician())
    form = case_form(people, browser, body="Moved to ward 4B with sweats.", age_band="5-9")
    answer = browser.post("/cases/ask", data=form)
    assert "a child or adolescent" in answer.text
    assert 'class="card must"' in answer.text
    check = {"csrf_token": form["csrf_token"], "field": "body", "text.body": form["body"], "surface.body": "case_post"}
    for topic, severity in (("minor", "must_go"), ("", "tell_author"), ("no-such", "tell_author")):
        (span,) = browser.post("/gate/check", data=check | {"topic": topic}).get_json()["fields"]["body"]["spans"]
        assert span["severity"] == severity


def test_the_check_while_typing_asks_for_the_word(people: People) -> None:
    browser = people.client(people.physician())
    check = {"csrf_token": people.csrf(browser), "field": "body", "text.body": SENSITIVE, "surface.body": "case_post"}
    risk = browser.post("/gate/check", data=check).get_json()["risk"]
    assert (risk["level"], risk["confirm"]) == ("medium", True)
    calm = browser.post("/gate/check", data=check | {"text.body": "Sweats."}).get_json()["risk"]
    assert (calm["level"], calm["confirm"]) == ("low", False)


def test_a_threads_topic_counts_for_what_is_written_in_it(people: People, talk: Discussions) -> None:
    asker = people.physician()
    title = "A rash after starting dolutegravir: what next?"
    thread_id, calm = talk.thread(asker, title=title), talk.thread(asker)
    browser = people.client(people.physician())
    assert 'data-topics="hiv"' in browser.get(f"/threads/{thread_id}").text
    form = {"csrf_token": people.csrf(browser), "client_key": "k" * 12, "body": "Ours was moved to ward 4B with it."}
    for place, severity in ((thread_id, "must"), (calm, "tell")):
        refused = browser.post(f"/threads/{place}/posts", data=form)
        assert refused.status_code == 422
        assert f'class="card {severity}"' in refused.text
    own = people.client(asker)
    form |= {"csrf_token": people.csrf(own)}
    edited = own.post(f"/posts/{talk.opening_post(asker, thread_id)}/edit", data=form)
    assert 'class="card must"' in edited.text
    solved = form | {"diagnosis": "A drug rash", "summary": form["body"], "confirmed_by": "response"}
    assert 'class="card must"' in own.post(f"/threads/{thread_id}/solve", data=solved).text
