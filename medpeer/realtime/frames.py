"""What leaves over sockets: no physician's id, no text that its reader may not see."""

from typing import Any

from medpeer.chat.queries import MessageLine

Frame = dict[str, Any]


def message_frame(line: MessageLine, *, reader_id: int | None) -> Frame:
    """Return a message as one reader gets it; ``mine`` says that it is theirs. ``None`` is everybody else."""
    return {
        "id": line.id,
        "seq": line.seq,
        "room": line.room_slug,
        "who": {"name": line.name, "specialty": line.specialty},
        "mine": line.author_id == reader_id,
        "state": line.state,
        "html": str(line.html),
        "sent_at": line.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
