"""Lists of threads: by activity, never by votes; numbered pages with an end."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import BadgeRule, Physician
from medpeer.core.content import Visibility
from medpeer.core.errors import NotFoundError
from medpeer.discussions.models import Outcome, Participant, Post, Space, SpaceKind, Thread, ThreadStatus
from medpeer.discussions.queries.access import may_read
from medpeer.discussions.queries.excerpts import SOURCE_CHARS, excerpt
from medpeer.discussions.queries.people import IS_RULE_OF_BADGE, PERSON, person
from medpeer.discussions.queries.rows import ThreadPage, ThreadRow

PAGE_SIZE: Final = 20


class Facet(StrEnum):
    """Which threads of a list are shown."""

    ALL = "all"
    UNANSWERED = "unanswered"
    OPEN = "open"
    SOLVED = "solved"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What a list holds: a kind of space, or one space of it, and a facet; ``page`` counts from 1."""

    kind: SpaceKind
    space_slug: str | None = None
    facet: Facet = Facet.ALL
    page: int = 1


def list_threads(session: Session, actor: Actor, wanted: ThreadFilter) -> ThreadPage:
    """Return one page of visible threads, newest activity first, and how many each facet holds. Two queries.

    A page beyond the last is the last.

    Raises:
        NotFoundError: the actor is not verified.
    """
    if not may_read(actor):
        raise NotFoundError
    counts = _counts(session, actor, wanted)
    total = counts[wanted.facet.value]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    found = session.execute(
        select_rows(actor)
        .where(*_place(wanted), _is(wanted.facet, actor))
        .order_by(Thread.last_post_at.desc(), Thread.id.desc())
        .limit(PAGE_SIZE)
        .offset(first)
    )
    rows = tuple(row_of(row) for row in found.mappings())
    return ThreadPage(rows, page, pages, total, first + 1, counts)


def _place(wanted: ThreadFilter) -> list[ColumnElement[bool]]:
    place = [Thread.visibility == Visibility.VISIBLE, Space.kind == wanted.kind]
    return place if wanted.space_slug is None else [*place, Space.slug == wanted.space_slug]


def _is(facet: Facet, actor: Actor) -> ColumnElement[bool]:
    match facet:
        case Facet.ALL:
            return Thread.id.is_not(None)
        case Facet.UNANSWERED:
            return (Thread.status == ThreadStatus.OPEN) & (Thread.answer_count == 0)
        case Facet.OPEN:
            return (Thread.status == ThreadStatus.OPEN) & (Thread.answer_count > 0)
        case Facet.SOLVED:
            return Thread.status == ThreadStatus.SOLVED
        case Facet.MINE:
            return took_part(actor)


def took_part(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor asked or replied in the thread of the row."""
    mine = aliased(Participant)
    return exists().where(mine.thread_id == Thread.id, mine.physician_id == actor.physician_id)


def _counts(session: Session, actor: Actor, wanted: ThreadFilter) -> dict[str, int]:
    columns = [func.count(case((_is(facet, actor), Thread.id))).label(facet.value) for facet in Facet]
    row = (
        session.execute(select(*columns).join(Space, Space.id == Thread.space_id).where(*_place(wanted)))
        .mappings()
        .one()
    )
    return {facet.value: int(row[facet.value]) for facet in Facet}


def select_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the select of everything a row of a list shows; the caller adds which and in what order."""
    texts, outcomes = Post.__table__.c, Outcome.__table__.c
    return (
        select(
            Thread.id,
            Thread.__table__.c.title_text,
            Space.kind,
            Space.slug,
            Space.title.label("space_title"),
            Thread.status,
            Thread.ask,
            Thread.urgency,
            Thread.age_band,
            Thread.sex,
            Thread.setting,
            Thread.created_at,
            Thread.last_post_at,
            Thread.post_count,
            Thread.answer_count,
            func.substr(texts.body_text, 1, SOURCE_CHARS).label("opening"),
            *PERSON,
            (Participant.physician_id == actor.physician_id).label("mine"),
            outcomes.diagnosis_text,
            Outcome.confirmed_by,
        )
        .join(Space, Space.id == Thread.space_id)
        .join(Participant, (Participant.thread_id == Thread.id) & Participant.is_asker)
        .join(Physician, Physician.id == Participant.physician_id)
        .outerjoin(BadgeRule, IS_RULE_OF_BADGE)
        .join(Post, (Post.thread_id == Thread.id) & Post.is_opening)
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
    )


def row_of(row: Any) -> ThreadRow:
    """Return the row that a mapping of ``select_rows`` holds."""
    return ThreadRow(
        id=row["id"],
        title=row["title_text"],
        kind=row["kind"],
        space_slug=row["slug"],
        space_title=row["space_title"],
        status=row["status"],
        ask=row["ask"],
        urgency=row["urgency"],
        age_band=row["age_band"],
        sex=row["sex"],
        setting=row["setting"],
        created_at=row["created_at"],
        last_post_at=row["last_post_at"],
        replies=max(row["post_count"] - 1, 0),
        answers=row["answer_count"],
        excerpt=excerpt(row["opening"]),
        asker=person(row, is_asker=True),
        mine=bool(row["mine"]),
        diagnosis=row["diagnosis_text"] or "",
        confirmed_by=row["confirmed_by"],
    )
