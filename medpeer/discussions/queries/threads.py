"""A thread's page in four queries, however many posts it has."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import BadgeRule, Physician
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.deid import Topic
from medpeer.discussions import policy
from medpeer.discussions.models import Follow, HelpfulMark, Outcome, Participant, Post, Space, Thread
from medpeer.discussions.queries.access import may_read
from medpeer.discussions.queries.people import IS_RULE_OF_BADGE, PERSON, full_name, person
from medpeer.discussions.queries.rows import OutcomeView, PostView, ThreadView
from medpeer.gate import RenderedHtml
from medpeer.gate.models import RenderedText
from medpeer.images.queries import images_of

NOTHING = RenderedHtml("")


def thread_page(session: Session, actor: Actor, thread_id: int) -> ThreadView:
    """Return a thread with its posts, outcome and the actor's own part in it.

    A hidden or purged thread comes to its asker alone, without any text, so that they see why it is gone.

    Raises:
        NotFoundError: there is none, it is hidden from the actor, or the actor is not verified.
    """
    head = session.execute(_select_head(actor).where(Thread.id == thread_id)).first() if may_read(actor) else None
    if head is None or not _is_open_to(head, actor):
        raise NotFoundError
    own = session.execute(_select_own(actor, thread_id)).one()
    posts = _posts(session, actor, head, asks=bool(head.asker_id == actor.physician_id))
    return _view(head, own, posts)


def thread_topics(session: Session, thread_id: int) -> frozenset[Topic]:
    """Return the sensitive topics that count for what is written in a thread; permission is the caller's."""
    title = Thread.__table__.c.title_text
    row = session.execute(select(title, Thread.age_band).where(Thread.id == thread_id)).one()
    return policy.topics_of(row.title_text, row.age_band)


def post_view(session: Session, actor: Actor, post_id: int) -> PostView:
    """Return one visible post without its replies: for the fragment that follows a reply.

    Raises:
        NotFoundError: there is none, it is hidden, or the actor is not verified.
    """
    thread_id = session.scalar(select(Post.thread_id).where(Post.id == post_id, Post.visibility == Visibility.VISIBLE))
    if thread_id is None:
        raise NotFoundError
    head = session.execute(_select_head(actor).where(Thread.id == thread_id)).one()
    if not may_read(actor) or head.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    found = _posts(session, actor, head, asks=bool(head.asker_id == actor.physician_id), only=post_id)
    return next(post for post in found if post.id == post_id)


def _is_open_to(head: Row[*tuple[Any, ...]], actor: Actor) -> bool:
    return head.visibility is Visibility.VISIBLE or bool(head.asker_id == actor.physician_id)


def _select_head(actor: Actor) -> Select[*tuple[Any, ...]]:
    outcome = Outcome.__table__.c
    return (
        select(
            Thread.id,
            Thread.__table__.c.title_text,
            Thread.status,
            Thread.visibility,
            Thread.ask,
            Thread.urgency,
            Thread.age_band,
            Thread.sex,
            Thread.setting,
            Thread.consent,
            Thread.created_at,
            Thread.post_count,
            Thread.answer_count,
            Space.kind,
            Space.slug,
            Space.title.label("space_title"),
            Space.specialty,
            Participant.physician_id.label("asker_id"),
            Follow.seen_at,
            outcome.diagnosis_text,
            outcome.summary_text,
            outcome.lesson_text,
            Outcome.confirmed_by,
            Outcome.certainty_percent,
            Outcome.given_at,
        )
        .join(Space, Space.id == Thread.space_id)
        .join(Participant, (Participant.thread_id == Thread.id) & Participant.is_asker)
        .outerjoin(Follow, (Follow.thread_id == Thread.id) & (Follow.physician_id == actor.physician_id))
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
    )


def _select_own(actor: Actor, thread_id: int) -> Select[*tuple[Any, ...]]:
    names = Physician.__table__.c
    here = (Participant.physician_id == Physician.id) & (Participant.thread_id == thread_id)
    return (
        select(Participant.handle, Participant.shows_name, names.first_name_text, names.last_name_text)
        .select_from(Physician)
        .outerjoin(Participant, here)
        .where(Physician.id == actor.physician_id)
    )


