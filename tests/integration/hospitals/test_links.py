"""Linking and unlinking a hospital by one's own hand, and a hospital's word that somebody signed out there."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.hospitals import service
from medpeer.hospitals.models import HospitalLink, HospitalSignIn
from tests.factories.hospitals import Hospital
from tests.factories.people import People
from tests.factories.sockets import connect, serve
from tests.integration.hospitals.conftest import EMAIL, WAYS, Traveller


def count(database: Database, table: type[HospitalLink | HospitalSignIn]) -> int:
    """Return how many rows there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_link_is_made_by_hand_whatever_the_address(ada: Traveller, lakeside: Hospital) -> None:
    lakeside.name("visiting-3", "other@lakeside.example")
    ada.sign_in_here()
    assert ada.link(lakeside).headers["Location"] == WAYS
    assert "Lake Side opens this account from now on." in ada.browser.get(WAYS).text
    ada.fresh_browser()
    assert ada.go(lakeside).headers["Location"] == "/"
    assert ada.is_signed_in()


def test_linking_wants_a_fresh_proof_at_its_start_and_at_its_end(
    ada: Traveller, lakeside: Hospital, clock: SettableClock, database: Database
) -> None:
    lakeside.name("visiting-3", "other@lakeside.example")
    ada.sign_in_here()
    path, carried = ada.leave(lakeside, f"{WAYS}/hospital/{lakeside.slug}")
    clock.set(clock.now() + timedelta(minutes=11))
    assert ada.finish(path, carried).headers["Location"].startswith("/account/prove")
    start = ada.browser.get(f"{WAYS}/hospital/{lakeside.slug}")
    assert start.headers["Location"].startswith("/account/prove")
    assert count(database, HospitalLink) == 0


def test_a_page_that_links_waits_for_its_button(ada: Traveller, lakeside: Hospital) -> None:
    lakeside.name("visiting-3")
    ada.sign_in_here()
    path, carried = ada.leave(lakeside, f"{WAYS}/hospital/{lakeside.slug}")
    assert "go-on" not in ada.browser.get(path, query_string=carried).text


def test_one_sign_in_there_opens_one_account_here(
    ada: Traveller, lakeside: Hospital, people: People, database: Database
) -> None:
    lakeside.name("visiting-3")
    ada.sign_in_here()
    ada.link(lakeside)
    grace = Traveller(ada.app, people, people.physician(email="grace@stlukes.example"))
    grace.sign_in_here()
    grace.link(lakeside)
    assert "could not be linked" in grace.browser.get(WAYS).text
    # Nor does an account take a second one of the same hospital unasked; the same one again changes nothing.
    lakeside.name("visiting-4")
    ada.link(lakeside)
    assert "could not be linked" in ada.browser.get(WAYS).text
    lakeside.name("visiting-3")
    assert ada.link(lakeside).headers["Location"] == WAYS
    assert count(database, HospitalLink) == 1


def test_an_errand_for_a_link_signs_nobody_in(ada: Traveller, stlukes: Hospital, database: Database) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.sign_in_here()
    path, carried = ada.leave(stlukes, f"{WAYS}/hospital/{stlukes.slug}")
    ada.post("/sign-out")
    assert ada.finish(path, carried).headers["Location"] == "/sign-in"
    assert not ada.is_signed_in()
    assert count(database, HospitalLink) == 0


def test_taking_a_link_away_ends_what_came_by_it(ada: Traveller, stlukes: Hospital, database: Database) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    there = ada.browser
    ada.sign_in_here()
    with database.reading() as session:
        link_id = session.scalar(select(HospitalLink.id))
    assert ada.post(f"{WAYS}/hospitals/{link_id}/remove").headers["Location"] == WAYS
    assert there.get("/account").status_code == 303
    assert ada.is_signed_in()
    assert count(database, HospitalLink) == 0


def test_anothers_link_is_not_there(ada: Traveller, stlukes: Hospital, people: People, database: Database) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    stranger = Traveller(ada.app, people, people.physician())
    stranger.sign_in_here()
    assert stranger.post(f"{WAYS}/hospitals/1/remove").status_code == 404
    assert count(database, HospitalLink) == 1


