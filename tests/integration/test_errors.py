"""Error pages: the product's look, an incident number, no stack, and the sender's own text kept."""

import pytest
from flask import Flask, abort

from medpeer.web.access import Access, access
from tests.factories.people import People

TYPED = "Two days of fever and a rash that blanches.\nPlatelets falling."


@pytest.fixture
def broken(app: Flask) -> Flask:
    """Return the application with a view for each way of failing."""

    @access(Access.PUBLIC)
    def crash() -> str:
        message = "Qwortzel"
        raise ValueError(message)

    @access(Access.PUBLIC)
    def fail(code: int) -> str:
        abort(code)

    @access(Access.SIGNED_IN)
    def keep() -> str:
        return "kept"

    app.add_url_rule("/crash", view_func=crash)
    app.add_url_rule("/fail/<int:code>", view_func=fail)
    app.add_url_rule("/keep", view_func=keep, methods=["POST"])
    return app


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_each_page_says_what_to_do(broken: Flask, code: int) -> None:
    answer = broken.test_client().get(f"/fail/{code}")
    assert answer.status_code == code
    assert "<h1>" in answer.text
    assert "Incident" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_crash_shows_nothing_of_itself(broken: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    answer = broken.test_client().get("/crash")
    assert answer.status_code == 500
    for page in (answer.text, *capfd.readouterr()):
        assert "Qwortzel" not in page
        assert "Traceback" not in page


def test_a_program_gets_json(broken: Flask) -> None:
    answer = broken.test_client().get("/fail/404", headers={"Accept": "application/json"})
    assert answer.get_json()["error"]["status"] == 404


@pytest.mark.usefixtures("broken")
def test_a_stale_form_gives_its_sender_the_text_back(people: People) -> None:
    browser = people.client(people.physician())
    answer = browser.post("/keep", data={"csrf_token": "old", "body": TYPED, "password": "not this one " * 3})
    assert answer.status_code == 400
    assert "Platelets falling." in answer.text
    assert "not this one" not in answer.text
    assert "out of date" in answer.text


def test_an_ended_session_gives_its_sender_the_text_back(broken: Flask, people: People) -> None:
    browser = broken.test_client()
    browser.get("/sign-in")
    answer = browser.post("/keep", data={"csrf_token": people.csrf(browser), "body": TYPED})
    assert answer.status_code == 401
    assert "Platelets falling." in answer.text
    assert "Sign in" in answer.text


@pytest.mark.usefixtures("broken")
def test_a_body_beyond_the_cap_is_refused_before_it_is_read(people: People) -> None:
    browser = people.client(people.physician())
    answer = browser.post("/keep", data={"csrf_token": people.csrf(browser), "body": "x" * 2_000_000})
    assert answer.status_code == 413
    assert len(answer.data) < 100_000


@pytest.mark.parametrize("path", ["/nowhere", "/threads/999999", "/%00", "/threads/1%27%20OR%201=1", "/..%2f..%2fetc"])
def test_strange_paths_are_not_found_or_lead_to_sign_in(broken: Flask, people: People, path: str) -> None:
    assert people.client(people.physician()).get(path).status_code in {400, 404}
    assert broken.test_client().get(path).status_code in {303, 400, 404}