def select_posts(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the select of everything a post shows; a hidden text does not leave the database."""
    shown = Post.visibility == Visibility.VISIBLE
    return (
        select(
            Post.id,
            Post.thread_id,
            Post.parent_id,
            Post.is_opening,
            Post.question,
            Post.created_at,
            Post.edited_at,
            Post.redacted_at,
            Post.withdrawn_at,
            Post.visibility,
            *PERSON,
            Participant.is_asker,
            (Participant.physician_id == actor.physician_id).label("mine"),
            HelpfulMark.marked_at,
            case((shown, RenderedText.html)).label("html"),
        )
        .join(Participant, Participant.id == Post.participant_id)
        .join(Physician, Physician.id == Participant.physician_id)
        .outerjoin(BadgeRule, IS_RULE_OF_BADGE)
        .outerjoin(RenderedText, RenderedText.clearance_id == Post.__table__.c.body_clearance_id)
        .outerjoin(HelpfulMark, HelpfulMark.post_id == Post.id)
    )


def _posts(
    session: Session, actor: Actor, head: Row[*tuple[Any, ...]], *, asks: bool, only: int | None = None
) -> list[PostView]:
    wanted = select_posts(actor).where(Post.thread_id == head.id).order_by(Post.created_at, Post.id)
    found = session.execute(wanted if only is None else wanted.where(Post.id == only))
    now = context_of(session).clock.now()
    posts = [post_of(row, seen_at=head.seen_at, asks=asks and actor.may_write, now=now, actor=actor) for row in found]
    images = images_of(session, actor, (post.id for post in posts if post.is_visible))
    return [replace(post, images=images.get(post.id, ())) for post in posts]


def post_of(
    row: Row[*tuple[Any, ...]], *, seen_at: datetime | None, asks: bool, now: datetime, actor: Actor
) -> PostView:
    """Return the view that a row of ``select_posts`` makes; ``asks`` tells whether the actor asked the question."""
    mine = bool(row.mine)
    editable = policy.may_edit(
        mine=mine,
        created_at=row.created_at,
        redacted=row.redacted_at is not None,
        visibility=row.visibility,
        now=now,
    )
    return PostView(
        id=row.id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        is_opening=row.is_opening,
        author=person(row._mapping, is_asker=row.is_asker),  # noqa: SLF001 - the public name of a row's mapping
        html=row.html or NOTHING,
        question=row.question,
        created_at=row.created_at,
        edited_at=row.edited_at,
        redacted_at=row.redacted_at,
        visibility=row.visibility,
        helpful=row.marked_at is not None,
        mine=mine,
        unread=seen_at is not None and row.created_at > seen_at and not mine and row.visibility is Visibility.VISIBLE,
        may_edit=editable and actor.may_write,
        may_mark=asks and not row.is_asker and not row.is_opening,
        withdrawn=row.withdrawn_at is not None,
    )


def _nested(posts: list[PostView]) -> tuple[PostView, ...]:
    replies: defaultdict[int, list[PostView]] = defaultdict(list)
    for post in posts:
        if post.parent_id is not None:
            replies[post.parent_id].append(post)
    first_level = (post for post in posts if post.parent_id is None and not post.is_opening)
    return tuple(replace(post, replies=tuple(replies[post.id])) for post in first_level)


def _view(head: Row[*tuple[Any, ...]], own: Row[*tuple[Any, ...]], posts: list[PostView]) -> ThreadView:
    is_shown = head.visibility is Visibility.VISIBLE
    opening = next(post for post in posts if post.is_opening)
    answers = [post.created_at for post in posts if not post.author.is_asker and post.is_visible]
    name = full_name(own.first_name_text, own.last_name_text)
    return ThreadView(
        id=head.id,
        title=head.title_text if is_shown else "",
        kind=head.kind,
        space_slug=head.slug,
        space_title=head.space_title,
        specialty=head.specialty,
        status=head.status,
        visibility=head.visibility,
        ask=head.ask,
        urgency=head.urgency,
        age_band=head.age_band,
        sex=head.sex,
        setting=head.setting,
        consent=head.consent,
        created_at=head.created_at,
        first_answer_at=min(answers, default=None),
        reply_count=max(head.post_count - 1, 0),
        answers=head.answer_count,
        opening=opening,
        posts=_nested(posts) if is_shown else (),
        outcome=_outcome(head) if is_shown else None,
        mine=opening.mine,
        follows=head.seen_at is not None,
        own_name=(name if own.shows_name else own.handle) or "",
        shows_name=bool(own.shows_name),
        own_full_name=name,
    )


def _outcome(head: Row[*tuple[Any, ...]]) -> OutcomeView | None:
    if head.given_at is None:
        return None
    return OutcomeView(
        diagnosis=head.diagnosis_text,
        summary=head.summary_text,
        lesson=head.lesson_text or "",
        confirmed_by=head.confirmed_by,
        certainty_percent=head.certainty_percent,
        given_at=head.given_at,
    )
