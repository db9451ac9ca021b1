"""Nothing a client sends crashes the server, reaches a handler it should not, or stays in memory without bound."""

import json
import socket as sockets
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import websocket
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.gate import RawText
from medpeer.realtime.events import EVENTS
from medpeer.realtime.guard import MAX_FRAME_BYTES
from medpeer.realtime.limits import Limits, Rate
from medpeer.realtime.packets import MalformedPacketError, check_packet, is_engine_packet
from tests.factories.people import People
from tests.factories.sockets import SocketServer, connect

ROOM = "nephrology"
JUNK: list[object] = [None, True, 0, -1, 1.5, 2**63, "", "x" * 3000, "\x00", [], {}, [[]], {"room": None}, [1] * 500]

FRAMES = [
    "", "0", "a", "8", "42", "42[", "42{}", '42"x"', "42null", "42[]", "42[[]]", "42[{}]", "42[1]", "42[null]",
    '42["connect"]', '42["disconnect",{}]', '42["connect_error"]', '42["*"]', '42[""]',
    '42/admin,["join",{}]', "40/admin,", "40[1]", "41/admin,", '42-1["join"]', "42" + "9" * 500 + '["join"]',
    "430[]", "43", "44", '451-["send",{"_placeholder":true,"num":0}]', "461-0[{}]", '42["join",' + "[" * 5000,
    '42["join",NaN]x', "6x", "1x", "2", "bAAAA", "4\x1e4\x1e4", b"\x00\x01", b"42",
]  # fmt: skip


@contextmanager
def raw(server: SocketServer, cookie: tuple[str, str]) -> Iterator[websocket.WebSocket]:
    """Open a bare web socket that says what it likes."""
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    client = websocket.create_connection(url, timeout=5, cookie="=".join(cookie), origin=server.url)
    try:
        client.recv()
        client.send("40")
        client.recv()
        yield client
    finally:
        client.shutdown()  # type: ignore[no-untyped-call]


def is_cut(client: websocket.WebSocket) -> bool:
    """Tell whether the server ends the connection within two seconds."""
    client.settimeout(2)
    try:
        while client.recv():
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        return True
    return True


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: repr(frame)[:30])
def test_a_stranger_frame_cuts_the_socket_and_nothing_else(
    server: SocketServer, people: People, frame: str | bytes
) -> None:
    stranger = people.cookie(people.physician())
    with connect(server, people.cookie(people.physician())) as bystander, raw(server, stranger) as client:
        client.send_binary(frame) if isinstance(frame, bytes) else client.send(frame)
        assert is_cut(client)
        assert bystander.call("join", room=ROOM)["ok"]


def test_arguments_of_any_kind_are_refused_in_words(server: SocketServer, people: People) -> None:
    with connect(server, people.cookie(people.physician())) as member:
        for name in EVENTS:
            for junk in JUNK:
                answer = member.client.call(name, junk, timeout=5)
                assert (answer["ok"], answer["code"]) == (False, "realtime.bad_arguments"), (name, junk)
                for field in ("room", "seq", "body", "client_key", "after", "attestations"):
                    given = {"room": ROOM, "client_key": "k", "body": "Fine.", "seq": 1} | {field: junk}
                    assert isinstance(member.client.call(name, given, timeout=5)["ok"], bool)
        assert member.client.call("no_such_event", {}, timeout=5)["ok"] is False
        assert member.client.call("join", ({"room": ROOM}, 2), timeout=5)["ok"] is False
        assert member.call("join", room=ROOM)["ok"]


@pytest.mark.parametrize("room", ["NEPHROLOGY", " nephrology", "nephrology\x00", "../nephrology", "*", "", "1"])
def test_a_room_is_found_by_its_exact_name_only(server: SocketServer, people: People, room: str) -> None:
    with connect(server, people.cookie(people.physician())) as member:
        for name in ("join", "leave", "history"):
            assert member.call(name, room=room)["code"] == "core.not_found"
        assert member.send(room, "Lost.", "k")["code"] == "core.not_found"


