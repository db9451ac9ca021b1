"""What is indexed: threads, posts and papers as the database has them now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from medpeer.core.content import Visibility
from medpeer.critiques.models import PICO, TEXTS, Paper
from medpeer.discussions.models import Outcome, Post, Thread
from medpeer.search.backend import Document, DocumentKind, Key
from medpeer.search.clauses import Field
from medpeer.search.queries.columns import CHUNK, OUTCOME, PAPER, POST, SHOWN, THREAD, chunks

_OUTCOMES: Final = ("diagnosis", "summary", "lesson")


def documents(session: Session) -> Iterator[Document]:
    """Yield every document that may be found, in bounded memory."""
    for rows, make in (
        (session.execute(_select_threads().where(SHOWN)), _thread_document),
        (session.execute(_select_posts().where(SHOWN)), _post_document),
        (session.execute(_select_papers().where(SHOWN)), _paper_document),
    ):
        for row in rows.yield_per(CHUNK):
            yield make(row)


def documents_of(session: Session, thread_ids: Collection[int], post_ids: Collection[int]) -> list[Document]:
    """Return the documents of the threads themselves and of single posts, as far as they may be found."""
    found: list[Document] = []
    for ids in chunks(thread_ids):
        wanted = SHOWN & Thread.id.in_(ids)
        found += map(_thread_document, session.execute(_select_threads().where(wanted)))
        found += map(_paper_document, session.execute(_select_papers().where(wanted)))
    for ids in chunks(post_ids):
        found += map(_post_document, session.execute(_select_posts().where(SHOWN & Post.id.in_(ids))))
    return found


def posts_of(session: Session, thread_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of all posts of the threads, shown or not."""
    rows = (session.scalars(select(Post.id).where(Post.thread_id.in_(ids))) for ids in chunks(thread_ids))
    return frozenset(post_id for found in rows for post_id in found)


def threads_of(session: Session, post_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of the threads that hold the posts."""
    rows = (session.scalars(select(Post.thread_id).where(Post.id.in_(ids))) for ids in chunks(post_ids))
    return frozenset(thread_id for found in rows for thread_id in found)


def _select_threads() -> Select[*tuple[Any, ...]]:
    return select(
        Thread.id.label("object_id"),
        Thread.id.label("thread_id"),
        THREAD.title_text,
        THREAD.title_clearance_id,
        *(OUTCOME[f"{name}_{part}"] for name in _OUTCOMES for part in ("text", "clearance_id")),
    ).outerjoin(Outcome, Outcome.thread_id == Thread.id)


def _select_posts() -> Select[*tuple[Any, ...]]:
    return (
        select(Post.id.label("object_id"), Post.thread_id, POST.body_text, POST.body_clearance_id)
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
        *(PAPER[f"{name}_{part}"] for name in (*TEXTS, *PICO) for part in ("text", "clearance_id")),
    ).join(Thread, Thread.id == Paper.thread_id)


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
    return _document(DocumentKind.PAPER, row, _version(row, (*TEXTS, *PICO)), texts)


def _document(kind: DocumentKind, row: Row[*tuple[Any, ...]], version: str, texts: Mapping[Field, str]) -> Document:
    return Document(
        key=Key(kind, row.object_id),
        thread_id=row.thread_id,
        version=version,
        texts={field: text for field, text in texts.items() if text.strip()},
    )
