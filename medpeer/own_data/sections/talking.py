"""Chat: rooms, handles, messages and how far somebody has read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.chat.models import Message, Room, RoomMember, RoomRead
from medpeer.own_data.values import Row, Section


def rooms(session: Session, physician_id: int) -> Section:
    """Return the rooms they joined, under which handle, and how far they have read."""
    joined = session.execute(
        select(Room.slug, RoomMember)
        .join(Room, Room.id == RoomMember.room_id)
        .where(RoomMember.physician_id == physician_id)
        .order_by(Room.id)
    )
    rows: list[Row] = [
        {
            "room": row.slug,
            "handle": row.RoomMember.handle,
            "name_shown": row.RoomMember.shows_name,
            "joined": row.RoomMember.joined_at,
            "specialty_then": row.RoomMember.specialty,
            "state_then": row.RoomMember.state or None,
        }
        for row in joined
    ]
    read = session.execute(
        select(Room.slug, RoomRead.seq)
        .join(Room, Room.id == RoomRead.room_id)
        .where(RoomRead.physician_id == physician_id)
        .order_by(Room.id)
    )
    rows += [{"room": row.slug, "read_up_to_message": row.seq} for row in read]
    return Section("rooms", "Rooms", "Under which handle you write in each, and how far you read.", rows)


def messages(session: Session, physician_id: int) -> Section:
    """Return every message they sent."""
    sent = session.execute(
        select(Room.slug, Message)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .join(Room, Room.id == Message.room_id)
        .where(RoomMember.physician_id == physician_id)
        .order_by(Message.id)
    )
    rows: list[Row] = [
        {
            "room": row.slug,
            "message": row.Message.seq,
            "sent": row.Message.sent_at,
            "visibility": row.Message.visibility,
            "text": row.Message.body.value,
        }
        for row in sent
    ]
    return Section("messages", "Messages", "What you sent in rooms.", rows)