@pytest.mark.parametrize("body", ["", "   ", "x" * 2001, "a\x00b", "a\u202eb", "\ud800"])
def test_an_unusable_text_gets_a_sentence(server: SocketServer, people: People, body: str) -> None:
    with connect(server, people.cookie(people.physician())) as member:
        answer = member.send(ROOM, body, "k")
    assert (answer["ok"], answer["code"]) == (False, "gate.unusable_text")


def test_an_oversize_frame_ends_its_socket(server: SocketServer, people: People) -> None:
    with raw(server, people.cookie(people.physician())) as client:
        client.send('42["send",{"room":"nephrology","client_key":"k","body":"' + "A" * MAX_FRAME_BYTES + '"}]')
        assert is_cut(client)


def test_a_header_that_promises_too_much_ends_its_socket(server: SocketServer, people: People) -> None:
    with raw(server, people.cookie(people.physician())) as client:
        client.sock.sendall(  # type: ignore[union-attr]
            b"\x81\xff" + struct.pack(">Q", 1 << 40) + bytes(4) + b"A" * (MAX_FRAME_BYTES + 5000)
        )
        assert is_cut(client)


def test_threads_end_with_their_sockets(server: SocketServer, people: People) -> None:
    cookie = people.cookie(people.physician())
    before = set(threading.enumerate())
    for _ in range(10):
        with raw(server, cookie) as client:
            client.send("4nonsense")
            assert is_cut(client)
    assert server.realtime.edge.registry.all() == []
    # One thread a socket sleeps until its next heartbeat would be due, 25 seconds; one looks after all of them.
    staying = ("(_send_ping)", "(_service_task)")
    ended = [thread for thread in set(threading.enumerate()) - before if not thread.name.endswith(staying)]
    for thread in ended:
        thread.join(timeout=2)
    assert [thread.name for thread in ended if thread.is_alive()] == []


def test_a_client_that_does_not_read_holds_up_nobody(server: SocketServer, people: People) -> None:
    sleeper = people.cookie(people.physician())
    with connect(server, people.cookie(people.physician())) as one, raw(server, sleeper) as slow:
        slow.sock.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)  # type: ignore[union-attr]
        slow.send('42["join",{"room":"nephrology"}]')
        one.call("join", room=ROOM)
        for number in range(50):
            assert one.send(ROOM, "A long remark. " * 100, f"k{number}")["ok"]
        one.wait_for("message", 50)


def test_whoever_floods_is_slowed_then_cut(people: People, server: SocketServer) -> None:
    server.realtime.edge.limits._enabled = True
    with (
        connect(server, people.cookie(people.physician())) as good,
        connect(server, people.cookie(people.physician())) as flood,
    ):
        for _ in range(400):
            flood.client.emit("join", {"room": ROOM})
        flood.wait_for("disconnect", 1)
        assert good.call("join", room=ROOM)["ok"]


def test_a_limit_is_said_in_words_and_passes(people: People, server: SocketServer) -> None:
    server.realtime.edge.limits._enabled = True
    with connect(server, people.cookie(people.physician())) as member:
        answers = [member.send(ROOM, f"Point {number}.", f"k{number}") for number in range(25)]
    assert [answer["ok"] for answer in answers[:20]] == [True] * 20
    assert answers[-1]["code"] == "realtime.too_fast"


def test_a_bucket_fills_again_with_time() -> None:
    moments = iter([0.0, 0.0, 0.0, 0.5, 1.0])
    limits = Limits(enabled=True, now=lambda: next(moments))
    rate = Rate(burst=2, per_s=1)
    assert [limits.allows(1, "send", rate) for _ in range(5)] == [True, True, False, False, True]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.text() | json_values.map(lambda value: "2" + json.dumps(value)) | st.binary())
@settings(max_examples=300, deadline=None)
def test_checking_a_packet_only_ever_refuses(data: Any) -> None:
    is_engine_packet(data)
    try:
        check_packet(data)
    except MalformedPacketError:
        return
    assert data in {"0", "1"} or data[0] in "02"


@given(json_values)
@settings(max_examples=200, deadline=None)
def test_texts_are_raw_from_the_first_moment(value: Any) -> None:
    row = EVENTS["send"]
    read = row.read({"room": "r", "client_key": "k", "body": json.dumps(value)})
    assert isinstance(read["body"], RawText)
