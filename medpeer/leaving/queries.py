"""Every read of leaving."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.chat.models import Message, RoomMember
from medpeer.core.content import ContentKind
from medpeer.core.db import context_of
from medpeer.discussions.models import Participant, Post
from medpeer.leaving import policy
from medpeer.leaving.errors import DeadStayError
from medpeer.leaving.models import Departure, TextsChoice, Withdrawal
from medpeer.licensing.models.codes import RecordCode
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.moderation.models import Report
from medpeer.unmasking.models import Unmasking
from medpeer.unmasking.policy import OPEN_FOR, WAITS_FOR

_ID_CHARS: Final = 15


@dataclass(frozen=True, slots=True)
class DepartureView:
    """A member's own wish to go: what becomes of their texts, and until when they can stay."""

    texts: TextsChoice
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """In how many conversations somebody wrote."""

    threads: int
    rooms: int


def find_departure(session: Session, physician_id: int) -> Departure | None:
    """Return a person's wish to go as it stands now, or ``None``."""
    wish = select(Departure).where(Departure.physician_id == physician_id)
    return session.scalar(wish.execution_options(populate_existing=True))


def view_departure(session: Session, actor: Actor) -> DepartureView | None:
    """Return the actor's own wish to go, or ``None``."""
    departure = find_departure(session, actor.physician_id)
    return DepartureView(departure.texts, policy.closes_at(departure.asked_at)) if departure else None


def count_written(session: Session, actor: Actor) -> Written:
    """Return in how many conversations the actor wrote."""
    return Written(len(list_threads(session, actor.physician_id)), len(list_rooms(session, actor.physician_id)))


def list_threads(session: Session, physician_id: int) -> tuple[int, ...]:
    """Return the threads in which a person has a handle."""
    wanted = select(Participant.thread_id).where(Participant.physician_id == physician_id)
    return tuple(session.scalars(wanted.order_by(Participant.thread_id)))


def list_rooms(session: Session, physician_id: int) -> tuple[int, ...]:
    """Return the rooms in which a person wrote something."""
    wrote = exists().where(Message.member_id == RoomMember.id)
    wanted = select(RoomMember.room_id).where(RoomMember.physician_id == physician_id, wrote)
    return tuple(session.scalars(wanted.order_by(RoomMember.room_id)))


def stay_token(session: Session, departure_id: int) -> str:
    """Return the token of the mailed link that keeps an account, made anew: no row holds it."""
    return f"{departure_id}-{context_of(session).vault.derive_token('stay', departure_id)}"


def access_by_token(session: Session, token: str) -> Departure:
    """Return the wish of a mailed link while it can be taken back.

    Raises:
        DeadStayError: unknown, taken back, or too late.
    """
    number = token.partition("-")[0]
    # int() would take other scripts' figures too, which no link of ours holds.
    is_id = token.isascii() and number.isdecimal() and len(number) <= _ID_CHARS
    departure = session.get(Departure, int(number)) if is_id else None
    if departure is None or not policy.may_stay(departure.closed_at):
        raise DeadStayError
    if not hmac.compare_digest(stay_token(session, departure.id), token):
        raise DeadStayError
    return departure


def departure_of(session: Session, departure_id: int) -> int | None:
    """Return who asked to go, or ``None`` where they changed their mind."""
    departure = session.get(Departure, departure_id)
    return departure.physician_id if departure is not None and policy.may_stay(departure.closed_at) else None


def list_closing(session: Session) -> tuple[int, ...]:
    """Return whose time to change their mind is over."""
    before = context_of(session).clock.now() - policy.GRACE
    due = select(Departure.physician_id).where(Departure.closed_at.is_(None), Departure.asked_at <= before)
    return tuple(session.scalars(due.order_by(Departure.id)))


def list_to_destroy(session: Session) -> tuple[int, ...]:
    """Return whose identity is to be destroyed now: those nobody has an open report or request about."""
    before = context_of(session).clock.now() - policy.LAST_MAIL
    due = select(Departure.physician_id).where(Departure.closed_at <= before, Departure.destroyed_at.is_(None))
    gone = session.scalars(due.order_by(Departure.id)).all()
    return tuple(one for one in gone if not is_asked_about(session, one))


def list_withdrawals(session: Session) -> tuple[Withdrawal, ...]:
    """Return the conversations whose moment has come, the earliest first."""
    now = context_of(session).clock.now()
    due = select(Withdrawal).where(Withdrawal.due_at <= now)
    return tuple(session.scalars(due.order_by(Withdrawal.due_at, Withdrawal.id)))


def is_asked_about(session: Session, physician_id: int) -> bool:
    """Tell whether a report on something of a person's is open, or somebody may yet learn their name."""
    now = context_of(session).clock.now()
    waits = and_(Unmasking.settled_at.is_(None), Unmasking.requested_at > now - WAITS_FOR)
    looked_at = and_(Unmasking.settled_at.is_not(None), Unmasking.settled_at > now - OPEN_FOR)
    asked = exists().where(Unmasking.physician_id == physician_id, or_(waits, looked_at))
    return has_open_report(session, physician_id) or session.scalar(select(asked)) is True


def has_open_report(
    session: Session, physician_id: int, *, thread_id: int | None = None, room_id: int | None = None
) -> bool:
    """Tell whether moderators still decide on something a person wrote, anywhere or in one conversation."""
    posts = (
        select(Post.id)
        .join(Participant, Participant.id == Post.participant_id)
        .where(Participant.physician_id == physician_id)
    )
    messages = (
        select(Message.id)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .where(RoomMember.physician_id == physician_id)
    )
    if thread_id is not None or room_id is not None:
        posts = posts.where(Post.thread_id == (thread_id or 0))
        messages = messages.where(Message.room_id == (room_id or 0))
    of_post: ColumnElement[bool] = and_(Report.content_kind == ContentKind.POST, Report.content_id.in_(posts))
    of_message = and_(Report.content_kind == ContentKind.MESSAGE, Report.content_id.in_(messages))
    open_reports = select(func.count()).select_from(Report).where(Report.closed_at.is_(None), of_post | of_message)
    return bool(session.scalar(open_reports))


def kept_files(session: Session, physician_id: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return what lies outside the database of a person: places of documents, and codes that have letters."""
    places = session.scalars(select(ClaimDocument.place).where(ClaimDocument.physician_id == physician_id))
    codes = session.scalars(select(RecordCode.id).where(RecordCode.physician_id == physician_id))
    return tuple(place for place in places if place), tuple(codes)
