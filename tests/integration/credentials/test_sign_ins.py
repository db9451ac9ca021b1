"""The list of sign-ins names each browser; ending one cuts its live socket."""

from flask import Flask

from tests.conftest import state_of
from tests.factories.people import People
from tests.factories.sockets import connect, serve
from tests.integration.credentials.conftest import Member

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_sign_in_is_listed_by_browser_and_system(member: Member) -> None:
    member.new_browser()
    member.browser.environ_base["HTTP_USER_AGENT"] = FIREFOX
    member.give_password()
    page = member.page("/account")
    assert "Firefox on Windows" in page
    assert page.count("this browser") == 1


def test_nothing_of_what_a_browser_says_is_kept_but_two_words(member: Member) -> None:
    member.new_browser()
    member.browser.environ_base["HTTP_USER_AGENT"] = FIREFOX.replace("Gecko", "Qzxvwuaua")
    member.give_password()
    parts = state_of(member.app)
    parts.database.engine.dispose()
    kept = b"".join(path.read_bytes() for path in parts.settings.data_dir.rglob("*") if path.is_file())
    assert b"Qzxvwuaua" not in kept


def test_ending_a_sign_in_from_the_list_cuts_its_socket(app: Flask, people: People) -> None:
    actor = people.physician()
    here, cookie = people.client(actor), people.cookie(actor)
    page = here.get("/account").text
    there = page.split('action="/account/sign-ins/')[1].split("/end")[0]
    with serve(app) as server, connect(server, cookie) as socket:
        assert socket.call("join", room="nephrology")["ok"]
        here.post(f"/account/sign-ins/{there}/end", data={"csrf_token": people.csrf(here)})
        socket.wait_for("disconnect", 1, timeout_s=30.0)


def test_signing_out_everywhere_cuts_every_socket(app: Flask, people: People) -> None:
    actor = people.physician()
    here, one, another = people.client(actor), people.cookie(actor), people.cookie(actor)
    with serve(app) as server, connect(server, one) as first, connect(server, another) as second:
        here.post("/account/sign-ins/end-all", data={"csrf_token": people.csrf(here)})
        for socket in (first, second):
            socket.wait_for("disconnect", 1, timeout_s=30.0)


def test_staying_sends_the_cookie_and_nothing_else(member: Member) -> None:
    assert member.post("/account/stay").status_code == 204
