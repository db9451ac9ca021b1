"""Two members talk over sockets; what is refused reaches nobody; what was missed is replayed exactly."""

import pytest
from sqlalchemy import func, select

from medpeer.accounts.models import Standing
from medpeer.chat import service
from medpeer.chat.models import Message
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.gate.models import Clearance
from medpeer.jobs.relay import Relay
from medpeer.realtime.presence import EVERY_S, Presence
from tests.factories.chat import talk
from tests.factories.people import People
from tests.factories.sockets import SocketServer, connect

ROOM = "nephrology"
PHI = "Booked for Mr Harold Finch, MRN 4471902, on 14 March 2024."


def messages(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_two_members_talk(server: SocketServer, people: People, transport: str) -> None:
    ada, ben = people.cookie(people.physician()), people.cookie(people.physician())
    with connect(server, ada, transport=transport) as one, connect(server, ben) as other:
        assert one.call("join", room=ROOM)["ok"]
        assert other.call("join", room=ROOM)["last_seq"] == 0
        acked = one.send(ROOM, "Potassium 6.8 after two shifts, **ECG** fine.", "k1")
        frame = other.wait_for("message", 1)[0]
        own = one.wait_for("message", 1)[0]
    assert acked == {"ok": True, "id": frame["id"], "seq": 1}
    assert frame["html"] == "<p>Potassium 6.8 after two shifts, <strong>ECG</strong> fine.</p>\n"
    assert frame["who"]["specialty"] == "Nephrology"
    assert (frame["mine"], own["mine"]) == (False, True)
    assert set(frame) == {"id", "seq", "room", "who", "mine", "state", "html", "sent_at"}


def test_a_refused_message_reaches_nobody_and_is_stored_nowhere(
    server: SocketServer, people: People, database: Database
) -> None:
    ada, ben = people.cookie(people.physician()), people.cookie(people.physician())
    with database.reading() as session:
        clearances = session.scalar(select(func.count()).select_from(Clearance))
    with connect(server, ada) as one, connect(server, ben) as other:
        one.call("join", room=ROOM)
        other.call("join", room=ROOM)
        refused = one.send(ROOM, PHI, "k1")
        one.send(ROOM, "Booked for the scan in a few days.", "k2")
        frames = other.wait_for("message", 1)
    assert refused["ok"] is False
    assert {span["category"] for span in refused["fields"]["body"]["spans"]} >= {"dates", "medical_record_numbers"}
    assert "Finch" not in repr(refused)
    assert [frame["seq"] for frame in frames] == [1]
    assert messages(database) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Clearance)) == (clearances or 0) + 1


def test_a_doubtful_word_passes_with_its_attestation(server: SocketServer, people: People) -> None:
    with connect(server, people.cookie(people.physician())) as one:
        refused = one.send(ROOM, "Age 94, on dialysis.", "k1")
        spans = refused.get("fields", {}).get("body", {}).get("spans", [])
        if any(span["severity"] == "must_go" for span in spans):
            return
        words = [
            {key: span[key] for key in ("start", "end", "category")} | {"reason": "public_place"} for span in spans
        ]
        assert one.call("send", room=ROOM, body="Age 94, on dialysis.", client_key="k1", attestations=words)["ok"]


def test_the_same_key_is_stored_once(server: SocketServer, people: People, database: Database) -> None:
    with connect(server, people.cookie(people.physician())) as one:
        answers = [one.send(ROOM, "Once is enough.", "same") for _ in range(5)]
    assert len({(answer["id"], answer["seq"]) for answer in answers}) == 1
    assert messages(database) == 1


def test_what_was_missed_is_replayed_exactly_and_in_order(
    server: SocketServer, people: People, database: Database
) -> None:
    ada, ben = people.physician(), people.physician()
    talk(database, ada, ROOM, "Seen one.", "Seen two.")
    with connect(server, people.cookie(ben)) as other:
        last = other.call("join", room=ROOM)["last_seq"]
    talk(database, ada, ROOM, *(f"Missed {n}." for n in range(5)))
    with connect(server, people.cookie(ben)) as other:
        other.call("join", room=ROOM)
        answer = other.call("history", room=ROOM, after=last)
        talk(database, ada, ROOM, "Live again.")
        live = other.wait_until("message", lambda frames: bool(frames) and frames[-1]["seq"] == 8)
    assert [frame["seq"] for frame in answer["messages"]] == [3, 4, 5, 6, 7]
    assert answer["more"] is False
    # What the relay still had to send may come again: in order, and known by its number.
    seqs = [frame["seq"] for frame in live]
    assert seqs == list(range(seqs[0], 9))


