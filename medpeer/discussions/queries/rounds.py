"""A physician's round: a short queue with an end."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, case, exists, func, select, union
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import (
    Follow,
    Outcome,
    Participant,
    Post,
    RoundDismissal,
    Space,
    SpaceKind,
    Thread,
    ThreadStatus,
    Urgency,
)
from medpeer.discussions.queries.access import may_read
from medpeer.discussions.queries.lists import row_of, select_rows
from medpeer.discussions.queries.rows import ThreadRow

ROUND_SIZE: Final = 8
NEWS_AGE: Final = timedelta(days=30)
# News that lay unread for a month is no longer news; the thread itself keeps it.


class RoundReason(StrEnum):
    """Why a thread is on the round."""

    WAITING_FOR_YOU = "waiting_for_you"
    NEW_REPLIES = "new_replies"
    SOLVED = "solved"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class RoundItem:
    """A thread on the round; ``since`` is when it began to wait or the news came, ``news`` counts new replies."""

    thread: ThreadRow
    reason: RoundReason
    since: datetime
    news: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """What is left of today's round, and how many were dealt with today (UTC)."""

    items: tuple[RoundItem, ...]
    done: int

    @property
    def total(self) -> int:
        """Items of the whole round."""
        return self.done + len(self.items)


def round_of(session: Session, actor: Actor) -> RoundView:
    """Return the actor's round: own specialty's unanswered cases, news of followed threads, other unanswered ones.

    At most ``ROUND_SIZE`` a day; unanswered cases of the own specialty that are needed today come on top. Four queries.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not may_read(actor):
        raise NotFoundError
    done = _done_today(session, actor)
    news = _news(session, actor)
    waiting = _waiting(session, actor)
    own = [item for item in waiting if item.reason is RoundReason.WAITING_FOR_YOU]
    others = [item for item in waiting if item.reason is RoundReason.WAITING]
    room = max(ROUND_SIZE - done, 0)
    queue = enumerate([*own, *news, *others])
    left = tuple(item for place, item in queue if place < room or (place < ROUND_SIZE and _presses(item)))
    return RoundView(left, min(done, ROUND_SIZE))


def first_case(session: Session, actor: Actor) -> RoundItem | None:
    """Return the unanswered case that a new member can start with, of the own specialty if any waits there.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not may_read(actor):
        raise NotFoundError
    return next((item for item in _waiting(session, actor) if item.thread.kind is SpaceKind.CASE), None)


def _presses(item: RoundItem) -> bool:
    return item.reason is RoundReason.WAITING_FOR_YOU and item.thread.urgency is Urgency.TODAY


def news_count(session: Session, actor: Actor) -> int:
    """Return how many followed threads have something new: the number in the bar. One query; 0 when not verified."""
    if not may_read(actor):
        return 0
    return session.execute(
        select(func.count())
        .select_from(Follow)
        .join(Thread, Thread.id == Follow.thread_id)
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
        .where(
            Follow.physician_id == actor.physician_id,
            Thread.visibility == Visibility.VISIBLE,
            _new_reply(session, actor) | _new_outcome(session, actor),
        )
    ).scalar_one()


def _oldest_news(session: Session) -> datetime:
    return context_of(session).clock.now() - NEWS_AGE


def _new_reply(session: Session, actor: Actor) -> ColumnElement[bool]:
    return exists().where(*_is_new_reply(session, actor))


def _is_new_reply(session: Session, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.thread_id == Thread.id,
        Post.visibility == Visibility.VISIBLE,
        Post.created_at > Follow.seen_at,
        Post.created_at > _oldest_news(session),
        Participant.id == Post.participant_id,
        Participant.physician_id != actor.physician_id,
    )


def _new_outcome(session: Session, actor: Actor) -> ColumnElement[bool]:
    recent = (Outcome.given_at > Follow.seen_at) & (Outcome.given_at > _oldest_news(session))
    return Outcome.given_at.is_not(None) & recent & ~_asked_by(actor)


def _asked_by(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        Participant.thread_id == Thread.id, Participant.is_asker, Participant.physician_id == actor.physician_id
    )


def _news(session: Session, actor: Actor) -> list[RoundItem]:
    """Return followed threads with something new, the newest first."""
    count = select(func.count()).where(*_is_new_reply(session, actor)).correlate(Thread, Follow).scalar_subquery()
    solved = case((_new_outcome(session, actor), Outcome.given_at))
    changed = (
        select(Thread.id, count.label("news"), solved.label("solved_at"))
        .join(Follow, (Follow.thread_id == Thread.id) & (Follow.physician_id == actor.physician_id))
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
        .where(Thread.visibility == Visibility.VISIBLE)
        .subquery()
    )
    rows = session.execute(
        select_rows(actor)
        .add_columns(changed.c.news, changed.c.solved_at)
        .join(changed, changed.c.id == Thread.id)
        .where((changed.c.news > 0) | changed.c.solved_at.is_not(None))
        .order_by(Thread.last_post_at.desc(), Thread.id.desc())
        .limit(ROUND_SIZE)
    )
    return [_news_item(row) for row in rows.mappings()]


def _news_item(row: Any) -> RoundItem:
    thread = row_of(row)
    if row["solved_at"] is not None:
        return RoundItem(thread, RoundReason.SOLVED, row["solved_at"], row["news"])
    return RoundItem(thread, RoundReason.NEW_REPLIES, thread.last_post_at, row["news"])


def _waiting(session: Session, actor: Actor) -> list[RoundItem]:
    """Return unanswered threads of others: the own specialty's first, then by urgency, the longest waiting first."""
    own = Space.specialty == actor.specialty if actor.specialty else Space.id.is_(None)
    urgency = case((Thread.urgency == Urgency.TODAY, 0), (Thread.urgency == Urgency.TEACHING, 2), else_=1)
    dismissed = exists().where(RoundDismissal.thread_id == Thread.id, RoundDismissal.physician_id == actor.physician_id)
    rows = session.execute(
        select_rows(actor)
        .add_columns(own.label("own"))
        .where(
            Thread.visibility == Visibility.VISIBLE,
            Space.kind != SpaceKind.CRITIQUE,
            Thread.status == ThreadStatus.OPEN,
            Thread.answer_count == 0,
            Participant.physician_id != actor.physician_id,
            ~dismissed,
        )
        .order_by(own.desc(), urgency, Thread.created_at, Thread.id)
        .limit(ROUND_SIZE)
    )
    return [_waiting_item(row) for row in rows.mappings()]


def _waiting_item(row: Any) -> RoundItem:
    thread = row_of(row)
    reason = RoundReason.WAITING_FOR_YOU if row["own"] else RoundReason.WAITING
    return RoundItem(thread, reason, thread.created_at, 0)


def _done_today(session: Session, actor: Actor) -> int:
    """Count the threads the actor answered or took off the round today."""
    now = context_of(session).clock.now()
    midnight = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    answered = (
        select(Post.thread_id)
        .join(Participant, Participant.id == Post.participant_id)
        .where(Participant.physician_id == actor.physician_id, ~Participant.is_asker, Post.created_at >= midnight)
    )
    dismissed = select(RoundDismissal.thread_id).where(
        RoundDismissal.physician_id == actor.physician_id, RoundDismissal.dismissed_at >= midnight
    )
    return session.execute(select(func.count()).select_from(union(answered, dismissed).subquery())).scalar_one()
