"""A new password: by whoever knows the old one, or by whoever reads the account's mail; nobody learns who is here."""

import time

from medpeer.accounts.models import Standing
from medpeer.core.db import Database
from medpeer.web.same_time import LONGER_THAN_A_MAIL_S
from tests.factories.people import PASSWORD, People
from tests.integration.onboarding.conftest import main_of
from tests.integration.own_account.conftest import Mails, Member, find_physician

NEW = "seven quiet herons wading"
FORGOTTEN = "/forgotten-password"
SUBJECT = "Set a new password"


def ask(member: Member, email: str | None = None) -> str:
    """Ask for a link from a browser that is signed out."""
    answer = member.post(FORGOTTEN, email=email or member.email)
    assert answer.status_code == 200
    return main_of(answer.text).replace(email or member.email, "ADDRESS")


def test_a_mailed_link_sets_a_password_once_and_ends_every_sign_in(member: Member, mails: Mails) -> None:
    before = member.browser
    member.new_browser()
    ask(member)
    link = mails.link(member.email, SUBJECT)
    assert "Set a new password" in member.page(link)
    answer = member.post(link, new_password=NEW)
    assert answer.headers["Location"] == "/sign-in"
    assert before.get("/account").status_code == 303
    assert member.give_password(PASSWORD).status_code == 422
    assert member.give_password(NEW).headers["Location"] == "/account"
    assert member.post(link, new_password="another quiet heron wading").status_code == 410
    assert "Your password was changed" in mails.subjects(member.email)


def test_the_second_factor_is_asked_for_after_a_reset(member: Member, mails: Mails) -> None:
    member.set_up_app()
    member.new_browser()
    ask(member)
    member.post(mails.link(member.email, SUBJECT), new_password=NEW)
    answer = member.give_password(NEW)
    assert answer.status_code == 200
    assert 'name="slip"' in answer.text
    assert not member.is_signed_in()


def test_a_link_ends_after_an_hour_by_another_reset_and_by_a_change(member: Member, mails: Mails) -> None:
    first = member.browser
    member.new_browser()
    ask(member)
    link = mails.link(member.email, SUBJECT)
    member.wait(minutes=61)
    assert member.browser.get(link).status_code == 410
    assert member.post(link, new_password=NEW).status_code == 410
    ask(member)
    fresh = {mail.body for mail in mails.to(member.email)}
    assert len(fresh) == 2
    member.browser = first
    member.post("/account/prove", password=PASSWORD, next="/account")
    member.post("/account/password", password=PASSWORD, new_password=NEW)
    for body in fresh:
        path = next(word for word in body.split() if "/reset/" in word).split("/reset/")[1]
        assert member.browser.get(f"/reset/{path}").status_code == 410


def test_a_weak_password_is_refused_and_the_link_stays_good(member: Member, mails: Mails) -> None:
    member.new_browser()
    ask(member)
    link = mails.link(member.email, SUBJECT)
    for weak in ("short", member.email, "password12345678"):
        answer = member.post(link, new_password=weak)
        assert answer.status_code == 422
        assert weak not in answer.text.replace(member.email, "") or weak == member.email
    assert member.post(link, new_password=NEW).status_code == 303


def test_strangers_get_one_answer_in_one_time(member: Member, mails: Mails) -> None:
    member.new_browser()
    pages = set()
    for email in (member.email, "nobody@stlukes.example", "no address at all"):
        start = time.monotonic()
        pages.add(ask(member, email))
        assert time.monotonic() - start >= LONGER_THAN_A_MAIL_S
    assert len(pages) == 1
    assert mails.subjects("nobody@stlukes.example") == []


def test_a_reset_proves_the_address_of_an_account_that_waited_for_it(
    people: People, database: Database, mails: Mails, member: Member
) -> None:
    waiting = people.physician(email="waits@stlukes.example", standing=Standing.REGISTERED)
    member.new_browser()
    ask(member, "waits@stlukes.example")
    member.post(mails.link("waits@stlukes.example", SUBJECT), new_password=NEW)
    assert find_physician(database, waiting.physician_id).standing is Standing.EMAIL_OK


def test_a_change_needs_the_present_password_and_ends_the_other_sign_ins(member: Member, people: People) -> None:
    elsewhere = people.client(member.actor)
    answer = member.post("/account/password", password="not my password at all", new_password=NEW)
    assert answer.status_code == 422
    assert elsewhere.get("/account").status_code == 200
    assert member.post("/account/password", password=PASSWORD, new_password="short").status_code == 422
    assert member.post("/account/password", password=PASSWORD, new_password=NEW).headers["Location"] == "/account"
    assert member.is_signed_in()
    assert elsewhere.get("/account").status_code == 303
    member.new_browser()
    assert member.give_password(NEW).headers["Location"] == "/account"


def test_a_change_needs_a_fresh_proof(member: Member) -> None:
    member.wait(minutes=11)
    assert "/account/prove" in member.post("/account/password", password=PASSWORD, new_password=NEW).headers["Location"]
    assert "/account/prove" in member.browser.get("/account/password").headers["Location"]