def depart(ada: Traveller, word: str, hospital: str = "st-lukes") -> int:
    """Bring a hospital's word, as its server does: without cookie or token of a page."""
    answer = ada.app.test_client().post(f"/sign-in/hospital/{hospital}/signed-out", data={"logout_token": word})
    return answer.status_code


def test_signing_out_there_ends_what_came_by_it_and_nothing_else(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL, sid="desk-1")
    ada.go(stlukes)
    by_desk_1 = ada.browser
    ada.fresh_browser()
    stlukes.name("staff-17", EMAIL, sid="desk-2")
    ada.go(stlukes)
    by_desk_2 = ada.browser
    ada.sign_in_here()
    assert depart(ada, stlukes.departure(sub="staff-17", sid="desk-1")) == 200
    assert by_desk_1.get("/account").status_code == 303
    assert by_desk_2.get("/account").status_code == 200
    assert depart(ada, stlukes.departure(sub="staff-17")) == 200
    assert by_desk_2.get("/account").status_code == 303
    # By password: the hospital has no say in it.
    assert ada.is_signed_in()


def test_a_sign_in_there_can_be_named_without_its_owner(ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL, sid="desk-1")
    ada.go(stlukes)
    assert depart(ada, stlukes.departure(sid="desk-9")) == 200
    assert ada.is_signed_in()
    assert depart(ada, stlukes.departure(sid="desk-1")) == 200
    assert not ada.is_signed_in()


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "n"},
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"iat": 1_700_000_000},
        {"exp": 1_700_000_000},
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": "yes"}},
        {"events": "http://schemas.openid.net/event/backchannel-logout"},
        {"jti": None},
        {"sub": None},
    ],
)
def test_a_false_word_of_signing_out_ends_nothing(ada: Traveller, stlukes: Hospital, claims: dict[str, object]) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    assert depart(ada, stlukes.departure(**{"sub": "staff-17"} | claims)) == 400
    assert ada.is_signed_in()


def test_another_hospitals_word_ends_nothing(ada: Traveller, stlukes: Hospital, lakeside: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    assert depart(ada, lakeside.departure(sub="staff-17")) == 400
    assert depart(ada, lakeside.departure(sub="staff-17"), "lake-side") == 200
    assert depart(ada, "rubbish") == depart(ada, "") == 400
    assert ada.is_signed_in()


def test_signing_out_there_cuts_the_socket(app: Flask, ada: Traveller, stlukes: Hospital) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    cookie = ada.browser.get_cookie("medpeer")
    assert cookie
    with serve(app) as server, connect(server, ("medpeer", cookie.value)) as socket:
        assert socket.call("join", room="nephrology")["ok"]
        depart(ada, stlukes.departure(sub="staff-17"))
        socket.wait_for("disconnect", 1, timeout_s=30.0)


def test_a_deleted_account_leaves_no_tie_to_a_hospital(ada: Traveller, stlukes: Hospital, database: Database) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    with database.transaction() as session:
        service.forget_links(session, ada.actor.physician_id)
    assert (count(database, HospitalLink), count(database, HospitalSignIn)) == (0, 0)


def test_a_link_that_somebody_else_may_have_made_goes_when_the_old_mailbox_objects(
    ada: Traveller, stlukes: Hospital, lakeside: Hospital, clock: SettableClock, database: Database
) -> None:
    stlukes.name("staff-17", EMAIL)
    ada.go(stlukes)
    clock.set(clock.now() + timedelta(days=3))
    ada.sign_in_here()
    lakeside.name("intruder")
    ada.link(lakeside)
    with database.transaction() as session:
        service.drop_links_since(session, ada.actor.physician_id, clock.now() - timedelta(days=1))
    with database.reading() as session:
        assert list(session.scalars(select(HospitalLink.hospital))) == ["st-lukes"]
        assert session.scalar(select(func.count()).select_from(HospitalSignIn)) == 1
