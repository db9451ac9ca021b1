"""What pages get: frozen rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from medpeer.critiques.citations import short_names
from medpeer.critiques.vocabulary import Design
from medpeer.discussions.models import CritiqueQuestion
from medpeer.discussions.queries import PostView, ThreadView


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a paper's head shows; every text is plain and empty where it was taken down."""

    id: int
    thread_id: int
    title: str
    authors: str
    """In full, one line."""
    journal: str
    year: int
    doi: str | None
    pmid: str | None
    design: Design | None
    participants: int | None
    pico: tuple[tuple[str, str], ...]
    """Label and text of each part that was given."""

    @property
    def short_authors(self) -> str:
        """The first authors, and how many more."""
        return short_names(self.authors)

    @property
    def facts(self) -> str:
        """Design and size in words: "Randomised trial, 1,021 participants"; empty where neither was given."""
        size = f"{self.participants:,} participant{'s' if self.participants != 1 else ''}" if self.participants else ""
        return ", ".join(part for part in (self.design.label if self.design else "", size) if part)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in the list with the state of its discussion."""

    card: Card
    replies: int
    last_post_at: datetime
    is_quiet: bool
    """Whether nobody but the host has written yet."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """One page of papers; finite: it says how many there are."""

    rows: tuple[PaperRow, ...]
    page: int
    pages: int
    total: int
    first: int

    @property
    def last(self) -> int:
        """The number of the last row shown, counting from 1."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Section:
    """One of the four questions with what was said under it."""

    question: CritiqueQuestion
    posts: tuple[PostView, ...]

    @property
    def heading(self) -> str:
        """The question in full."""
        return _HEADINGS[self.question]

    @property
    def said(self) -> int:
        """How many posts and replies stand under it that can be read."""
        return sum(one.is_visible for post in self.posts for one in (post, *post.replies))


_HEADINGS: Final = {
    CritiqueQuestion.IMPORTANT: "Is it important?",
    CritiqueQuestion.FLAWS: "Are there serious flaws?",
    CritiqueQuestion.MY_PATIENTS_NOW: "What does it mean for my patients now?",
    CritiqueQuestion.SOON: "What will it mean for them soon?",
}


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper's page: its card, its thread, and the posts by question; ``others`` were written under none."""

    card: Card
    thread: ThreadView
    sections: tuple[Section, ...]
    others: tuple[PostView, ...]

    @property
    def first_unread(self) -> PostView | None:
        """The first unread post in the order of the page."""
        posts = (*(post for section in self.sections for post in section.posts), *self.others)
        return next((post for post in posts if post.unread), None)
