"""However much is sent, checking it takes as long as checking what a form can hold, and answers."""

import pytest

from medpeer.accounts.models import Standing
from medpeer.deid import Category, Severity, Span
from medpeer.gate import POLICIES, Surface
from tests.factories.people import People

LIMIT = POLICIES[Surface.CASE_POST].max_chars
TOO_LONG = "Harold Pemberton, MRN 00482913. " + "a " * 150_000 + "MRN 00482914"


def test_the_check_reads_as_much_as_the_form_takes(people: People) -> None:
    browser = people.client(people.physician(standing=Standing.EMAIL_OK))
    data = {"csrf_token": people.csrf(browser), "field": "body", "text.body": TOO_LONG, "surface.body": "case_post"}
    answer = browser.post("/gate/check", data=data)
    assert answer.status_code == 200
    spans = answer.get_json()["fields"]["body"]["spans"]
    assert spans
    assert max(span["end"] for span in spans) <= LIMIT


def test_the_check_takes_no_more_fields_than_a_form_has(people: People) -> None:
    browser = people.client(people.physician())
    names = [f"f{number}" for number in range(100)]
    answer = browser.post("/gate/check", data={"csrf_token": people.csrf(browser), "field": names})
    assert len(answer.get_json()["fields"]) == 16


@pytest.mark.parametrize("extra", [{"replace": "y"}, {"client_key": "!"}, {}])
def test_a_form_that_is_far_too_long_comes_back_with_its_text(people: People, extra: dict[str, str]) -> None:
    browser = people.client(people.physician())
    form = {"csrf_token": people.csrf(browser), "client_key": "k" * 12, "body": TOO_LONG, "title": TOO_LONG}
    answer = browser.post("/practice/ask", data=form | {"space": "billing"} | extra)
    assert answer.status_code in {200, 422}
    assert "MRN 00482914" in answer.text


def test_attestations_past_the_fiftieth_are_not_read(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "Filed under the old name of the practice."
    doubtful = Span(16, 24, Category.NAME, 0.6, Severity.TELL_AUTHOR, "planted")
    monkeypatch.setattr("medpeer.gate.verdict.find_identifiers", lambda text, **_: (doubtful,) if text == body else ())
    browser = people.client(people.physician())
    ask = {"csrf_token": people.csrf(browser), "client_key": "k" * 12, "title": "How do you file this?", "body": body}
    ask |= {"space": "billing", "setting": ""}
    word = f"{doubtful.start}:{doubtful.end}:{doubtful.category.value}:eponym"
    late = browser.post("/practice/ask", data=ask | {"attest.body": ["0:1:names:eponym"] * 50 + [word]})
    assert late.status_code == 422
    assert browser.post("/practice/ask", data=ask | {"attest.body": word}).status_code == 303
