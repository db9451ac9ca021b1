"""Signing up, signing in and out, mailed links: equal answers, no lock-outs, nothing used up by a look."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from config import load_settings
from medpeer.accounts import service
from medpeer.accounts.models import DeviceSession, EmailProof, Physician, Standing
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from tests.conftest import settings_env, state_of
from tests.factories.people import PASSWORD, People
from tests.integration.onboarding.conftest import Applicant, main_of


def test_a_known_address_gets_the_same_page_and_its_owner_a_mail(
    applicant: Applicant, people: People, database: Database
) -> None:
    people.physician(email=applicant.email)
    known = applicant.sign_up()
    assert [mail.subject for mail in applicant.mails()] == ["You have an account already"]
    applicant.email = "somebody.new@stlukes.example"
    new = applicant.sign_up()
    assert known.status_code == new.status_code == 200
    assert main_of(known.text).replace("miriam.okonjo", "somebody.new") == main_of(new.text)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Physician)) == 2


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("nobody", PASSWORD, "not an e-mail address"),
        ("a@b.example", "short", "at least 12 characters"),
        ("a@b.example", "password1234", "breached"),
        ("a@b.example", "x" * 300, "at most 256"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(
    applicant: Applicant, email: str, password: str, words: str
) -> None:
    answer = applicant.post("/sign-up", email=email, password=password)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert password not in answer.text
    assert applicant.mails() == []


def test_looking_at_a_link_does_not_use_it_up(applicant: Applicant) -> None:
    applicant.sign_up()
    link = applicant.link()
    for _ in range(3):
        assert applicant.app.test_client().get(link).status_code == 200
        assert applicant.app.test_client().head(link).status_code == 200
    assert applicant.prove(link).status_code == 303
    assert applicant.browser.get(link).status_code == 410
    assert applicant.prove(link).status_code == 410


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_link_that_ended_leads_on(applicant: Applicant, *, signed_in: bool) -> None:
    applicant.sign_up()
    link = applicant.link()
    applicant.prove(link)
    if not signed_in:
        applicant.post("/sign-out")
        applicant.browser.get("/sign-in")
    for answer in (applicant.browser.get(link), applicant.prove(link)):
        assert answer.status_code == 410
        main = main_of(answer.text)
        ways = re.findall(r'href="([^"]+)">([^<]+)</a>', main)
        assert ways == (
            [("/join", "Go on")] if signed_in else [("/sign-in?next=/join", "Sign in"), ("/sign-up", "Sign up")]
        )


def test_a_link_ends_after_a_day_and_a_fresh_one_works(applicant: Applicant, clock: SettableClock) -> None:
    applicant.sign_up()
    link = applicant.link()
    clock.set(clock.now() + timedelta(hours=24, seconds=1))
    assert applicant.browser.get(link).status_code == 410
    assert "once more" in applicant.post("/sign-up/resend", email=applicant.email).text
    fresh = applicant.link()
    assert fresh != link
    assert applicant.prove(fresh).status_code == 303


def test_a_sign_ups_password_goes_when_its_link_has_ended(
    applicant: Applicant, clock: SettableClock, database: Database
) -> None:
    def kept() -> int:
        state_of(applicant.app).accounts.run_once()
        with database.reading() as session:
            return session.scalar(select(func.count()).where(EmailProof.password_hash.is_not(None))) or 0

    applicant.sign_up()
    clock.set(clock.now() + timedelta(hours=24))
    applicant.sign_up()
    assert kept() == 2
    clock.set(clock.now() + timedelta(seconds=1))
    assert kept() == 1
    clock.set(clock.now() + timedelta(hours=24))
    assert kept() == 0
    assert applicant.prove(applicant.new_link("/sign-up/resend", email=applicant.email)).status_code == 303


def test_a_mailbox_does_not_open_an_account_to_whoever_signed_up_with_its_address(applicant: Applicant) -> None:
    chosen = "a password of a stranger's choice"
    applicant.post("/sign-up", email=applicant.email, password=chosen)
    link = applicant.link()
    for typed in ("", PASSWORD):
        pressed = applicant.post(link, password=typed)
        assert pressed.status_code == 422
        assert "not the password of the sign-up" in pressed.text
    assert applicant.post("/sign-in", email=applicant.email, password=chosen).status_code == 422
    assert applicant.post(link, password=chosen).headers["Location"] == "/join"


def test_an_owner_whose_address_a_stranger_used_first_loses_nothing(applicant: Applicant, database: Database) -> None:
    strangers = "a password of a stranger's choice"
    first, own, last = (
        applicant.new_link("/sign-up", email=applicant.email, password=chosen)
        for chosen in (strangers, PASSWORD, strangers)
    )
    # Each link asks for the password of its own sign-up, whoever came first.
    for link in (first, last):
        assert applicant.prove(link).status_code == 422
    assert applicant.post(own, password=strangers).status_code == 422
    assert applicant.prove(own).headers["Location"] == "/join"
    for link in (first, own, last):
        assert applicant.browser.get(link).status_code == 410
        assert applicant.post(link, password=strangers).status_code == 410
    applicant.post("/sign-out")
    applicant.browser.get("/sign-in")
    assert applicant.post("/sign-in", email=applicant.email, password=strangers).status_code == 422
    assert applicant.sign_in().headers["Location"] == "/join"
    with database.reading() as session:
        assert set(session.scalars(select(EmailProof.password_hash))) == {None}


def test_a_link_sent_once_more_is_of_the_latest_sign_up(applicant: Applicant) -> None:
    applicant.post("/sign-up", email=applicant.email, password="a password of a stranger's choice")
    applicant.sign_up()
    again = applicant.new_link("/sign-up/resend", email=applicant.email)
    assert applicant.prove(again).headers["Location"] == "/join"


def slip_of(answer: TestResponse) -> str:
    """Return what the page that says to check one's mail brings back when asked for another."""
    found = re.search(r'name="slip" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def test_a_link_sent_once_more_is_of_the_sign_up_of_the_browser_that_asks(applicant: Applicant) -> None:
    stranger = Applicant(applicant.app, applicant.people, applicant.relay, applicant.mailbox)
    slip = slip_of(applicant.sign_up())
    theirs = slip_of(stranger.post("/sign-up", email=applicant.email, password="a password of a stranger's choice"))
    for foreign in (theirs, "forged", ""):
        link = applicant.new_link("/sign-up/resend", email=applicant.email, slip=foreign)
        assert applicant.prove(link).status_code == 422
    again = applicant.new_link("/sign-up/resend", email=applicant.email, slip=slip)
    assert applicant.prove(again).headers["Location"] == "/join"


def test_a_sign_up_is_not_sent_to_another_address(applicant: Applicant) -> None:
    slip = slip_of(applicant.post("/sign-up", email="other@stlukes.example", password="a stranger's own choice"))
    applicant.sign_up()
    again = applicant.new_link("/sign-up/resend", email=applicant.email, slip=slip)
    assert applicant.prove(again).headers["Location"] == "/join"


def test_what_the_page_brings_back_is_as_long_for_every_address(applicant: Applicant, people: People) -> None:
    people.physician(email="known@stlukes.example")
    lengths = set()
    for path in ("/sign-up", "/sign-up/resend"):
        for email in ("known@stlukes.example", "nobody@stlukes.example", "somebody@stlukes.example"):
            lengths.add(len(slip_of(applicant.post(path, email=email, password=PASSWORD))))
    assert len(lengths) == 1


@pytest.mark.parametrize(
    ("path", "page"),
    [("/sign-up", "Check your mail"), ("/sign-up/resend", "Check your mail"), ("/forgotten-password", "on its way")],
)
def test_an_address_that_was_mailed_often_gets_the_same_page_and_no_more_mail(
    data_dir: Path, clock: SettableClock, path: str, page: str
) -> None:
    env = settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1", "MEDPEER_TRUSTED_PROXIES": "1"}
    app = create_app(load_settings(env), clock=clock)
    database = state_of(app).database
    people = People(app, database)
    with database.transaction() as session:
        service.sign_up(session, service.prepare_sign_up(email="waits@stlukes.example", password=PASSWORD))

    def ask(number: int) -> tuple[int, str]:
        browser, network = app.test_client(), {"X-Forwarded-For": f"203.0.113.{number}"}
        browser.get("/sign-up", headers=network)
        data = {"csrf_token": people.csrf(browser), "email": "waits@stlukes.example", "password": PASSWORD}
        answer = browser.post(path, data=data, headers=network)
        return answer.status_code, main_of(answer.text)

    def asked() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(OutboxEvent)) or 0

    before = asked()
    answers = {ask(number) for number in range(6)}
    mailed = asked()
    assert mailed == before + 6
    answers |= {ask(number) for number in range(6, 9)}
    assert asked() == mailed
    ((status, text),) = answers
    assert status == 200
    assert page in text
    database.engine.dispose()


