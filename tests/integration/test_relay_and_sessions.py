"""The house stands: people sign in by cookie, texts are checked and forgotten."""

from flask.testing import FlaskClient

from tests.factories.people import People


def test_a_stranger_cannot_use_the_check(client: FlaskClient) -> None:
    answer = client.post("/gate/check", data={"field": "body", "text.body": "x"})
    assert answer.status_code in {400, 401}


def test_a_member_gets_findings_with_offsets(people: People) -> None:
    browser = people.client(people.physician())
    data = {
        "csrf_token": people.csrf(browser),
        "field": "body",
        "text.body": "Seen on 14 March 2024, MRN 4471902.",
        "surface.body": "case_post",
    }
    answer = browser.post("/gate/check", data=data)
    assert answer.status_code == 200, answer.text
    spans = answer.get_json()["fields"]["body"]["spans"]
    assert [span["category"] for span in spans] == ["dates", "medical_record_numbers"]
