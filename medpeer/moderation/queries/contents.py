"""What a case is about, seen alike whether it is a post or a message. Permission is the caller's, but for reporting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.chat.models import Message, Room, RoomMember
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.errors import NotFoundError
from medpeer.critiques.models import PICO, TEXTS, Paper
from medpeer.discussions.models import Outcome, Participant, Post, PostRevision, Space, Thread
from medpeer.discussions.policy import POST_SURFACES, TITLE_SURFACES
from medpeer.discussions.vocabulary import SpaceKind
from medpeer.gate import ClearedText, Surface
from medpeer.gate.models import RenderedText
from medpeer.gate.rendering import RenderedHtml
from medpeer.images.models import Image
from medpeer.images.vocabulary import ImageState
from medpeer.moderation import policy
from medpeer.moderation.models import Report

_PAPER_SURFACES: Final = {
    "title": Surface.PAPER_TITLE,
    "authors": Surface.PAPER_AUTHORS,
    "journal": Surface.PAPER_JOURNAL,
}
_OPENINGS: Final = {SpaceKind.CASE: "Case", SpaceKind.CRITIQUE: "Paper", SpaceKind.PRACTICE: "Question"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A post or a message without its text: where it stands, whose it is, which surface judges it."""

    kind: ContentKind
    id: int
    author_id: int
    written_at: datetime
    visibility: Visibility
    what: str
    place: str
    surface: Surface
    thread_id: int | None = None
    thread_visibility: Visibility = Visibility.VISIBLE
    title_surface: Surface | None = None
    room_id: int | None = None
    room_slug: str | None = None

    @property
    def is_opening(self) -> bool:
        """Whether a thread goes with it."""
        return self.title_surface is not None

    @property
    def is_shown(self) -> bool:
        """Whether members can read it where it stands."""
        return self.visibility is self.thread_visibility is Visibility.VISIBLE


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One of a thing's texts; ``field`` names the form field that redacts it, if any does."""

    label: str
    surface: Surface
    text: str
    clearance_id: int
    field: str | None = None

    @classmethod
    def of(cls, label: str, surface: Surface, text: ClearedText, field: str | None = None) -> "Part":
        """Return the part that a stored text is."""
        return cls(label, surface, text.value, text.clearance_id, field)


def find_content(session: Session, kind: ContentKind, content_id: int) -> Content | None:
    """Return what a report names, whoever may read it, or ``None``."""
    match kind:
        case ContentKind.POST:
            return _find_post(session, content_id)
        case ContentKind.MESSAGE:
            return _find_message(session, content_id)
        case _:
            assert_never(kind)


