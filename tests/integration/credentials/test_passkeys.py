"""Passkeys by whole requests, with an authenticator in software: what is taken, and every answer that is not."""

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.credentials.models import Passkey
from tests.conftest import settings_env, state_of
from tests.factories.passkeys import PRESENT, SoftAuthenticator
from tests.factories.people import PASSWORD, People
from tests.integration.credentials.conftest import WAYS, Member


@pytest.fixture
def key() -> SoftAuthenticator:
    """Return an authenticator without a passkey."""
    return SoftAuthenticator()


def asked(page: str, action: str) -> tuple[str, str]:
    """Return the question and the slip of the passkey form that goes to ``action``."""
    form = page.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    options = re.search(r'data-options="([^"]+)"', form)
    slip = re.search(r'name="slip" value="([^"]+)"', form)
    assert options
    assert slip
    return html.unescape(options[1]), slip[1]


def add(member: Member, key: SoftAuthenticator) -> str:
    """Add a passkey and return where the answer leads, or the page of recovery codes."""
    options, slip = asked(member.page(f"{WAYS}/passkey"), f"{WAYS}/passkey")
    answer = member.post(f"{WAYS}/passkey", slip=slip, credential=key.create(options))
    member.codes = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", answer.text) or member.codes
    return answer.headers.get("Location", answer.text)


def sign_in(member: Member, key: SoftAuthenticator) -> str:
    """Sign in with a passkey in a new browser and return where the answer leads."""
    member.new_browser()
    options, slip = asked(member.page("/sign-in"), "/sign-in/passkey")
    return member.post("/sign-in/passkey", slip=slip, credential=key.get(options), next="/account").headers["Location"]