def test_a_network_that_asks_for_much_mail_is_told_so(data_dir: Path) -> None:
    app = create_app(load_settings(settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1"}))
    people = People(app, state_of(app).database)
    browser = app.test_client()
    browser.get("/sign-up")
    data = {"csrf_token": people.csrf(browser), "email": "no address", "password": ""}
    answers = [browser.post("/sign-up", data=data) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [422] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    state_of(app).database.engine.dispose()


def test_a_password_set_anew_ends_the_links_of_every_sign_up(applicant: Applicant) -> None:
    strangers = "a password of a stranger's choice"
    link = applicant.new_link("/sign-up", email=applicant.email, password=strangers)
    reset = applicant.new_link("/forgotten-password", email=applicant.email)
    assert applicant.post(reset, new_password=PASSWORD).status_code == 303
    assert applicant.browser.get(link).status_code == 410
    assert applicant.post(link, password=strangers).status_code == 410


def test_resending_says_nothing_about_an_address(applicant: Applicant, people: People) -> None:
    people.physician(email="proved@stlukes.example")
    pages = [
        main_of(applicant.post("/sign-up/resend", email=email).text).replace(email, "…")
        for email in ("proved@stlukes.example", "nobody@stlukes.example", "no address")
    ]
    assert len(set(pages)) == 1
    assert applicant.mails() == []


def test_wrong_address_and_wrong_password_answer_alike(client: FlaskClient, people: People) -> None:
    people.physician(email="known@stlukes.example")
    client.get("/sign-in")

    def refused(email: str, password: str) -> tuple[int, str]:
        data = {"csrf_token": people.csrf(client), "email": email, "password": password}
        answer = client.post("/sign-in", data=data)
        return answer.status_code, main_of(answer.text).replace(f'value="{email}"', "")

    known = refused("known@stlukes.example", "not the password")
    assert known == refused("nobody@stlukes.example", PASSWORD)
    assert refused("", "")[0] == known[0] == 422


def test_signing_up_and_then_in_does_not_tell_whose_address_has_an_account(
    applicant: Applicant, people: People
) -> None:
    known = applicant.email
    people.physician(email=known)
    chosen = "a password of a stranger's choice"
    answers = []
    for email in (known, "somebody.new@stlukes.example"):
        applicant.post("/sign-up", email=email, password=chosen)
        answer = applicant.post("/sign-in", email=email, password=chosen)
        answers.append((answer.status_code, main_of(answer.text).replace(f'value="{email}"', "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_whoever_signs_up_again_before_the_link_was_opened_gets_it_again(applicant: Applicant) -> None:
    for _ in range(2):
        applicant.sign_up()
    assert [mail.subject for mail in applicant.mails()] == ["Prove your e-mail address"] * 2
    assert applicant.sign_in().status_code == 422
    assert applicant.prove(applicant.link()).status_code == 303
    assert applicant.sign_in().headers["Location"] == "/join"


def test_the_token_changes_at_sign_in_and_at_sign_out(client: FlaskClient, people: People) -> None:
    people.physician(email="known@stlukes.example")
    client.get("/sign-in")
    planted = people.csrf(client)
    data = {"csrf_token": planted, "email": " Known@StLukes.example ", "password": PASSWORD, "next": "/account"}
    answer = client.post("/sign-in", data=data)
    assert answer.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200
    signed_in = people.csrf(client)
    assert client.post("/sign-out", data={"csrf_token": planted}).status_code == 400
    out = client.post("/sign-out", data={"csrf_token": signed_in})
    assert out.headers["Location"] == "/sign-in"
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(client: FlaskClient, people: People, target: str) -> None:
    people.physician(email="known@stlukes.example")
    client.get("/sign-in")
    data = {"csrf_token": people.csrf(client), "email": "known@stlukes.example", "password": PASSWORD, "next": target}
    assert client.post("/sign-in", data=data).headers["Location"] == "/"


def test_one_ends_ones_own_sign_ins_and_nobody_elses(people: People, database: Database) -> None:
    actor, other = people.physician(), people.physician()
    here, there, theirs = people.client(actor), people.client(actor), people.client(other)
    page = here.get("/account").text
    assert page.count("A browser on an unknown device") == 2
    assert page.count("this browser") == 1
    with database.reading() as session:
        ids = session.scalars(select(DeviceSession.id).order_by(DeviceSession.id)).all()
    token = people.csrf(here)
    here.post(f"/account/sign-ins/{ids[2]}/end", data={"csrf_token": token})
    assert theirs.get("/account").status_code == 200
    here.post(f"/account/sign-ins/{ids[1]}/end", data={"csrf_token": token})
    assert there.get("/account").status_code == 303
    third = people.client(actor)
    assert here.post("/account/sign-ins/end-all", data={"csrf_token": token}).headers["Location"] == "/sign-in"
    assert here.get("/account").status_code == third.get("/account").status_code == 303
    assert theirs.get("/account").status_code == 200


def test_everybody_has_an_account_page(people: People) -> None:
    for standing in Standing:
        page = people.client(people.physician(standing=standing)).get("/account")
        assert page.status_code == 200, standing
        assert "stlukes.example" in page.text


def test_failures_of_one_network_do_not_lock_the_owner_out(data_dir: Path) -> None:
    env = settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1", "MEDPEER_TRUSTED_PROXIES": "1"}
    app = create_app(load_settings(env))
    people = People(app, state_of(app).database)
    people.physician(email="known@stlukes.example")
    people.physician(email="neighbour@stlukes.example")

    def try_from(network: str, email: str, password: str) -> int:
        browser = app.test_client()
        browser.get("/sign-in", headers={"X-Forwarded-For": network})
        data = {"csrf_token": people.csrf(browser), "email": email, "password": password, "next": "/account"}
        return browser.post("/sign-in", data=data, headers={"X-Forwarded-For": network}).status_code

    stuffed = [try_from("203.0.113.9", "known@stlukes.example", f"guess number {n}") for n in range(12)]
    assert stuffed == [422] * 10 + [200] * 2
    assert try_from("203.0.113.9", "known@stlukes.example", PASSWORD) == 200
    assert try_from("203.0.113.9", "neighbour@stlukes.example", PASSWORD) == 303
    assert try_from("198.51.100.4", "known@stlukes.example", PASSWORD) == 303
    state_of(app).database.engine.dispose()


def test_the_demo_offers_its_log_ins_and_production_does_not(data_dir: Path, client: FlaskClient) -> None:
    logins = [{"email": "ada@stlukes.example", "password": "quiet harbour lantern", "who": "Ada, nephrology"}]
    (data_dir / "demo-logins.json").write_text(json.dumps(logins))
    assert "quiet harbour lantern" in client.get("/sign-in").text
    served = create_app(load_settings(settings_env(data_dir) | {"MEDPEER_DEMO": "0"}))
    browser = served.test_client()
    assert "quiet harbour lantern" not in browser.get("/sign-in").text
    assert browser.get("/mailbox").status_code == 404
    assert browser.get("/mailbox/20261120090000-0123456789abcdef").status_code == 404
    state_of(served).database.engine.dispose()
