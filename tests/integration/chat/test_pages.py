"""The rooms' pages without JavaScript: everything a member can do there is a form."""

import re

import pytest
from flask.testing import FlaskClient

from medpeer.accounts.models import Standing
from medpeer.chat import service
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from tests.factories.chat import talk
from tests.factories.people import People

ROOM = "nephrology"
PHI = "Booked for Mr Harold Finch, MRN 4471902, on 14 March 2024."


def post(people: People, browser: FlaskClient, path: str, **data: str) -> tuple[int, str, str]:
    """Return status, location and page of a form's answer."""
    answer = browser.post(path, data={"csrf_token": people.csrf(browser)} | data)
    return answer.status_code, answer.headers.get("Location", ""), answer.text


def test_a_message_is_stored_and_shown_by_forms_alone(people: People) -> None:
    browser = people.client(people.physician())
    assert post(people, browser, f"/chat/{ROOM}/join", name="handle")[0] == 303
    page = browser.get(f"/chat/{ROOM}").text
    key = re.search(r'name="client_key" value="([^"]+)"', page)
    assert key
    status, location, _ = post(people, browser, f"/chat/{ROOM}", body="Potassium 6.8.", client_key=key[1])
    assert (status, location) == (303, f"/chat/{ROOM}#m1")
    post(people, browser, f"/chat/{ROOM}", body="Potassium 6.8.", client_key=key[1])
    assert browser.get(f"/chat/{ROOM}").text.count("Potassium 6.8.") == 2  # once in the room, once in the list


def test_a_refused_message_comes_back_with_its_text_and_findings(people: People) -> None:
    browser = people.client(people.physician())
    post(people, browser, f"/chat/{ROOM}/join", name="handle")
    status, _, page = post(people, browser, f"/chat/{ROOM}", body=PHI, client_key="k1")
    assert status == 422
    assert "Booked for Mr Harold Finch, MRN 4471902" in page
    assert 'value="k1"' in page
    assert "must go" in page
    assert PHI not in browser.get(f"/chat/{ROOM}").text


@pytest.mark.parametrize(("body", "key", "words"), [("", "k", "is empty"), ("Fine.", "not a key!", "out of date")])
def test_an_unusable_form_says_what_to_do(people: People, body: str, key: str, words: str) -> None:
    browser = people.client(people.physician())
    post(people, browser, f"/chat/{ROOM}/join", name="handle")
    status, _, page = post(people, browser, f"/chat/{ROOM}", body=body, client_key=key)
    assert status == 422
    assert words in page


def test_a_member_chooses_the_name_they_write_under(people: People) -> None:
    browser = people.client(people.physician(first="Ben", last="Adeyemi"))
    before = browser.get(f"/chat/{ROOM}").text
    assert "Join the room" in before
    post(people, browser, f"/chat/{ROOM}/join", name="full")
    post(people, browser, f"/chat/{ROOM}", body="Under my name.", client_key="k")
    assert "You write as <b>Ben Adeyemi</b>" in browser.get(f"/chat/{ROOM}").text
    assert "<b>Ben Adeyemi</b>" in people.client(people.physician()).get(f"/chat/{ROOM}").text


def test_what_is_new_is_marked_until_read(people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    browser = people.client(ben)
    talk(database, ben, ROOM, "First.")
    talk(database, ada, ROOM, "Second.", "Third.")
    assert 'aria-label="2 unread"' in browser.get("/chat").text
    assert "2 new since you left" in browser.get(f"/chat/{ROOM}").text
    # Reading a page changes nothing by itself.
    assert "2 new since you left" in browser.get(f"/chat/{ROOM}").text
    assert post(people, browser, f"/chat/{ROOM}/read", seq="3")[0] == 303
    assert "new since you left" not in browser.get(f"/chat/{ROOM}").text
    assert "unread" not in browser.get("/chat").text


def test_older_messages_are_a_page_away(people: People, database: Database) -> None:
    ada = people.physician()
    talk(database, ada, ROOM, *(f"Point {number} of sixty." for number in range(1, 61)))
    browser = people.client(ada)
    newest = browser.get(f"/chat/{ROOM}").text
    assert "Point 11 of sixty." in newest
    assert "Point 10 of sixty." not in newest
    assert f"/chat/{ROOM}?before=11" in newest
    older = browser.get(f"/chat/{ROOM}?before=11").text
    assert "Point 10 of sixty." in older
    assert "Newest messages" in older


def test_a_hidden_message_is_a_tombstone_for_everyone(people: People, database: Database) -> None:
    ada = people.physician()
    message = talk(database, ada, ROOM, "Something telling.")[0]
    with database.transaction() as session:
        service.set_message_visibility(session, message.id, Visibility.HIDDEN)
    for reader in (ada, people.physician()):
        page = people.client(reader).get(f"/chat/{ROOM}").text
        assert "Something telling." not in page
        assert "Hidden: may identify a patient." in page
        assert "Something telling." not in people.client(reader).get("/chat").text


def test_a_lapsed_member_finds_no_composer(people: People) -> None:
    browser = people.client(people.physician(standing=Standing.LAPSED_READONLY))
    page = browser.get(f"/chat/{ROOM}").text
    assert "You may read here, but not write" in page
    assert post(people, browser, f"/chat/{ROOM}", body="Not this.", client_key="k")[0] == 403


@pytest.mark.parametrize(
    "path", ["/chat/elsewhere", "/chat/NEPHROLOGY", "/chat/elsewhere/join", "/chat/elsewhere/read"]
)
def test_there_is_no_other_room(people: People, path: str) -> None:
    browser = people.client(people.physician())
    status = post(people, browser, path)[0] if path.count("/") > 2 else browser.get(path).status_code
    assert status == 404


@pytest.mark.parametrize("standing", [Standing.EMAIL_OK, Standing.NEEDS_REVIEW])
def test_an_applicant_sees_no_clinical_word(people: People, database: Database, standing: Standing) -> None:
    talk(database, people.physician(), ROOM, "Potassium 6.8.")
    browser = people.client(people.physician(standing=standing))
    for path in ("/chat", f"/chat/{ROOM}"):
        answer = browser.get(path, headers={"HX-Request": "true"})
        assert answer.status_code == 403
        assert "Potassium" not in answer.text
