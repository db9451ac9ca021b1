"""The asker's words on the answers: what helped, and what it was."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import ConflictError, NotAllowedError, NotFoundError
from medpeer.discussions import policy
from medpeer.discussions.events import AnswerMarked, ThreadSolved
from medpeer.discussions.models import (
    ConfirmedBy,
    HelpfulMark,
    Outcome,
    Participant,
    Post,
    Space,
    Thread,
    ThreadStatus,
)
from medpeer.discussions.service.participants import asker_of
from medpeer.gate import ClearedText


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """What it was, what happened, what that rests on, and how sure the asker is (0 to 100)."""

    diagnosis: ClearedText
    summary: ClearedText
    lesson: ClearedText | None = None
    confirmed_by: ConfirmedBy
    certainty_percent: int


def mark_helpful(session: Session, actor: Actor, post: Post) -> None:
    """Mark somebody else's reply as helpful; marking twice changes nothing.

    Raises:
        NotAllowedError: the actor did not ask, or wrote the post.
        NotFoundError: the post cannot be read.
    """
    _check_may_mark(session, actor, post)
    if session.get(HelpfulMark, post.id) is not None:
        return
    session.add(HelpfulMark(post_id=post.id, marked_at=context_of(session).clock.now()))
    session.flush()
    outbox.record(session, AnswerMarked(post_id=post.id, thread_id=post.thread_id))
    audit.record(session, AuditAction.ANSWER_MARKED, ObjectKind.POST, post.id, actor_id=actor.physician_id)


def unmark_helpful(session: Session, actor: Actor, post: Post) -> None:
    """Take the mark off again.

    Raises:
        NotAllowedError: the actor did not ask.
        NotFoundError: the post cannot be read.
    """
    _check_may_mark(session, actor, post)
    mark = session.get(HelpfulMark, post.id)
    if mark is not None:
        session.delete(mark)


def _check_may_mark(session: Session, actor: Actor, post: Post) -> None:
    policy.check_may_write(actor)
    if post.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    policy.check_is_asker(actor, asker_of(session, post.thread_id))
    if session.get_one(Participant, post.participant_id).is_asker:
        message = "Only others’ replies can be marked as helpful."
        raise NotAllowedError(message)


def solve_thread(session: Session, actor: Actor, thread: Thread, new: NewOutcome) -> Outcome:
    """Give a thread its outcome, once.

    Raises:
        NotAllowedError: the actor did not ask, or may only read.
        InvalidInputError: what it rests on does not fit, or the certainty is no percentage.
        ConflictError: there is an outcome already.
    """
    policy.check_may_write(actor)
    policy.check_is_asker(actor, asker_of(session, thread.id))
    policy.check_confirmation(session.get_one(Space, thread.space_id).kind, new.confirmed_by, new.certainty_percent)
    if thread.status is ThreadStatus.SOLVED:
        message = "This thread has its outcome already. Add a reply if something changed since."
        raise ConflictError(message)
    outcome = Outcome(
        thread_id=thread.id,
        diagnosis=new.diagnosis,
        summary=new.summary,
        lesson=new.lesson,
        confirmed_by=new.confirmed_by,
        certainty_percent=new.certainty_percent,
        given_at=context_of(session).clock.now(),
    )
    session.add(outcome)
    thread.status = ThreadStatus.SOLVED
    session.flush()
    outbox.record(session, ThreadSolved(thread_id=thread.id))
    audit.record(session, AuditAction.THREAD_SOLVED, ObjectKind.THREAD, thread.id, actor_id=actor.physician_id)
    return outcome
