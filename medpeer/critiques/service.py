"""Every write to the journal club. Services never commit."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.critiques import policy
from medpeer.critiques.errors import DuplicatePaperError
from medpeer.critiques.events import PaperAdded
from medpeer.critiques.models import PICO, TEXTS, Paper
from medpeer.critiques.vocabulary import Design
from medpeer.discussions import queries as discussion_queries
from medpeer.discussions import service as discussions
from medpeer.discussions.models import Participant, Thread
from medpeer.gate import ClearedText, clear_tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper as its form gives it. ``thread_title`` says the same as ``title`` under a clearance of its own."""

    title: ClearedText
    thread_title: ClearedText
    authors: ClearedText
    journal: ClearedText
    year: int
    doi: str | None = None
    pmid: str | None = None
    design: Design | None = None
    participants: int | None = None
    pico_population: ClearedText | None = None
    pico_intervention: ClearedText | None = None
    pico_comparator: ClearedText | None = None
    pico_outcome: ClearedText | None = None
    opening: ClearedText
    shows_name: bool = False
    client_key: str


def add_paper(session: Session, actor: Actor, new: NewPaper) -> Paper:
    """Put a paper up for critique, opening its thread; for a ``client_key`` used before, return the paper it made.

    Raises:
        NotAllowedError: the actor may only read.
        InvalidInputError: year, participants or DOI cannot be; names the field.
        DuplicatePaperError: a paper with this DOI or PubMed number is here already.
    """
    policy.check_year(new.year, context_of(session).clock.now())
    policy.check_participants(new.participants)
    policy.check_doi(new.doi)
    thread = _open_thread(session, actor, new)
    known = session.scalar(select(Paper).where(Paper.thread_id == thread.id))
    if known is not None:
        gate.forget(session, _clearances(new))
        return known
    _check_is_new(session, new)
    paper = _paper(thread, new)
    session.add(paper)
    session.flush()
    outbox.record(session, PaperAdded(paper_id=paper.id, thread_id=thread.id))
    audit.record(session, AuditAction.PAPER_ADDED, ObjectKind.PAPER, paper.id, actor_id=actor.physician_id)
    return paper


def _open_thread(session: Session, actor: Actor, new: NewPaper) -> Thread:
    space = discussion_queries.access_space(session, actor, policy.SPACE)
    opening = discussions.NewThread(
        title=new.thread_title, body=new.opening, shows_name=new.shows_name, client_key=new.client_key
    )
    return discussions.open_thread(session, actor, space, opening)


def _clearances(new: NewPaper) -> list[int]:
    """Return the clearances of the card's texts; those of the thread are the discussions' own to forget."""
    texts = (getattr(new, name) for name in (*TEXTS, *PICO))
    return [text.clearance_id for text in texts if text is not None]


def _check_is_new(session: Session, new: NewPaper) -> None:
    same = [Paper.doi == new.doi] if new.doi else []
    same += [Paper.pmid == new.pmid] if new.pmid else []
    if not same:
        return
    found = session.execute(
        select(Paper.id, Thread.visibility).join(Thread, Thread.id == Paper.thread_id).where(or_(*same))
    ).first()
    if found is not None:
        raise DuplicatePaperError(found.id if found.visibility is Visibility.VISIBLE else None)


def _paper(thread: Thread, new: NewPaper) -> Paper:
    return Paper(
        thread_id=thread.id,
        title=new.title,
        authors=new.authors,
        journal=new.journal,
        year=new.year,
        doi=new.doi,
        pmid=new.pmid,
        design=new.design,
        participants=new.participants,
        pico_population=new.pico_population,
        pico_intervention=new.pico_intervention,
        pico_comparator=new.pico_comparator,
        pico_outcome=new.pico_outcome,
    )


def withdraw_notes(session: Session, physician_id: int, thread_id: int) -> list[int]:
    """Take back what the person who put a paper up noted on its card; what was published stays.

    Returns the clearances to forget; for a thread without a paper, or of somebody else, none.
    """
    asked = (Participant.thread_id == Paper.thread_id) & Participant.is_asker
    paper = session.scalar(
        select(Paper)
        .join(Participant, asked)
        .where(Paper.thread_id == thread_id, Participant.physician_id == physician_id)
    )
    if paper is None:
        return []
    gone = [text.clearance_id for name in PICO if (text := getattr(paper, name)) is not None]
    for name in PICO:
        setattr(paper, name, None)
    session.flush()
    return gone


def purge_paper(session: Session, thread_id: int) -> list[int]:
    """Put tombstones where the card of a thread's paper was; for a thread without a paper nothing happens.

    Goes with the purge of the thread's opening post: a card could identify a patient as well as a post. DOI and PubMed
    number go too, so that the paper may be added again. Returns the clearances to forget; purging twice returns none.
    """
    paper = session.scalar(select(Paper).where(Paper.thread_id == thread_id))
    if paper is None or not paper.title.value:
        return []
    gone = [text.clearance_id for name in (*TEXTS, *PICO) if (text := getattr(paper, name)) is not None]
    for name in TEXTS:
        setattr(paper, name, clear_tombstone(session))
    for name in PICO:
        setattr(paper, name, None)
    paper.doi = paper.pmid = None
    session.flush()
    return gone
