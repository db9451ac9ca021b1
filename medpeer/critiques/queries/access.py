"""Fetching papers with permission, and finding which paper is which."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.content import Visibility
from medpeer.core.errors import NotFoundError
from medpeer.critiques.citations import ParsedCitation, split_authors
from medpeer.critiques.models import Paper
from medpeer.critiques.queries.cards import card_of, select_cards
from medpeer.critiques.queries.rows import Card
from medpeer.discussions import queries as discussions
from medpeer.discussions.models import Thread


def access_paper(session: Session, actor: Actor, paper_id: int) -> Paper:
    """Return a paper that can be read and discussed.

    Raises:
        NotFoundError: there is none, it is hidden or purged, or the actor is not verified.
    """
    paper = session.get(Paper, paper_id)
    if paper is None:
        raise NotFoundError
    discussions.access_thread(session, actor, paper.thread_id)
    return paper


def access_citation(session: Session, actor: Actor, paper_id: int) -> ParsedCitation:
    """Return the reference of a paper, for export.

    Raises:
        NotFoundError: as ``access_paper``.
    """
    paper = access_paper(session, actor, paper_id)
    return ParsedCitation(
        title=paper.title.value,
        authors=split_authors(paper.authors.value),
        journal=paper.journal.value,
        year=paper.year,
        doi=paper.doi,
        pmid=paper.pmid,
        design=paper.design,
    )


def find_paper(session: Session, actor: Actor, *, doi: str | None, pmid: str | None) -> Card | None:
    """Return the visible paper with this DOI or PubMed number, or ``None``."""
    same = [Paper.doi == doi] if doi else []
    same += [Paper.pmid == pmid] if pmid else []
    if not same or not discussions.may_read(actor):
        return None
    row = session.execute(select_cards().where(or_(*same), Thread.visibility == Visibility.VISIBLE)).first()
    return card_of(row) if row else None


def find_paper_of_thread(session: Session, thread_id: int) -> int | None:
    """Return the id of the paper a thread is about, or ``None``; ids only, for links."""
    return session.scalar(select(Paper.id).where(Paper.thread_id == thread_id))


def papers_of_threads(session: Session, thread_ids: set[int]) -> dict[int, int]:
    """Return the paper ids of the threads that have one, in one query."""
    rows = session.execute(select(Paper.thread_id, Paper.id).where(Paper.thread_id.in_(thread_ids)))
    return {row.thread_id: row.id for row in rows}
