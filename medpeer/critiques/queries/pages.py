"""The list of papers and a paper's page."""

from dataclasses import replace
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.content import Visibility
from medpeer.core.errors import NotFoundError
from medpeer.critiques.models import Paper
from medpeer.critiques.queries.cards import blank_card, card_of, select_cards
from medpeer.critiques.queries.rows import PaperList, PaperRow, PaperView, Section
from medpeer.discussions import queries as discussions
from medpeer.discussions.models import CritiqueQuestion, Thread

PAGE_SIZE: Final = 20


def list_papers(session: Session, actor: Actor, *, page: int = 1) -> PaperList:
    """Return one page of visible papers, newest activity first; a page beyond the last is the last. Two queries.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not discussions.may_read(actor):
        raise NotFoundError
    shown = Thread.visibility == Visibility.VISIBLE
    total = session.scalar(select(func.count()).select_from(Paper).join(Thread).where(shown)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    found = session.execute(
        select_cards()
        .add_columns(Thread.post_count, Thread.answer_count, Thread.last_post_at)
        .where(shown)
        .order_by(Thread.last_post_at.desc(), Paper.id.desc())
        .limit(PAGE_SIZE)
        .offset(first)
    )
    rows = tuple(
        PaperRow(card_of(row), max(row.post_count - 1, 0), row.last_post_at, row.answer_count == 0) for row in found
    )
    return PaperList(rows, page, pages, total, first + 1)


def paper_page(session: Session, actor: Actor, paper_id: int) -> PaperView:
    """Return a paper with its discussion under the four questions.

    A hidden or purged one comes to its host alone, and says nothing but that it is gone.

    Raises:
        NotFoundError: there is none, it is hidden from the actor, or the actor is not verified.
    """
    row = session.execute(select_cards().where(Paper.id == paper_id)).first()
    if row is None:
        raise NotFoundError
    thread = discussions.thread_page(session, actor, row.thread_id)
    sections = tuple(
        # Under its question a post need not say which it answers.
        Section(question, tuple(replace(post, question=None) for post in thread.posts if post.question is question))
        for question in CritiqueQuestion
    )
    card = card_of(row) if thread.visibility is Visibility.VISIBLE else blank_card(row)
    return PaperView(card, thread, sections, tuple(post for post in thread.posts if post.question is None))
