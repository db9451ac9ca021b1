"""Signing in by a hospital, against a provider in a process of its own: who gets in, and who does not."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from medpeer.accounts.models import DeviceSession, Physician, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.hospitals.models import HospitalLink
from medpeer.jobs.relay import Relay
from medpeer.notifications.mailbox import list_mails
from tests.conftest import state_of
from tests.contracts.test_canary_sweep import copies
from tests.factories.hospitals import Hospital
from tests.factories.people import PASSWORD, People
from tests.integration.credentials.conftest import Member
from tests.integration.hospitals.conftest import EMAIL, WAYS, Traveller

NOT_LINKED = "opens no account yet"


def links(database: Database) -> list[HospitalLink]:
    """Return every link."""
    with database.reading() as session:
        return list(session.scalars(select(HospitalLink)))


def test_a_proved_address_of_the_hospitals_own_domain_links_and_signs_in(
    ada: Traveller, stlukes: Hospital, database: Database, relay: Relay
) -> None:
    stlukes.name("staff-17", EMAIL)
    answer = ada.go(stlukes)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert ada.is_signed_in()
    assert [one.hospital for one in links(database)] == ["st-lukes"]
    parts = state_of(ada.app)
    parts.mail_sink.start()
    relay.drain()
    parts.mail_sink.stop()
    subjects = [mail.subject for mail in list_mails(parts.settings.mailbox_dir)]
    assert "A way to sign in was added" in subjects


def test_the_subject_counts_from_then_on_whatever_the_address_becomes(
    ada: Traveller, stlukes: Hospital, database: Database
) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    ada.fresh_browser()
    stlukes.name("staff-17", "ada.married@stlukes.example")
    ada.go(stlukes)
    assert ada.is_signed_in()
    assert len(links(database)) == 1


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        (EMAIL, False),
        ("nobody@stlukes.example", True),
        ("", True),
        ("ada@lakeside.example", True),
        ("not an address", True),
    ],
)
def test_others_get_the_same_answer_and_no_session(
    ada: Traveller, stlukes: Hospital, database: Database, email: str, verified: bool
) -> None:
    ada.people.physician(email="ada@lakeside.example")
    stlukes.name("staff-18", email, verified=verified)
    answer = ada.go(stlukes)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert NOT_LINKED in ada.told()
    assert not ada.is_signed_in()
    assert links(database) == []


def test_a_hospital_speaks_for_its_own_domains_alone(ada: Traveller, lakeside: Hospital, database: Database) -> None:
    """Another hospital, however verified it says the address is, opens no account of this one."""
    lakeside.name("whoever", EMAIL)
    ada.go(lakeside)
    assert not ada.is_signed_in()
    assert links(database) == []


def test_a_string_that_says_true_is_not_the_standards_word(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL, email_verified="true")
    ada.go(stlukes)
    assert not ada.is_signed_in()


def test_an_address_not_proved_here_links_nothing(ada: Traveller, stlukes: Hospital, database: Database) -> None:
    """Somebody may have signed up with another's address: their password must not open what its owner links."""
    with database.transaction() as session:
        session.get_one(Physician, ada.actor.physician_id).email_proved_at = None
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    assert not ada.is_signed_in()
    assert links(database) == []


def test_an_address_given_to_another_person_opens_nothing(
    ada: Traveller, stlukes: Hospital, database: Database
) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    ada.fresh_browser()
    stlukes.name("staff-99", EMAIL)
    ada.go(stlukes)
    assert NOT_LINKED in ada.told()
    assert not ada.is_signed_in()
    assert len(links(database)) == 1


def test_it_is_a_sign_in_only_and_admits_nobody(app: Flask, people: People, stlukes: Hospital) -> None:
    applicant = Traveller(app, people, people.physician(email="new@stlukes.example", standing=Standing.EMAIL_OK))
    stlukes.name("staff-20", "new@stlukes.example")
    applicant.go(stlukes)
    assert applicant.is_signed_in()
    assert applicant.browser.get("/cases").headers["Location"] == "/join"


