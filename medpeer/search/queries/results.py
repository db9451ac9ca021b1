"""What filters, ranking and a page of results need of the threads found, always as the database has it now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.core.content import Visibility
from medpeer.critiques.models import Paper
from medpeer.discussions.models import Outcome, Participant, Post, Space, SpaceKind, Thread, ThreadStatus
from medpeer.discussions.queries import may_read
from medpeer.gate import RenderedHtml
from medpeer.gate.models import RenderedText
from medpeer.search.queries.columns import OUTCOME, PAPER, POST, SHOWN, THREAD, chunks
from medpeer.search.query import Kind

_KINDS: Final = {SpaceKind.CASE: Kind.CASE, SpaceKind.CRITIQUE: Kind.PAPER, SpaceKind.PRACTICE: Kind.PRACTICE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What filters and ranking need of a thread that the actor may see."""

    thread_id: int
    kind: Kind
    specialty: Specialty | None
    status: ThreadStatus
    answers: int
    created_at: datetime
    mine: bool
    doi: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """The texts of a result: visible ones only; ``passages`` are its posts' renderings by post id."""

    thread_id: int
    paper_id: int | None
    title: str
    space_title: str
    diagnosis: str
    paper_year: int | None
    paper_line: str
    opening_id: int | None
    passages: Mapping[int, RenderedHtml]


def facts(session: Session, actor: Actor, thread_ids: Collection[int] | None) -> dict[int, Facts]:
    """Return the facts of those of ``thread_ids`` (all, where ``None``) that the actor may see, by id."""
    if not may_read(actor):
        return {}
    among = [None] if thread_ids is None else chunks(thread_ids)
    return {row.id: _facts(row) for ids in among for row in session.execute(_select_facts(actor, _shown_among(ids)))}


def _shown_among(ids: list[int] | None) -> ColumnElement[bool]:
    """Return the condition that a thread is shown and, where ids are given, one of them."""
    return SHOWN if ids is None else SHOWN & Thread.id.in_(ids)


def _select_facts(actor: Actor, wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Thread.id,
            Space.kind,
            Space.specialty,
            Thread.status,
            Thread.answer_count,
            Thread.created_at,
            Participant.id.label("own_id"),
            Paper.doi,
        )
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(Participant, (Participant.thread_id == Thread.id) & (Participant.physician_id == actor.physician_id))
        .outerjoin(Paper, Paper.thread_id == Thread.id)
        .where(wanted)
    )


def _facts(row: Row[*tuple[Any, ...]]) -> Facts:
    return Facts(
        thread_id=row.id,
        kind=_KINDS[row.kind],
        specialty=row.specialty,
        status=row.status,
        answers=row.answer_count,
        created_at=row.created_at,
        mine=row.own_id is not None,
        doi=row.doi.lower() if row.doi else None,
    )


def hits(session: Session, actor: Actor, thread_ids: Sequence[int], post_ids: Collection[int]) -> dict[int, Hit]:
    """Return the texts of one page of results, by thread: those that may be seen now, in two queries."""
    if not may_read(actor) or not thread_ids:
        return {}
    passages: dict[int, dict[int, RenderedHtml]] = {thread_id: {} for thread_id in thread_ids}
    openings: dict[int, int] = {}
    for row in session.execute(_select_passages(thread_ids, post_ids)):
        passages[row.thread_id][row.id] = row.html or RenderedHtml("")
        if row.is_opening:
            openings[row.thread_id] = row.id
    heads = session.execute(_select_heads(thread_ids))
    return {row.id: _hit(row, passages[row.id], openings.get(row.id)) for row in heads}


def _select_passages(thread_ids: Sequence[int], post_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Post.id, Post.thread_id, Post.is_opening, RenderedText.html)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(RenderedText, RenderedText.clearance_id == POST.body_clearance_id)
        .where(
            SHOWN,
            Post.visibility == Visibility.VISIBLE,
            Post.thread_id.in_(thread_ids),
            Post.is_opening | Post.id.in_(list(post_ids)),
        )
    )


def _select_heads(thread_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Thread.id,
            THREAD.title_text,
            Space.title.label("space_title"),
            OUTCOME.diagnosis_text,
            Paper.id.label("paper_id"),
            Paper.year,
            PAPER.authors_text,
            PAPER.journal_text,
        )
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
        .outerjoin(Paper, Paper.thread_id == Thread.id)
        .where(SHOWN, Thread.id.in_(thread_ids))
    )


def _hit(row: Row[*tuple[Any, ...]], passages: Mapping[int, RenderedHtml], opening_id: int | None) -> Hit:
    return Hit(
        thread_id=row.id,
        paper_id=row.paper_id,
        title=row.title_text,
        space_title=row.space_title,
        diagnosis=row.diagnosis_text or "",
        paper_year=row.year,
        paper_line=". ".join(filter(None, (row.authors_text, row.journal_text))),
        opening_id=opening_id,
        passages=passages,
    )
