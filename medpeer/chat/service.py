"""Every write to rooms. Services never commit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.accounts.badge_rules import kind_of
from medpeer.accounts.handles import choose_handle
from medpeer.audit import AuditAction, ObjectKind
from medpeer.chat import policy
from medpeer.chat.errors import PurgedMessageError, ReusedClientKeyError
from medpeer.chat.events import MessageSent
from medpeer.chat.models import Message, Room, RoomMember, RoomRead
from medpeer.core import outbox
from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.db import context_of
from medpeer.gate import ClearedText, Examined, clear, clear_tombstone, forget


def join_room(session: Session, actor: Actor, room: Room, *, shows_name: bool = False) -> RoomMember:
    """Make the actor a member under a handle, or under their name when ``shows_name``; a member stays as they are.

    Raises:
        NotFoundError: the actor is no verified member of the network.
    """
    policy.check_may_read(actor)
    _lock(session, room)
    member = _member(session, actor, room)
    if member is None:
        taken = set(session.scalars(select(RoomMember.handle).where(RoomMember.room_id == room.id)))
        context, kind = context_of(session), kind_of(session, actor.physician_id)
        member = RoomMember(
            room_id=room.id,
            physician_id=actor.physician_id,
            handle=choose_handle(context.vault, f"room:{room.id}", actor.physician_id, taken),
            shows_name=shows_name,
            joined_at=context.clock.now(),
            specialty=kind.specialty if kind else None,
            state=kind.state if kind else "",
        )
        session.add(member)
        session.flush()
    return member


def send_message(session: Session, actor: Actor, room: Room, body: ClearedText, client_key: str) -> Message:
    """Store a message at the end of the room; who writes for the first time joins under a handle.

    A key the member has used returns the message stored then, and the clearance of ``body`` is forgotten: nothing
    came of it.

    Raises:
        ReadOnlyMemberError: the actor may not write.
        BadClientKeyError: the key is malformed.
        ReusedClientKeyError: the key was used for another text.
    """
    policy.check_may_write(actor)
    policy.check_client_key(client_key)
    _lock(session, room)
    member = join_room(session, actor, room)
    sent = session.scalar(select(Message).where(Message.member_id == member.id, Message.client_key == client_key))
    if sent is not None:
        return _same_text(session, sent, body)
    room.last_seq += 1
    now = context_of(session).clock.now()
    message = Message(
        room_id=room.id, seq=room.last_seq, member_id=member.id, body=body, sent_at=now, client_key=client_key
    )
    _append(session, actor, room, message)
    return message


def _same_text(session: Session, sent: Message, body: ClearedText) -> Message:
    if sent.visibility is Visibility.VISIBLE and sent.body.value != body.value:
        raise ReusedClientKeyError
    forget(session, [body.clearance_id])
    return sent


def _append(session: Session, actor: Actor, room: Room, message: Message) -> None:
    session.add(message)
    session.flush()
    mark_read(session, actor, room, message.seq)
    outbox.record(session, MessageSent(message_id=message.id, room_id=room.id))
    audit.record(session, AuditAction.MESSAGE_SENT, ObjectKind.MESSAGE, message.id, actor_id=actor.physician_id)


def _lock(session: Session, room: Room) -> None:
    # Numbers are given out under the room's row lock and committed with their message, so that none is ever missing.
    session.refresh(room, with_for_update=True)


def _member(session: Session, actor: Actor, room: Room) -> RoomMember | None:
    return session.scalar(
        select(RoomMember).where(RoomMember.room_id == room.id, RoomMember.physician_id == actor.physician_id)
    )


def mark_read(session: Session, actor: Actor, room: Room, seq: int) -> None:
    """Note that the actor has seen the room up to ``seq``; never moves back, never past the newest message."""
    policy.check_may_read(actor)
    reached = max(0, min(seq, room.last_seq))
    read = session.get(RoomRead, (room.id, actor.physician_id))
    if read is None:
        session.add(RoomRead(room_id=room.id, physician_id=actor.physician_id, seq=reached))
    elif read.seq < reached:
        read.seq = reached


def set_message_visibility(session: Session, message_id: int, visibility: Visibility) -> None:
    """Hide or reinstate a message; who may do so is the caller's to check. The same visibility changes nothing.

    Raises:
        PurgedMessageError: it was purged.
    """
    message = _unpurged(session, message_id)
    if message.visibility is not visibility:
        message.visibility = visibility
        _tell(session, message)


def redact_message(session: Session, message_id: int, body: ClearedText) -> list[int]:
    """Put ``body`` in place of a message's text, visible again, and return the clearances to ``gate.forget``.

    Raises:
        PurgedMessageError: it was purged.
    """
    return _replace(session, _unpurged(session, message_id), body, Visibility.VISIBLE)


def purge_message(session: Session, message_id: int) -> list[int]:
    """Put a tombstone in place of a message and return the clearances to ``gate.forget``; a purged one gives none."""
    message = session.get_one(Message, message_id)
    if message.visibility is Visibility.PURGED:
        return []
    return _replace(session, message, clear_tombstone(session), Visibility.PURGED)


def withdraw_messages(session: Session, physician_id: int, room_id: int, words: Examined) -> list[int]:
    """Put ``words`` in place of a person's messages in one room and return the clearances to ``gate.forget``.

    Purged messages stay as they are.
    """
    messages = session.scalars(
        select(Message)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .where(
            Message.room_id == room_id,
            RoomMember.physician_id == physician_id,
            Message.visibility != Visibility.PURGED,
            Message.withdrawn_at.is_(None),
        )
        .order_by(Message.seq)
    ).all()
    return [gone for one in messages for gone in _withdraw(session, one, words, physician_id)]


def _withdraw(session: Session, message: Message, words: Examined, physician_id: int) -> list[int]:
    message.withdrawn_at = context_of(session).clock.now()
    audit.record(session, AuditAction.CONTENT_WITHDRAWN, ObjectKind.MESSAGE, message.id, actor_id=physician_id)
    return _replace(session, message, clear(session, words), message.visibility)


def _replace(session: Session, message: Message, body: ClearedText, visibility: Visibility) -> list[int]:
    old = message.body.clearance_id
    message.body = body
    message.visibility = visibility
    _tell(session, message)
    return [old]


def _unpurged(session: Session, message_id: int) -> Message:
    message = session.get_one(Message, message_id)
    if message.visibility is Visibility.PURGED:
        raise PurgedMessageError
    return message


def _tell(session: Session, message: Message) -> None:
    session.flush()
    event = VisibilityChanged(kind=ContentKind.MESSAGE, content_id=message.id, visibility=message.visibility)
    outbox.record(session, event)