def test_a_second_step_is_asked_for_all_the_same(ada: Traveller, stlukes: Hospital, clock: SettableClock) -> None:
    member = Member(ada.app, ada.people, clock, ada.actor, EMAIL)
    member.set_up_app()
    stlukes.name("staff-17", EMAIL)
    answer = ada.go(stlukes)
    assert answer.status_code == 200
    assert "Your hospital says that it is you" in answer.text
    assert not ada.is_signed_in()
    slip = member.slip_of(answer)
    assert ada.post("/sign-in/second-step", slip=slip, code="000000", next="/account").status_code == 422
    assert ada.post("/sign-in/second-step", slip=slip, code=member.app_code(), next="/account").status_code == 303
    assert ada.is_signed_in()
    # And the hospital can end it, as any that came by it.
    ada.browser.post("/sign-in/hospital/st-lukes/signed-out", data={"logout_token": stlukes.departure(sub="staff-17")})
    assert not ada.is_signed_in()


def test_a_sign_in_that_a_hospital_vouches_for_is_no_fresh_proof(
    ada: Traveller, stlukes: Hospital, database: Database
) -> None:
    """At an open desk the hospital asks nobody: what wants a fresh proof wants one of ours."""
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    with database.reading() as session:
        assert list(session.scalars(select(DeviceSession.proved_at))) == [None]
    answer = ada.post("/account/own-data")
    assert answer.headers["Location"].startswith("/account/prove")
    ada.post("/account/prove", password=PASSWORD, next="/account/own-data")
    assert ada.post("/account/own-data").headers["Location"] == "/account/own-data"


