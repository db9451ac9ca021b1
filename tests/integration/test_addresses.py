"""Whatever stands in an address or a header, the answer is one made on purpose: never a defect of ours."""

import re
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from medpeer.accounts.models import Role
from medpeer.core.db import Database
from tests.factories.discussions import Discussions
from tests.factories.people import People

TOO_BIG = 2**63
# Where another route of the same address takes the other method, the router says so.
REFUSALS = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


def numbered(app: Flask) -> list[tuple[str, str]]:
    """Return method and address of every route that names a row, with a number that no database takes."""
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    return [
        (method, filled(rule.rule))
        for rule in rules
        for method in sorted(rule.methods or ())
        if method in {"GET", "POST"}
    ]


def filled(rule: str) -> str:
    """Return a rule's address with the number and some word in place of what varies."""
    return re.sub(r"<[^>]+>", "post", re.sub(r"<int:[^>]+>", str(TOO_BIG), rule))


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.MODERATOR])
def test_a_number_that_no_row_can_have_is_not_found(app: Flask, people: People, role: Role | None) -> None:
    browser = people.client(people.physician(*([role] if role else [])))
    token = people.csrf(browser)
    routes = numbered(app)
    assert len(routes) >= 30
    for method, address in routes:
        answer = browser.open(address, method=method, headers={"X-CSRFToken": token})
        assert answer.status_code in REFUSALS, (method, address)


@pytest.mark.parametrize("slug", ["Neurology", "neuro_logy", "1", "-", "%00", "neurology%20", "é"])
@pytest.mark.parametrize("path", ["/spaces", "/chat"])
def test_a_word_that_no_space_can_have_is_not_found(people: People, path: str, slug: str) -> None:
    assert people.client(people.physician()).get(f"{path}/{slug}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("host", ["x" * 300, "a..b", "x" * 64 + ".example"])
def test_a_host_that_cannot_be_one_gets_a_plain_refusal(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.content_type.startswith("text/plain")
    assert host not in answer.text


@pytest.mark.parametrize("digits", ["9" * 20, "9" * 400, "-" + "9" * 400, "9" * 5000])
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/journal-club", "year"),
        ("/journal-club", "participants"),
        ("/chat/nephrology/read", "seq"),
        ("/notifications/read", "newest"),
    ],
)
def test_a_number_of_any_length_in_a_form_is_answered(people: People, path: str, field: str, digits: str) -> None:
    browser = people.client(people.physician())
    answer = browser.post(path, data={"csrf_token": people.csrf(browser), field: digits})
    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY}


def test_a_reply_to_a_post_that_no_row_can_have_is_refused(people: People, database: Database) -> None:
    asker = people.physician()
    thread_id = Discussions(database).thread(asker)
    browser = people.client(asker)
    form = {"csrf_token": people.csrf(browser), "client_key": "k" * 12, "body": "Agreed.", "parent_id": "9" * 40}
    answer = browser.post(f"/threads/{thread_id}/posts", data=form)
    assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
