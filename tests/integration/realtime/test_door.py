"""Who is let in: nobody without a verified member's sign-in gets as far as Engine.IO, and ids are not passed on."""

import threading

import pytest

from medpeer.accounts import service
from medpeer.accounts.models import Physician, Standing
from medpeer.core.db import Database
from medpeer.realtime import guard
from tests.factories.people import People
from tests.factories.sockets import SocketServer, connect

POLLING = "EIO=4&transport=polling"
WEBSOCKET = "EIO=4&transport=websocket"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def joined(cookie: tuple[str, str]) -> str:
    return "=".join(cookie)


def test_anonymous_handshakes_never_reach_the_library(server: SocketServer) -> None:
    before = threading.active_count()
    for number in range(200):
        status, _ = server.request(WEBSOCKET, UPGRADE) if number % 2 else server.request(POLLING)
        assert status == 401
    # Two hundred tries; a few threads may be ending still, or be of the server's own.
    assert threading.active_count() <= before + 10
    assert server.realtime.io.server.eio.sockets == {}


@pytest.mark.parametrize(
    "standing", [Standing.REGISTERED, Standing.EMAIL_OK, Standing.NEEDS_REVIEW, Standing.REJECTED, Standing.SUSPENDED]
)
def test_an_unverified_person_is_turned_away(server: SocketServer, people: People, standing: Standing) -> None:
    cookie = joined(people.cookie(people.physician(standing=standing)))
    assert server.request(POLLING, cookie=cookie)[0] == 401
    assert server.request(WEBSOCKET, UPGRADE, cookie=cookie)[0] == 401


@pytest.mark.parametrize("change", ["tampered", "other name"])
def test_a_forged_cookie_is_no_sign_in(server: SocketServer, people: People, change: str) -> None:
    name, value = people.cookie(people.physician())
    forged = (name, value[:-3] + "AAA") if change == "tampered" else ("session", value)
    assert server.request(POLLING, cookie=joined(forged))[0] == 401


@pytest.mark.parametrize("origin", ["http://evil.invalid", "null", "http://127.0.0.1.evil.invalid", ""])
def test_another_site_cannot_open_a_socket(server: SocketServer, people: People, origin: str) -> None:
    cookie = joined(people.cookie(people.physician()))
    assert server.request(POLLING, {"Origin": origin}, cookie=cookie)[0] == 403
    assert server.request(WEBSOCKET, UPGRADE | {"Origin": origin}, cookie=cookie)[0] == 403


def test_a_socket_id_is_good_with_its_own_sign_in_only(server: SocketServer, people: People) -> None:
    ada = people.physician()
    own, sibling = joined(people.cookie(ada)), joined(people.cookie(ada))
    foreign = joined(people.cookie(people.physician()))
    sid = server.open_polling(own)
    assert server.request(f"{POLLING}&sid={sid}", method="POST", cookie=own, body=b"40")[0] == 200
    for cookie in (sibling, foreign):
        for method, body in (("POST", b"40"), ("GET", None)):
            assert server.request(f"{POLLING}&sid={sid}", method=method, cookie=cookie, body=body)[0] == 400
        assert server.request(f"{WEBSOCKET}&sid={sid}", UPGRADE, cookie=cookie)[0] == 400
    assert server.request(f"{POLLING}&sid={sid}", method="POST", cookie="", body=b"40")[0] == 401


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("PUT", POLLING),
        ("DELETE", POLLING),
        ("OPTIONS", POLLING),
        ("POST", POLLING),
        ("GET", "EIO=9&transport=polling"),
        ("GET", "EIO=4&transport=telepathy"),
        ("GET", ""),
        ("GET", f"{POLLING}&j=0"),
        ("GET", f"{POLLING}&sid=nope"),
        ("POST", f"{POLLING}&sid={'a' * 3000}"),
        ("GET", WEBSOCKET),
    ],
)
def test_odd_requests_are_refused_plainly(server: SocketServer, people: People, method: str, query: str) -> None:
    cookie = joined(people.cookie(people.physician()))
    status, body = server.request(query, method=method, cookie=cookie, body=b"x" if method == "POST" else None)
    assert 400 <= status < 500
    assert b"Traceback" not in body


def test_a_body_over_the_limit_is_not_read(server: SocketServer, people: People) -> None:
    cookie = joined(people.cookie(people.physician()))
    sid = server.open_polling(cookie)
    body = b"4" + b"A" * guard.MAX_FRAME_BYTES
    assert server.request(f"{POLLING}&sid={sid}", method="POST", cookie=cookie, body=body)[0] == 400


def test_one_person_holds_a_bounded_number_of_sockets(server: SocketServer, people: People) -> None:
    cookie = joined(people.cookie(people.physician()))
    for _ in range(guard.MAX_SOCKETS_PER_PERSON):
        server.open_polling(cookie)
    assert server.request(POLLING, cookie=cookie)[0] == 429
    server.open_polling(joined(people.cookie(people.physician())))


def test_sign_out_frees_nobody_elses_socket(server: SocketServer, people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    with connect(server, people.cookie(ada)) as gone, connect(server, people.cookie(ben)) as stays:
        with database.transaction() as session:
            service.end_every_session(session, ada.physician_id)
        gone.wait_for("disconnect", 1)
        assert stays.call("join", room="nephrology")["ok"]


def suspend(database: Database, physician_id: int, standing: Standing = Standing.SUSPENDED) -> None:
    with database.transaction() as session:
        physician = session.get_one(Physician, physician_id)
        service.change_standing(session, physician, standing, actor_id=None)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_suspended_members_socket_is_cut(
    server: SocketServer, people: People, database: Database, transport: str
) -> None:
    ada = people.physician()
    cookie = people.cookie(ada)
    with connect(server, cookie, transport=transport) as member:
        member.call("join", room="nephrology")
        suspend(database, ada.physician_id)
        member.wait_for("disconnect", 1, timeout_s=30)
    assert server.request(POLLING, cookie=joined(cookie))[0] == 401


def test_the_warden_cuts_what_the_relay_missed(server: SocketServer, people: People, database: Database) -> None:
    ada = people.physician()
    with connect(server, people.cookie(ada)) as member:
        # As a command in another process would: no event passes through this process's relay.
        with database.transaction() as session:
            session.get_one(Physician, ada.physician_id).standing = Standing.SUSPENDED
        member.wait_for("disconnect", 1, timeout_s=30)


def test_an_event_of_somebody_just_suspended_is_refused(
    server: SocketServer, people: People, database: Database
) -> None:
    ada = people.physician()
    server.realtime.warden.stop()
    with connect(server, people.cookie(ada)) as member:
        with database.transaction() as session:
            session.get_one(Physician, ada.physician_id).standing = Standing.SUSPENDED
        member.client.emit("send", {"room": "nephrology", "body": "Still here.", "client_key": "k"})
        member.wait_for("disconnect", 1)


@pytest.mark.parametrize("query", ["&".join(f"a{number}=1" for number in range(20)), "EIO=4&" + "a=&" * 20])
def test_more_parameters_than_any_client_sends_are_refused(server: SocketServer, query: str) -> None:
    assert server.request(query)[0] == 400


def test_a_cookie_that_is_no_text_is_no_sign_in(server: SocketServer) -> None:
    assert server.request(POLLING, cookie="medpeer=\xff\xfe")[0] == 401
