"""Tables of discussions. A person is in a thread only as its participant: a handle, or by choice a name."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.accounts.handles import HANDLE
from medpeer.accounts.models import STATE_CODE, Specialty
from medpeer.core.columns import HEX_DIGEST, SLUG, Identifier, SystemText, UtcDateTime, Vocabulary
from medpeer.core.content import Visibility
from medpeer.core.db import Base
from medpeer.discussions.vocabulary import (
    AgeBand,
    AskType,
    ConfirmedBy,
    Consent,
    CritiqueQuestion,
    Setting,
    Sex,
    SpaceKind,
    ThreadStatus,
    Urgency,
)
from medpeer.gate import ClearedText, cleared_text, optional_cleared_text

__all__ = [
    "CLIENT_KEY",
    "AgeBand",
    "AskType",
    "ConfirmedBy",
    "Consent",
    "CritiqueQuestion",
    "Follow",
    "HelpfulMark",
    "Outcome",
    "Participant",
    "Post",
    "PostRevision",
    "RoundDismissal",
    "Setting",
    "Sex",
    "Space",
    "SpaceKind",
    "Thread",
    "ThreadStatus",
    "Urgency",
]

CLIENT_KEY: Final = r"[0-9A-Za-z_-]{8,64}"


class Space(Base):
    """A place for threads of one kind; the rows come with the migration."""

    __tablename__ = "space"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[SpaceKind] = mapped_column(Vocabulary(SpaceKind))
    slug: Mapped[str] = mapped_column(Identifier(SLUG), unique=True)
    title: Mapped[str] = mapped_column(SystemText)
    specialty: Mapped[Specialty | None] = mapped_column(Vocabulary(Specialty), default=None)


class Thread(Base):
    """One question with its discussion. Its visibility is that of its opening post.

    ``post_count`` counts visible posts, the opening one too; ``answer_count`` those of them that others than the asker
    wrote, so an asker's own addition leaves a thread unanswered.
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_space_id_last_post_at", "space_id", "last_post_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_post_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A keyed digest of the asker and the form's key: a form sent twice opens one thread, and says nothing of who.
    opening_key: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    title: Mapped[ClearedText] = cleared_text("title")
    status: Mapped[ThreadStatus] = mapped_column(Vocabulary(ThreadStatus), default=ThreadStatus.OPEN)
    ask: Mapped[AskType | None] = mapped_column(Vocabulary(AskType), default=None)
    urgency: Mapped[Urgency | None] = mapped_column(Vocabulary(Urgency), default=None)
    age_band: Mapped[AgeBand | None] = mapped_column(Vocabulary(AgeBand), default=None)
    sex: Mapped[Sex | None] = mapped_column(Vocabulary(Sex), default=None)
    setting: Mapped[Setting | None] = mapped_column(Vocabulary(Setting), default=None)
    consent: Mapped[Consent | None] = mapped_column(Vocabulary(Consent), default=None)
    post_count: Mapped[int] = mapped_column(default=1)
    answer_count: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(Vocabulary(Visibility), default=Visibility.VISIBLE)


class Participant(Base):
    """A physician in one thread, under a handle that exists only there; ``shows_name`` turns true once, never back.

    Specialty and state are those of the moment the handle was taken: a badge that followed the person would change in
    all their threads at once, and so join their handles.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("thread_id", "physician_id"), UniqueConstraint("thread_id", "handle"))

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    handle: Mapped[str] = mapped_column(Identifier(HANDLE))
    shows_name: Mapped[bool] = mapped_column(default=False)
    is_asker: Mapped[bool] = mapped_column(default=False)
    specialty: Mapped[Specialty | None] = mapped_column(Vocabulary(Specialty), default=None)
    state: Mapped[str] = mapped_column(Identifier(STATE_CODE), default="")


class Post(Base):
    """One text in a thread. Replies to replies stand beside them: ``parent_id`` names a post without a parent."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("participant_id", "client_key"),
        Index("ix_post_thread_id_created_at", "thread_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_key: Mapped[str] = mapped_column(Identifier(CLIENT_KEY))
    body: Mapped[ClearedText] = cleared_text("body")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True, default=None)
    is_opening: Mapped[bool] = mapped_column(default=False)
    question: Mapped[CritiqueQuestion | None] = mapped_column(Vocabulary(CritiqueQuestion), default=None)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    visibility: Mapped[Visibility] = mapped_column(Vocabulary(Visibility), default=Visibility.VISIBLE)
    # Set when an author who deleted their account took the text back. The moment itself is shown nowhere.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class PostRevision(Base):
    """What a post said before an edit."""

    __tablename__ = "post_revision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[ClearedText] = cleared_text("body")


class Outcome(Base):
    """What it was in the end, as the asker tells it."""

    __tablename__ = "outcome"
    __table_args__ = (CheckConstraint("certainty_percent BETWEEN 0 AND 100", name="certainty"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    confirmed_by: Mapped[ConfirmedBy] = mapped_column(Vocabulary(ConfirmedBy))
    certainty_percent: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    diagnosis: Mapped[ClearedText] = cleared_text("diagnosis")
    summary: Mapped[ClearedText] = cleared_text("summary")
    lesson: Mapped[ClearedText | None] = optional_cleared_text("lesson")


class Follow(Base):
    """Who wants to hear of a thread, and how far they have read; never shown to others."""

    __tablename__ = "follow"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelpfulMark(Base):
    """The asker's word that a post helped. One mark a post; there are no votes."""

    __tablename__ = "helpful_mark"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoundDismissal(Base):
    """A thread that a physician took off their round."""

    __tablename__ = "round_dismissal"

    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    dismissed_at: Mapped[datetime] = mapped_column(UtcDateTime)