def test_one_goes_on_to_where_one_was_going(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    for target, end in (("/chat", "/chat"), ("//evil.example", "/"), ("/" + "x" * 400, "/")):
        ada.fresh_browser()
        start = ada.browser.get("/sign-in/hospital/st-lukes", query_string={"next": target})
        assert ada.finish(*stlukes.visit(start.headers["Location"])).headers["Location"] == end


def test_the_sign_in_page_lists_hospitals_and_the_way_out_tells_of_them(ada: Traveller, stlukes: Hospital) -> None:
    page = ada.told()
    assert "Sign in with St Lukes" in page
    assert "Sign in with Lake Side" in page
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    ada.post("/sign-out")
    assert "At your hospital you may be signed in still." in ada.told()


def test_an_unknown_hospital_is_not_there(ada: Traveller) -> None:
    assert ada.browser.get("/sign-in/hospital/general").status_code == 404
    assert ada.browser.get("/sign-in/hospital/general/return").status_code == 404
    assert ada.post("/sign-in/hospital/general/return").status_code == 404
    assert ada.post("/sign-in/hospital/general/signed-out").status_code == 404


def test_reading_the_page_one_comes_back_to_signs_nobody_in(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    page = ada.browser.get(path, query_string=carried)
    assert "Back from St Lukes" in page.text
    assert not ada.is_signed_in()


# What somebody in between may try.
def test_a_code_is_good_in_the_browser_that_asked_for_it_alone(ada: Traveller, stlukes: Hospital) -> None:
    """Nobody can be signed in, unasked, as somebody else; nor can a code that was overheard be used elsewhere."""
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    ada.fresh_browser()
    assert ada.finish(path, carried).headers["Location"] == "/sign-in"
    fields = {"code": carried["code"], "slip": carried["state"], "issuer": ""}
    assert ada.post(path, **fields).headers["Location"] == "/sign-in"
    assert not ada.is_signed_in()


def test_a_code_of_one_errand_is_worth_nothing_in_another(ada: Traveller, stlukes: Hospital) -> None:
    """PKCE and nonce: an attacker's code, put into a victim's errand, is refused by the hospital or by us."""
    stlukes.name("attacker", EMAIL)
    _, stolen = ada.leave(stlukes)
    ada.fresh_browser()
    path, carried = ada.leave(stlukes)
    assert ada.finish(path, carried | {"code": stolen["code"]}).headers["Location"] == "/sign-in"
    assert "did not sign you in" in ada.told()
    assert not ada.is_signed_in()


def test_a_code_is_used_once(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    assert ada.finish(path, carried).headers["Location"] == "/"
    ada.post("/sign-out")
    assert ada.finish(path, carried).headers["Location"] == "/sign-in"
    assert not ada.is_signed_in()


def test_a_code_of_one_hospital_is_not_taken_to_another(ada: Traveller, stlukes: Hospital, lakeside: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    other = path.replace(stlukes.slug, lakeside.slug)
    assert ada.finish(other, carried).headers["Location"] == "/sign-in"
    assert ada.finish(path, carried | {"iss": lakeside.issuer}).headers["Location"] == "/sign-in"
    assert not ada.is_signed_in()


def test_an_errand_that_took_too_long_is_started_again(ada: Traveller, stlukes: Hospital, clock: SettableClock) -> None:
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    clock.set(clock.now() + timedelta(minutes=31))
    assert ada.finish(path, carried).headers["Location"] == "/sign-in"
    assert not ada.is_signed_in()


def test_a_cancelled_sign_in_says_so(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    answer = ada.browser.get(path, query_string={"error": "access_denied", "state": carried["state"]})
    assert answer.headers["Location"] == "/sign-in"
    assert "did not sign you in" in ada.told()


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"aud": ["medpeer", "another-client"]},
        {"azp": "another-client"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
        {"nonce": "another"},
        {"at_hash": "another"},
        {"sub": ""},
        {"sub": 17},
    ],
    ids=lambda claims: "-".join(f"{key}" for key in claims),
)
def test_a_word_that_is_not_for_us_now_is_refused(ada: Traveller, stlukes: Hospital, claims: dict[str, object]) -> None:
    stlukes.name("staff-17", EMAIL)
    stlukes.twist(claims=claims)
    ada.go(stlukes)
    assert "did not sign you in" in ada.told()
    assert not ada.is_signed_in()


def test_a_hospital_that_names_another_issuer_is_not_believed(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    stlukes.twist(configuration={"issuer": "https://elsewhere.example"})
    answer = ada.browser.get("/sign-in/hospital/st-lukes")
    assert answer.headers["Location"] == "/sign-in"
    assert "does not answer now" in ada.told()


def test_no_secret_goes_over_an_open_line(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    stlukes.twist(configuration={"token_endpoint": "http://elsewhere.example/token"})
    assert ada.browser.get("/sign-in/hospital/st-lukes").headers["Location"] == "/sign-in"


def test_an_address_told_elsewhere_counts_for_the_same_subject_alone(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    stlukes.twist(hide=["email", "email_verified"], userinfo={"sub": "somebody else"})
    ada.go(stlukes)
    assert not ada.is_signed_in()
    stlukes.twist(hide=["email", "email_verified"])
    ada.go(stlukes)
    assert ada.is_signed_in()


def test_a_new_key_is_asked_for_but_not_with_every_word(
    ada: Traveller, stlukes: Hospital, clock: SettableClock
) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    ada.fresh_browser()
    stlukes.new_key()
    ada.go(stlukes)
    assert not ada.is_signed_in()
    clock.set(clock.now() + timedelta(seconds=61))
    ada.go(stlukes)
    assert ada.is_signed_in()


def test_nothing_that_the_hospital_says_is_kept_or_logged(
    ada: Traveller, stlukes: Hospital, capfd: pytest.CaptureFixture[str], database: Database
) -> None:
    stlukes.name("qzxvwsubject", EMAIL, sid="qzxvwsid")
    ada.go(stlukes)
    assert ada.is_signed_in()
    ada.fresh_browser()
    stlukes.name("qzxvwother", "qzxvw@stlukes.example")
    ada.go(stlukes)
    database.engine.dispose()
    parts = state_of(ada.app)
    kept = b"".join(path.read_bytes() for path in parts.settings.data_dir.rglob("*") if path.is_file())
    assert b"qzxvw" not in kept.lower()
    assert "qzxvw" not in "".join(capfd.readouterr()).lower()


def test_no_canary_survives_the_hospitals_doors(
    ada: Traveller, stlukes: Hospital, database: Database, relay: Relay, capfd: pytest.CaptureFixture[str]
) -> None:
    """The sweep of all doors knows no hospital; here its doors are open."""
    stlukes.name("staff-17", EMAIL)
    path, carried = ada.leave(stlukes)
    word = "Mr Qzxvwaaaajk, MRN 4471902"
    for name in ("code", "slip", "issuer", "next", "logout_token", "note"):
        for there in (path, "/sign-in/hospital/st-lukes/signed-out", "/sign-in/hospital/st-lukes"):
            fields = {"code": carried["code"], "slip": carried["state"]} | {name: word}
            assert ada.post(there, **fields).status_code < 500
            asked = {"code": "x", "state": carried["state"]} | {name: word, "iss": word, "error": word}
            assert ada.browser.get(there, query_string=asked).status_code < 500
    relay.drain()
    database.engine.dispose()
    assert copies(state_of(ada.app).settings.data_dir, ["Qzxvwaaaajk"]) == {}
    assert "qzxvw" not in "".join(capfd.readouterr()).lower()


def test_the_ways_page_is_where_links_are_seen(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    page = ada.browser.get(WAYS).text
    assert "Remove St Lukes" in page
    assert "Link Lake Side" in page
    assert "Link St Lukes" not in page
