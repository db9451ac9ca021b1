"""What somebody wrote in threads, what they read there, and the papers they put up. Their own words alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.critiques.models import PICO, TEXTS, Paper
from medpeer.discussions.models import (
    Follow,
    HelpfulMark,
    Outcome,
    Participant,
    Post,
    PostRevision,
    RoundDismissal,
    Space,
    Thread,
)
from medpeer.gate import ClearedText
from medpeer.own_data.values import Row, Section, Value


def threads(session: Session, physician_id: int) -> Section:
    """Return every thread they take part in under a handle; title, facts and outcome where it is their own."""
    found = session.execute(
        select(Participant, Thread, Space.slug, Outcome)
        .join(Thread, Thread.id == Participant.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(Outcome, Outcome.thread_id == Thread.id)
        .where(Participant.physician_id == physician_id)
        .order_by(Thread.id)
    )
    rows = [_thread(row.Participant, row.Thread, row.slug, row.Outcome) for row in found]
    told = "Under which handle you are in each. Titles and outcomes of others’ threads are theirs."
    return Section("threads", "Threads you take part in", told, rows)


def _thread(part: Participant, thread: Thread, space: str, outcome: Outcome | None) -> Row:
    row: dict[str, Value] = {
        "thread": thread.id,
        "space": space,
        "handle": part.handle,
        "name_shown": part.shows_name,
        "specialty_then": part.specialty,
        "state_then": part.state or None,
        "yours": part.is_asker,
    }
    if part.is_asker:
        row |= _own_thread(thread, outcome)
    return row


def _own_thread(thread: Thread, outcome: Outcome | None) -> dict[str, Value]:
    facts = ("status", "ask", "urgency", "age_band", "sex", "setting", "consent")
    own: dict[str, Value] = {"opened": thread.created_at, "title": thread.title.value}
    own |= {name: getattr(thread, name) for name in facts} | {"visibility": thread.visibility}
    if outcome:
        own["outcome"] = {
            "given": outcome.given_at,
            "confirmed_by": outcome.confirmed_by,
            "certainty_percent": outcome.certainty_percent,
            "diagnosis": outcome.diagnosis.value,
            "summary": outcome.summary.value,
            "lesson": outcome.lesson.value if outcome.lesson else None,
        }
    return own


def posts(session: Session, physician_id: int) -> Section:
    """Return every post with what it said before each edit."""
    mine = select(Post).join(Participant, Participant.id == Post.participant_id)
    found = session.scalars(mine.where(Participant.physician_id == physician_id).order_by(Post.id)).all()
    before = _revisions(session, physician_id)
    helped = set(
        session.scalars(
            select(HelpfulMark.post_id)
            .join(Post, Post.id == HelpfulMark.post_id)
            .join(Participant, Participant.id == Post.participant_id)
            .where(Participant.physician_id == physician_id)
        )
    )
    rows: list[Row] = [
        {
            "post": one.id,
            "thread": one.thread_id,
            "reply_to_post": one.parent_id,
            "opens_the_thread": one.is_opening,
            "question": one.question,
            "written": one.created_at,
            "edited": one.edited_at,
            "redacted": one.redacted_at,
            "visibility": one.visibility,
            "marked_helpful": one.id in helped,
            "text": one.body.value,
            "before": before.get(one.id),
        }
        for one in found
    ]
    return Section("posts", "Posts", "Texts as they stand, and as they stood before each edit.", rows)


def _revisions(session: Session, physician_id: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    revisions = session.scalars(
        select(PostRevision)
        .join(Post, Post.id == PostRevision.post_id)
        .join(Participant, Participant.id == Post.participant_id)
        .where(Participant.physician_id == physician_id)
        .order_by(PostRevision.id)
    )
    for one in revisions:
        found.setdefault(one.post_id, []).append({"until": one.replaced_at, "text": one.body.value})
    return found


def reading(session: Session, physician_id: int) -> Section:
    """Return which threads they follow, how far they have read, and what they took off their round."""
    follows = session.scalars(select(Follow).where(Follow.physician_id == physician_id).order_by(Follow.thread_id))
    off = session.scalars(
        select(RoundDismissal).where(RoundDismissal.physician_id == physician_id).order_by(RoundDismissal.thread_id)
    )
    rows: list[Row] = [{"you_follow_thread": one.thread_id, "read_until": one.seen_at} for one in follows]
    rows += [{"off_your_round_thread": one.thread_id, "since": one.dismissed_at} for one in off]
    return Section("reading", "What you read", "Nobody else sees this. Searches are not kept.", rows)


def papers(session: Session, physician_id: int) -> Section:
    """Return the cards of the papers they put up."""
    found = session.scalars(
        select(Paper)
        .join(Participant, Participant.thread_id == Paper.thread_id)
        .where(Participant.physician_id == physician_id, Participant.is_asker)
        .order_by(Paper.id)
    )
    rows: list[Row] = [
        {"thread": one.thread_id, "year": one.year, "doi": one.doi, "pmid": one.pmid, "design": one.design}
        | {"participants": one.participants}
        | {name: _text(getattr(one, name)) for name in (*TEXTS, *PICO)}
        for one in found
    ]
    return Section("papers", "Papers you put up", "Their cards as you filled them in.", rows)


def _text(text: ClearedText | None) -> str | None:
    return text.value if text else None
