"""Every read of search: what is indexed, what is withheld, and what a hit shows, always as the database has it now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.outbox import Event, OutboxDelivery, OutboxEvent, load_event
from medpeer.critiques.models import PICO, Paper
from medpeer.discussions.events import PostEdited
from medpeer.discussions.models import Outcome, Participant, Post, Space, SpaceKind, Thread, ThreadStatus
from medpeer.discussions.queries import may_read
from medpeer.gate import RenderedHtml
from medpeer.gate.models import RenderedText
from medpeer.search.backend import Document, DocumentKind, Key, Withheld
from medpeer.search.clauses import Field
from medpeer.search.query import Kind

HANDLER_KEY: Final = "search"
"""The indexer's name in the delivery table."""
_CHUNK: Final = 500
# SQLite takes 32,766 variables a statement; chunks keep any number of ids below it.

_THREAD = Thread.__table__.c
_POST = Post.__table__.c
_PAPER = Paper.__table__.c
_OUTCOME = Outcome.__table__.c
_SHOWN: Final[ColumnElement[bool]] = Thread.visibility == Visibility.VISIBLE
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


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    yield from (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


# --- what is indexed ----------------------------------------------------------------------------------------------


def documents(session: Session) -> Iterator[Document]:
    """Yield every document that may be found, in bounded memory."""
    for rows, make in (
        (session.execute(_select_threads().where(_SHOWN)), _thread_document),
        (session.execute(_select_posts().where(_SHOWN)), _post_document),
        (session.execute(_select_papers().where(_SHOWN)), _paper_document),
    ):
        for row in rows.yield_per(_CHUNK):
            yield make(row)


def documents_of(session: Session, thread_ids: Collection[int], post_ids: Collection[int]) -> list[Document]:
    """Return the documents of the threads themselves and of single posts, as far as they may be found."""
    found: list[Document] = []
    for ids in _chunks(thread_ids):
        wanted = _SHOWN & Thread.id.in_(ids)
        found += map(_thread_document, session.execute(_select_threads().where(wanted)))
        found += map(_paper_document, session.execute(_select_papers().where(wanted)))
    for ids in _chunks(post_ids):
        found += map(_post_document, session.execute(_select_posts().where(_SHOWN & Post.id.in_(ids))))
    return found


def posts_of(session: Session, thread_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of all posts of the threads, shown or not."""
    rows = (session.scalars(select(Post.id).where(Post.thread_id.in_(ids))) for ids in _chunks(thread_ids))
    return frozenset(post_id for found in rows for post_id in found)


def threads_of(session: Session, post_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of the threads that hold the posts."""
    rows = (session.scalars(select(Post.thread_id).where(Post.id.in_(ids))) for ids in _chunks(post_ids))
    return frozenset(thread_id for found in rows for thread_id in found)


def _select_threads() -> Select[*tuple[Any, ...]]:
    return select(
        Thread.id.label("object_id"),
        Thread.id.label("thread_id"),
        _THREAD.title_text,
        _THREAD.title_clearance_id,
        *(_OUTCOME[f"{name}_{part}"] for name in _OUTCOMES for part in ("text", "clearance_id")),
    ).outerjoin(Outcome, Outcome.thread_id == Thread.id)


def _select_posts() -> Select[*tuple[Any, ...]]:
    return (
        select(Post.id.label("object_id"), Post.thread_id, _POST.body_text, _POST.body_clearance_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.visibility == Visibility.VISIBLE)
    )


def _select_papers() -> Select[*tuple[Any, ...]]:
    return select(
        Paper.id.label("object_id"),
        Paper.thread_id,
        Paper.design,
        Paper.doi,
        Paper.pmid,
        *(_PAPER[f"{name}_{part}"] for name in (*_PAPER_TEXTS, *PICO) for part in ("text", "clearance_id")),
    ).join(Thread, Thread.id == Paper.thread_id)


_OUTCOMES: Final = ("diagnosis", "summary", "lesson")
_PAPER_TEXTS: Final = ("title", "authors", "journal")


def _version(row: Row[*tuple[Any, ...]], names: Sequence[str]) -> str:
    """Return the clearance ids of a document's texts: a text that changes gets a new one."""
    fields = row._mapping  # noqa: SLF001 - the public name of a row's mapping
    return "-".join(str(fields[f"{name}_clearance_id"] or 0) for name in names)


def _texts(row: Row[*tuple[Any, ...]], names: Sequence[str]) -> str:
    fields = row._mapping  # noqa: SLF001 - see above
    return "\n".join(filter(None, (fields[f"{name}_text"] for name in names)))


def _thread_document(row: Row[*tuple[Any, ...]]) -> Document:
    texts = {
        Field.TITLE: row.title_text,
        Field.DIAGNOSIS: row.diagnosis_text or "",
        Field.OUTCOME: _texts(row, ("summary", "lesson")),
    }
    return _document(DocumentKind.THREAD, row, _version(row, ("title", *_OUTCOMES)), texts)


def _post_document(row: Row[*tuple[Any, ...]]) -> Document:
    return _document(DocumentKind.POST, row, _version(row, ("body",)), {Field.BODY: row.body_text})


def _paper_document(row: Row[*tuple[Any, ...]]) -> Document:
    about = (_texts(row, ("authors", "journal")), row.design.label if row.design else "", row.doi or "", row.pmid or "")
    texts = {
        Field.TITLE: row.title_text,
        Field.CITATION: "\n".join(filter(None, about)),
        Field.BODY: _texts(row, PICO),
    }
    return _document(DocumentKind.PAPER, row, _version(row, (*_PAPER_TEXTS, *PICO)), texts)


def _document(kind: DocumentKind, row: Row[*tuple[Any, ...]], version: str, texts: Mapping[Field, str]) -> Document:
    return Document(
        key=Key(kind, row.object_id),
        thread_id=row.thread_id,
        version=version,
        texts={field: text for field, text in texts.items() if text.strip()},
    )


# --- what is withheld ---------------------------------------------------------------------------------------------


def withheld(session: Session) -> Withheld:
    """Return what counts as absent whatever the index holds.

    Hidden and purged posts and threads, and posts whose change the index has not heard of yet: between a decision and
    the index's next round nothing of them can be found, counted or inferred.
    """
    changed = {post_id for post_id in map(_changed_post, _waiting(session)) if post_id is not None}
    hidden = session.scalars(select(Post.id).where(Post.visibility != Visibility.VISIBLE))
    threads = set(session.scalars(select(Thread.id).where(Thread.visibility != Visibility.VISIBLE)))
    # With an opening post goes what stands beside it: title, outcome, the paper's card.
    for ids in _chunks(changed):
        threads |= set(session.scalars(select(Post.thread_id).where(Post.id.in_(ids), Post.is_opening)))
    return Withheld(frozenset(Key(DocumentKind.POST, post_id) for post_id in changed.union(hidden)), frozenset(threads))


def _waiting(session: Session) -> list[Event]:
    rows = session.scalars(
        select(OutboxEvent)
        .outerjoin(
            OutboxDelivery, (OutboxDelivery.event_id == OutboxEvent.id) & (OutboxDelivery.handler == HANDLER_KEY)
        )
        .where(
            OutboxEvent.dispatched_at.is_(None),
            OutboxDelivery.done_at.is_(None),
            OutboxEvent.name.in_((PostEdited.name, VisibilityChanged.name)),
        )
    )
    return [load_event(row) for row in rows]


def _changed_post(event: Event) -> int | None:
    match event:
        case PostEdited():
            return event.post_id
        case VisibilityChanged() if event.kind == ContentKind.POST:
            return event.content_id
        case _:
            return None


def undispatched(session: Session) -> frozenset[int]:
    """Return the ids of events that no round has finished yet."""
    return frozenset(session.scalars(select(OutboxEvent.id).where(OutboxEvent.dispatched_at.is_(None))))


# --- what a hit shows ---------------------------------------------------------------------------------------------


def facts(session: Session, actor: Actor, thread_ids: Collection[int] | None) -> dict[int, Facts]:
    """Return the facts of those of ``thread_ids`` (all, where ``None``) that the actor may see, by id."""
    if not may_read(actor):
        return {}
    chunks = [None] if thread_ids is None else _chunks(thread_ids)
    return {row.id: _facts(row) for ids in chunks for row in session.execute(_select_facts(actor, true_of(ids)))}


def true_of(ids: list[int] | None) -> ColumnElement[bool]:
    """Return the condition that a thread is shown and, where ids are given, one of them."""
    return _SHOWN if ids is None else _SHOWN & Thread.id.in_(ids)


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
        .outerjoin(RenderedText, RenderedText.clearance_id == _POST.body_clearance_id)
        .where(
            _SHOWN,
            Post.visibility == Visibility.VISIBLE,
            Post.thread_id.in_(thread_ids),
            Post.is_opening | Post.id.in_(list(post_ids)),
        )
    )


def _select_heads(thread_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Thread.id,
            _THREAD.title_text,
            Space.title.label("space_title"),
            _OUTCOME.diagnosis_text,
            Paper.id.label("paper_id"),
            Paper.year,
            _PAPER.authors_text,
            _PAPER.journal_text,
        )
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
        .outerjoin(Paper, Paper.thread_id == Thread.id)
        .where(_SHOWN, Thread.id.in_(thread_ids))
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
