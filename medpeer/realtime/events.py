"""The socket events: what a member can do in rooms. Each runs with the actor read fresh."""

from typing import Final

from medpeer import gate
from medpeer.chat import policy, queries, service
from medpeer.gate import Surface, Terms
from medpeer.realtime.errors import Ack
from medpeer.realtime.frames import message_frame
from medpeer.realtime.limits import Rate
from medpeer.realtime.table import ATTESTATIONS, EVENTS, FLAG, NUMBER, OPTIONAL_NUMBER, WORD, Call, event, text

__all__ = ["EVENTS"]

TALK: Final = Rate(burst=20, per_s=0.5)
LOOK: Final = Rate(burst=40, per_s=2)


@event("join", LOOK, room=WORD)
def join(call: Call) -> Ack:
    """Listen to a room: its frames come from now on. Say where it stands and roughly how many are there."""
    with call.edge.database.reading() as session:
        view = queries.view_room(session, call.actor, call["room"])
    call.edge.listen(call.connection, view.slug)
    return {
        "ok": True,
        "room": view.slug,
        "last_seq": view.last_seq,
        "present": call.edge.presence.told(view.slug),
        "name": view.name,
        "may_write": call.actor.may_write,
    }


@event("leave", LOOK, room=WORD)
def leave(call: Call) -> Ack:
    """Stop listening to a room."""
    with call.edge.database.reading() as session:
        view = queries.view_room(session, call.actor, call["room"])
    call.edge.unlisten(call.connection, view.slug)
    return {"ok": True, "room": view.slug}


@event(
    "send", TALK, room=WORD, client_key=WORD, body=text(Surface.CHAT_MESSAGE), attestations=ATTESTATIONS, confirmed=FLAG
)
def send(call: Call) -> Ack:
    """Store a message and answer with its number; refused text goes nowhere, not even back."""
    policy.check_may_write(call.actor)
    terms = Terms(call.actor.strictness, call["confirmed"] or False)
    examined = gate.examine(call["body"], Surface.CHAT_MESSAGE, call["attestations"] or (), terms=terms)
    with call.edge.database.transaction() as session:
        room = queries.access_room(session, call.actor, call["room"])
        body = gate.clear(session, examined)
        message = service.send_message(session, call.actor, room, body, call["client_key"])
    return {"ok": True, "id": message.id, "seq": message.seq}


@event("history", LOOK, room=WORD, after=OPTIONAL_NUMBER, before=OPTIONAL_NUMBER)
def history(call: Call) -> Ack:
    """Give what came after seq ``after``, exactly and in order, or else the page before seq ``before``."""
    after = call["after"]
    with call.edge.database.reading() as session:
        if after is None:
            found = queries.history(session, call.actor, call["room"], before=call["before"])
        else:
            found = queries.replay(session, call.actor, call["room"], after=after)
    frames = [message_frame(line, reader_id=call.actor.physician_id) for line in found.lines]
    return {"ok": True, "room": call["room"], "messages": frames, "more": found.more}


@event("read", LOOK, room=WORD, seq=NUMBER)
def read(call: Call) -> Ack:
    """Note how far the member has read."""
    with call.edge.database.transaction() as session:
        room = queries.access_room(session, call.actor, call["room"])
        service.mark_read(session, call.actor, room, call["seq"])
    return {"ok": True}
