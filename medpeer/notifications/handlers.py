"""What turns events into inbox rows; idempotent by event id."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.events import PolicyTightened, StandingChanged
from medpeer.accounts.models import Standing
from medpeer.audit import AuditAction, AuditEntry, ObjectKind
from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.discussions.events import AnswerMarked, PostAdded, ThreadSolved
from medpeer.discussions.models import Follow, HelpfulMark, Outcome, Participant, Post
from medpeer.licensing.events import MembershipChanged
from medpeer.licensing.membership import Notice
from medpeer.notifications import policy, service
from medpeer.notifications.models import NotificationKind
from medpeer.unmasking.events import Unmasked, UnmaskingAsked
from medpeer.unmasking.queries import place_of, waits_for

_MODERATING: Final = (
    AuditAction.CONTENT_REPORTED,
    AuditAction.CONTENT_HIDDEN,
    AuditAction.CONTENT_REINSTATED,
    AuditAction.CONTENT_REDACTED,
    AuditAction.CONTENT_PURGED,
)


class Inbox:
    """The handler that keeps members' inboxes."""

    key: Final = "notifications.inbox"
    handles: Final[frozenset[type[Event]]] = frozenset(
        {
            PostAdded,
            AnswerMarked,
            ThreadSolved,
            VisibilityChanged,
            StandingChanged,
            PolicyTightened,
            MembershipChanged,
            Unmasked,
            UnmaskingAsked,
        }
    )

    def __init__(self, database: Database) -> None:
        """Write to ``database``."""
        self._database = database

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Tell whom it concerns of each event, in order, all or none."""
        with self._database.transaction() as session:
            for one in events:
                _tell(session, one.id, one.event)


def _tell(session: Session, event_id: int, event: Event) -> None:
    match event:
        case PostAdded():
            _tell_of_post(session, event_id, event)
        case AnswerMarked():
            _tell_of_mark(session, event_id, event)
        case ThreadSolved():
            _tell_of_outcome(session, event_id, event)
        case VisibilityChanged() if event.kind == ContentKind.POST:
            _tell_of_visibility(session, event_id, event)
        case PolicyTightened():
            service.tell(session, event_id, {event.physician_id: NotificationKind.TIGHTENED})
        case Unmasked():
            thread_id, post_id = place_of(session, event.unmasking_id)
            told = {event.physician_id: NotificationKind.UNMASKED}
            service.tell(session, event_id, told, thread_id=thread_id, post_id=post_id)
        case UnmaskingAsked(unmasking_id=number, officer_id=officer_id) if waits_for(session, number, officer_id):
            service.tell(session, event_id, {officer_id: NotificationKind.UNMASKING_ASKED}, unmasking_id=number)
        case MembershipChanged():
            _tell_if(session, event_id, event.physician_id, policy.kind_of_notice(Notice(event.notice)))
        case StandingChanged():
            _tell_if(session, event_id, event.physician_id, policy.kind_of_standing(Standing(event.standing)))


def _tell_if(session: Session, event_id: int, physician_id: int, kind: NotificationKind | None) -> None:
    if kind is not None:
        service.tell(session, event_id, {physician_id: kind})


def _tell_of_post(session: Session, event_id: int, event: PostAdded) -> None:
    post = session.get_one(Post, event.post_id)
    if post.visibility is Visibility.PURGED:
        return
    replied_to = _author(session, post.parent_id) if post.parent_id is not None else None
    followers = _followers(session, event.thread_id, unseen_since=post.created_at)
    told = policy.told_of_post(_author(session, post.id), replied_to, followers)
    service.tell(session, event_id, told, at=post.created_at, thread_id=event.thread_id, post_id=post.id)


def _tell_of_mark(session: Session, event_id: int, event: AnswerMarked) -> None:
    mark = session.get(HelpfulMark, event.post_id)
    if mark is None:
        # Taken off again before anybody was told.
        return
    told = {_author(session, event.post_id): NotificationKind.HELPFUL}
    service.tell(session, event_id, told, at=mark.marked_at, thread_id=event.thread_id, post_id=event.post_id)


def _tell_of_outcome(session: Session, event_id: int, event: ThreadSolved) -> None:
    rows = session.execute(
        select(Participant.physician_id, Participant.is_asker).where(Participant.thread_id == event.thread_id)
    ).all()
    asker = next(row.physician_id for row in rows if row.is_asker)
    given_at = session.get_one(Outcome, event.thread_id).given_at
    followers = _followers(session, event.thread_id, unseen_since=given_at)
    told = policy.told_of_outcome(asker, {row.physician_id for row in rows}, followers)
    service.tell(session, event_id, told, at=given_at, thread_id=event.thread_id)


def _tell_of_visibility(session: Session, event_id: int, event: VisibilityChanged) -> None:
    post = session.get_one(Post, event.content_id)
    author = _author(session, post.id)
    visibility = Visibility(event.visibility)
    purged_thread = visibility is Visibility.PURGED and post.is_opening
    if purged_thread:
        service.forget_thread(session, post.thread_id)
    elif visibility is Visibility.PURGED:
        service.forget_post(session, post.id)
    if author == _last_to_act(session, post.id):
        return
    kind = policy.kind_of_visibility(visibility, redacted=post.redacted_at is not None)
    thread_id = None if purged_thread else post.thread_id
    service.tell_author(session, event_id, author, kind, thread_id=thread_id, post_id=post.id)


def _last_to_act(session: Session, post_id: int) -> int | None:
    """Return who last reported or decided on a post: an author who did so knows."""
    return session.scalar(
        select(AuditEntry.actor_id)
        .where(
            AuditEntry.object_kind == ObjectKind.POST,
            AuditEntry.object_id == post_id,
            AuditEntry.action.in_(_MODERATING),
        )
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )


def _author(session: Session, post_id: int) -> int:
    return session.execute(
        select(Participant.physician_id).join(Post, Post.participant_id == Participant.id).where(Post.id == post_id)
    ).scalar_one()


def _followers(session: Session, thread_id: int, *, unseen_since: datetime) -> set[int]:
    """Return who follows a thread and has not read it since: what they have seen need not be told."""
    following = (Follow.thread_id == thread_id, Follow.seen_at <= unseen_since)
    return set(session.scalars(select(Follow.physician_id).where(*following)))