def _find_post(session: Session, post_id: int) -> Content | None:
    row = session.execute(
        select(
            Post.created_at,
            Post.visibility,
            Post.is_opening,
            Post.thread_id,
            Thread.visibility.label("thread_visibility"),
            Space.kind,
            Space.title,
            Participant.physician_id,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .join(Participant, Participant.id == Post.participant_id)
        .where(Post.id == post_id)
    ).first()
    if row is None:
        return None
    return Content(
        kind=ContentKind.POST,
        id=post_id,
        author_id=row.physician_id,
        written_at=row.created_at,
        visibility=row.visibility,
        what=_OPENINGS[row.kind] if row.is_opening else "Reply",
        place=row.title,
        surface=POST_SURFACES[row.kind],
        thread_id=row.thread_id,
        thread_visibility=row.thread_visibility,
        title_surface=TITLE_SURFACES[row.kind] if row.is_opening else None,
    )


def _find_message(session: Session, message_id: int) -> Content | None:
    row = session.execute(
        select(Message.sent_at, Message.visibility, Message.room_id, Room.slug, Room.specialty, RoomMember.physician_id)
        .join(Room, Room.id == Message.room_id)
        .join(RoomMember, RoomMember.id == Message.member_id)
        .where(Message.id == message_id)
    ).first()
    if row is None:
        return None
    return Content(
        kind=ContentKind.MESSAGE,
        id=message_id,
        author_id=row.physician_id,
        written_at=row.sent_at,
        visibility=row.visibility,
        what="Message",
        place=row.specialty.label,
        surface=Surface.CHAT_MESSAGE,
        room_id=row.room_id,
        room_slug=row.slug,
    )


def access_reportable(session: Session, actor: Actor, kind: ContentKind, content_id: int) -> Content:
    """Return what the actor may report: what they can read, what stands hidden in its visible place, and their own.

    Raises:
        NotFoundError: there is none, it is purged, or it is not open to the actor; they all look the same.
    """
    policy.check_may_report(actor)
    content = find_content(session, kind, content_id)
    if content is None or content.visibility is Visibility.PURGED:
        raise NotFoundError
    mine = content.author_id == actor.physician_id
    if content.thread_visibility is not Visibility.VISIBLE and not mine:
        raise NotFoundError
    return content


def html_of(session: Session, content: Content) -> RenderedHtml:
    """Return a visible thing's stored rendering, for whoever reports it; empty for a hidden one."""
    if content.visibility is not Visibility.VISIBLE:
        return RenderedHtml("")
    table = Post.__table__ if content.kind is ContentKind.POST else Message.__table__
    html = session.scalar(
        select(RenderedText.html)
        .join(table, table.c.body_clearance_id == RenderedText.clearance_id)
        .where(table.c.id == content.id)
    )
    return html or RenderedHtml("")


def takes_part(session: Session, actor: Actor, content: Content) -> bool:
    """Tell whether the actor wrote in the thread, or in the room within a day of the message, or reported the thing."""
    if content.author_id == actor.physician_id or _reported(session, actor, content):
        return True
    if content.kind is ContentKind.POST:
        wrote = exists().where(
            Participant.thread_id == content.thread_id, Participant.physician_id == actor.physician_id
        )
    else:
        wrote = exists().where(
            Message.room_id == content.room_id,
            Message.member_id == RoomMember.id,
            RoomMember.physician_id == actor.physician_id,
            Message.sent_at.between(content.written_at - policy.TALK_WINDOW, content.written_at + policy.TALK_WINDOW),
        )
    return bool(session.scalar(select(wrote)))


def _reported(session: Session, actor: Actor, content: Content) -> bool:
    mine = exists().where(
        Report.content_kind == content.kind,
        Report.content_id == content.id,
        Report.reporter_id == actor.physician_id,
    )
    return bool(session.scalar(select(mine)))


def parts_of(session: Session, content: Content) -> tuple[Part, ...]:
    """Return every text that goes when the thing goes, the one that stands first."""
    if content.kind is ContentKind.MESSAGE:
        message = session.get_one(Message, content.id)
        return (Part.of("Message", content.surface, message.body, "body"),)
    return tuple(_parts_of_post(session, content))


def _parts_of_post(session: Session, content: Content) -> Iterator[Part]:
    post = session.get_one(Post, content.id)
    thread = session.get_one(Thread, post.thread_id)
    if content.title_surface:
        yield Part.of("Title", content.title_surface, thread.title, "title")
    yield Part.of("Text", content.surface, post.body, "body")
    earlier = select(PostRevision).where(PostRevision.post_id == post.id).order_by(PostRevision.id.desc())
    for revision in session.scalars(earlier):
        yield Part.of("Before an edit", content.surface, revision.body)
    for image in images_of_content(session, content):
        yield Part.of("Description of a picture", Surface.IMAGE_ALT, image.alt)
        if image.caption:
            yield Part.of("Caption of a picture", Surface.IMAGE_CAPTION, image.caption)
    if content.title_surface:
        yield from _parts_of_thread(session, thread.id)


def images_of_content(session: Session, content: Content) -> list[Image]:
    """Return the images that go when the thing goes, in their order; refused ones are gone already."""
    if content.kind is not ContentKind.POST:
        return []
    wanted = select(Image).where(Image.post_id == content.id, Image.state != ImageState.REFUSED)
    return list(session.scalars(wanted.order_by(Image.position, Image.id)))


def _parts_of_thread(session: Session, thread_id: int) -> Iterator[Part]:
    outcome = session.get(Outcome, thread_id)
    if outcome:
        for label, text in (("Diagnosis", outcome.diagnosis), ("Outcome", outcome.summary), ("Lesson", outcome.lesson)):
            if text:
                yield Part.of(label, Surface.OUTCOME, text)
    paper = session.scalar(select(Paper).where(Paper.thread_id == thread_id))
    if paper:
        for name in (*TEXTS, *PICO):
            text = getattr(paper, name)
            if text:
                label = name.removeprefix("pico_").capitalize()
                yield Part.of(label, _PAPER_SURFACES.get(name, Surface.PICO), text)