def count(database: Database) -> int:
    """Return how many passkeys there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Passkey)) or 0


def test_a_passkey_signs_in_by_itself(member: Member, key: SoftAuthenticator) -> None:
    assert "Your recovery codes" in add(member, key)
    assert len(set(member.codes)) == 10
    assert sign_in(member, key) == "/account"
    assert member.is_signed_in()
    assert ", used <time" in member.page()


def test_a_password_alone_is_not_enough_beside_a_passkey(member: Member, key: SoftAuthenticator) -> None:
    add(member, key)
    member.new_browser()
    page = member.give_password()
    assert "One more step" in page.text
    options, slip = asked(page.text, "/sign-in/passkey")
    assert member.post("/sign-in/passkey", slip=slip, credential=key.get(options)).status_code == 303
    assert member.is_signed_in()


def test_a_recovery_code_stands_in_for_a_lost_passkey(member: Member, key: SoftAuthenticator) -> None:
    add(member, key)
    member.new_browser()
    assert member.second_step(member.codes[0]).headers["Location"] == "/account"


def test_an_answer_is_taken_once(member: Member, key: SoftAuthenticator) -> None:
    add(member, key)
    member.new_browser()
    options, slip = asked(member.page("/sign-in"), "/sign-in/passkey")
    answer = key.get(options)
    thief = member.app.test_client()
    cookie = member.browser.get_cookie("medpeer")
    assert cookie
    thief.set_cookie("medpeer", cookie.value)
    assert member.post("/sign-in/passkey", slip=slip, credential=answer).headers["Location"] == "/"
    member.browser = thief
    assert "/sign-in" in member.post("/sign-in/passkey", slip=slip, credential=answer).headers["Location"]
    assert not member.is_signed_in()


def bent(key: SoftAuthenticator, **changes: object) -> SoftAuthenticator:
    """Return a copy of a passkey that answers otherwise."""
    return SoftAuthenticator(**{**vars(key), **changes})


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:1", "https://localhost", "http://a.localhost"]
)
def test_an_answer_given_elsewhere_is_refused(member: Member, key: SoftAuthenticator, origin: str) -> None:
    add(member, key)
    assert sign_in(member, bent(key, origin=origin)).startswith("/sign-in")
    assert not member.is_signed_in()


def test_an_answer_without_finger_face_or_pin_is_refused(
    member: Member, key: SoftAuthenticator, database: Database
) -> None:
    assert add(member, bent(key, flags=PRESENT)) == f"{WAYS}/passkey"
    assert count(database) == 0
    add(member, key)
    assert sign_in(member, bent(key, flags=PRESENT)).startswith("/sign-in")


def test_a_copy_whose_count_went_back_is_refused(member: Member, key: SoftAuthenticator) -> None:
    add(member, key)
    copy = bent(key)
    assert sign_in(member, key) == "/account"
    assert sign_in(member, key) == "/account"
    assert sign_in(member, copy).startswith("/sign-in")


def test_anothers_key_and_an_unknown_passkey_answer_alike(member: Member, key: SoftAuthenticator) -> None:
    add(member, key)
    forged = SoftAuthenticator(credential_id=key.credential_id)
    assert sign_in(member, forged) == sign_in(member, SoftAuthenticator())
    assert not member.is_signed_in()


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "not json", '{"id":"x"}', '{"id":1,"rawId":2}', "9" * 9999]
)
def test_what_is_no_answer_is_refused(member: Member, credential: str) -> None:
    options, slip = asked(member.page(f"{WAYS}/passkey"), f"{WAYS}/passkey")
    assert options
    assert member.post(f"{WAYS}/passkey", slip=slip, credential=credential).headers["Location"] == f"{WAYS}/passkey"
    member.new_browser()
    _, slip = asked(member.page("/sign-in"), "/sign-in/passkey")
    answer = member.post("/sign-in/passkey", slip=slip, credential=credential)
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_passkey_proves_its_owner_and_nobody_else(member: Member, people: People, key: SoftAuthenticator) -> None:
    other = Member(
        member.app, people, member.clock, people.physician(email="ben@stlukes.example"), "ben@stlukes.example"
    )
    theirs = SoftAuthenticator()
    add(member, key)
    add(other, theirs)
    member.wait(minutes=11)
    for one, leads_to in ((theirs, "/account/prove"), (key, WAYS)):
        options, slip = asked(member.page(f"/account/prove?next={WAYS}"), "/account/prove/passkey")
        data = {"slip": slip, "credential": one.get(options), "next": WAYS}
        assert member.post("/account/prove/passkey", **data).headers["Location"].startswith(leads_to)
    assert member.browser.get(f"{WAYS}/passkey").status_code == 200


def test_one_passkey_belongs_to_one_account(member: Member, people: People, key: SoftAuthenticator) -> None:
    other = Member(
        member.app, people, member.clock, people.physician(email="ben@stlukes.example"), "ben@stlukes.example"
    )
    add(member, key)
    assert add(other, key) == f"{WAYS}/passkey"


def test_one_removes_ones_own_passkeys_and_nobody_elses(
    member: Member, people: People, key: SoftAuthenticator, database: Database
) -> None:
    add(member, key)
    other = people.client(people.physician())
    other.post(f"{WAYS}/passkeys/1/remove", data={"csrf_token": people.csrf(other)})
    assert count(database) == 1
    member.post(f"{WAYS}/passkeys/1/remove")
    assert count(database) == 0
    assert sign_in(member, key).startswith("/sign-in")


def test_a_page_left_open_too_long_is_said_so(member: Member, key: SoftAuthenticator) -> None:
    options, slip = asked(member.page(f"{WAYS}/passkey"), f"{WAYS}/passkey")
    member.wait(minutes=31)
    member.post("/account/prove", password=PASSWORD, next=WAYS)
    answer = member.post(f"{WAYS}/passkey", slip=slip, credential=key.create(options))
    assert answer.headers["Location"] == f"{WAYS}/passkey"
    assert "open for too long" in member.page(f"{WAYS}/passkey")


@pytest.fixture
def served(app: Flask) -> Iterator[tuple[FlaskClient, People]]:
    """Return a browser and people of a production server under its own name."""
    folder = state_of(app).settings.data_dir
    env = settings_env(folder) | {
        "MEDPEER_PRODUCTION": "1",
        "MEDPEER_DEMO": "0",
        "MEDPEER_BASE_URL": "https://medpeer.example",
    }
    built = create_app(load_settings(env))
    yield built.test_client(), People(built, state_of(built).database)
    state_of(built).database.engine.dispose()


def test_a_served_product_takes_its_own_name_and_no_host_header(served: tuple[FlaskClient, People]) -> None:
    browser, _ = served
    for host in ("medpeer.example", "localhost", "evil.example"):
        options, _ = asked(browser.get("/sign-in", headers={"Host": host}).text, "/sign-in/passkey")
        assert '"rpId": "medpeer.example"' in options


def test_a_bare_number_offers_no_passkeys(member: Member) -> None:
    headers = {"Host": "127.0.0.1:5000"}
    browser = member.app.test_client()
    assert "/sign-in/passkey" not in browser.get("/sign-in", headers=headers).text


def test_a_tried_out_copy_opened_by_its_number_says_where_passkeys_work(member: Member) -> None:
    headers = {"Host": "127.0.0.1:5000", "Cookie": "=".join(member.people.cookie(member.actor))}
    page = member.app.test_client(use_cookies=False).get(WAYS, headers=headers).text
    assert "http://localhost:5000/account/ways-in" in page