def test_a_long_absence_is_replayed_in_parts(server: SocketServer, people: People, database: Database) -> None:
    ada = people.physician()
    talk(database, ada, ROOM, *(f"Point {n + 200}." for n in range(1, 131)))
    seen: list[int] = []
    with connect(server, people.cookie(people.physician())) as other:
        more = True
        while more:
            answer = other.call("history", room=ROOM, after=seen[-1] if seen else 0)
            seen += [frame["seq"] for frame in answer["messages"]]
            more = answer["more"]
    assert seen == list(range(1, 131))


def test_older_pages_come_by_socket_too(server: SocketServer, people: People, database: Database) -> None:
    talk(database, people.physician(), ROOM, *(f"Point {n}." for n in range(1, 61)))
    with connect(server, people.cookie(people.physician())) as other:
        newest = other.call("history", room=ROOM)
        older = other.call("history", room=ROOM, before=newest["messages"][0]["seq"])
    assert [frame["seq"] for frame in older["messages"]] == list(range(1, 11))


def test_frames_come_only_to_those_who_listen(
    server: SocketServer, people: People, database: Database, relay: Relay
) -> None:
    ada, ben = people.physician(), people.physician()
    with connect(server, people.cookie(ben)) as other:
        other.call("join", room=ROOM)
        talk(database, ada, "cardiology", "Not for this room.")
        relay.drain()
        other.call("join", room="cardiology")
        other.call("leave", room=ROOM)
        talk(database, ada, ROOM, "Left already.")
        talk(database, ada, "cardiology", "For this one.")
        frames = other.wait_for("message", 1)
    assert [(frame["room"], frame["seq"]) for frame in frames] == [("cardiology", 2)]


def test_hiding_a_message_takes_it_from_every_screen(server: SocketServer, people: People, database: Database) -> None:
    ada = people.physician()
    message = talk(database, ada, ROOM, "To be hidden.")[0]
    with connect(server, people.cookie(people.physician())) as other:
        other.call("join", room=ROOM)
        with database.transaction() as session:
            service.set_message_visibility(session, message.id, Visibility.HIDDEN)
        changed = other.wait_for("changed", 1)[0]
        replayed = other.call("history", room=ROOM, after=0)["messages"][0]
    for frame in (changed, replayed):
        assert (frame["id"], frame["state"], frame["html"]) == (message.id, "hidden", "")


def test_presence_counts_people_not_sockets(server: SocketServer, people: People) -> None:
    ada, ben = people.cookie(people.physician()), people.cookie(people.physician())
    registry = server.realtime.edge.registry
    with connect(server, ada) as one, connect(server, ada) as again, connect(server, ben) as other:
        for each in (one, again, other):
            each.call("join", room=ROOM)
        assert registry.present(ROOM) == 2


def test_a_room_is_told_roughly_and_at_its_time_how_many_are_there(server: SocketServer, people: People) -> None:
    times = [1.0]
    presence = server.realtime.edge.presence = Presence(lambda room: 7 if room == ROOM else 1, now_s=lambda: times[0])
    with connect(server, people.cookie(people.physician())) as one:
        assert [one.call("join", room=room)["present"] for room in (ROOM, "cardiology")] == [0, 0]
        times[0] += 2 * EVERY_S
        one.wait_until("presence", lambda frames: frames == [{"room": ROOM, "present": 5}])
        assert one.call("join", room=ROOM)["present"] == presence.told(ROOM) == 5


def test_reading_on_one_device_counts_on_all(server: SocketServer, people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    talk(database, ada, ROOM, "One.", "Two.")
    with connect(server, people.cookie(ben)) as other:
        assert other.call("read", room=ROOM, seq=1)["ok"]
    assert '<span class="unread"' in people.client(ben).get("/chat").text


def test_a_lapsed_member_listens_and_does_not_write(server: SocketServer, people: People) -> None:
    with connect(server, people.cookie(people.physician(standing=Standing.LAPSED_READONLY))) as other:
        assert other.call("join", room=ROOM)["may_write"] is False
        refused = other.send(ROOM, "Not this.", "k")
    assert (refused["ok"], refused["code"]) == (False, "chat.read_only_member")
