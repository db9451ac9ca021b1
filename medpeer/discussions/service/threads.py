"""Opening threads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.discussions import policy
from medpeer.discussions.events import ThreadOpened
from medpeer.discussions.models import AgeBand, AskType, Consent, Post, Setting, Sex, Space, SpaceKind, Thread, Urgency
from medpeer.discussions.service.following import follow
from medpeer.discussions.service.participants import join_thread
from medpeer.gate import ClearedText
from medpeer.images import service as image_service

OPENING: Final = "thread-opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThread:
    """A question as its form gives it; ``client_key`` is the form's own, so that sending it twice asks once."""

    title: ClearedText
    body: ClearedText
    ask: AskType | None = None
    urgency: Urgency | None = None
    age_band: AgeBand | None = None
    sex: Sex | None = None
    setting: Setting | None = None
    consent: Consent | None = None
    shows_name: bool = False
    images: tuple[int, ...] = ()
    client_key: str


def open_thread(session: Session, actor: Actor, space: Space, new: NewThread) -> Thread:
    """Open a thread in ``space`` and return it; for a ``client_key`` used before, the thread it opened.

    Raises:
        NotAllowedError: the actor may only read, or their tier does not ask here.
        ImageGoneError: an image is not there any more or not the actor's.
        InvalidInputError: a case without a word on the patient's consent.
    """
    policy.check_may_open(actor, space.kind)
    policy.check_consent(space.kind, new.consent)
    context = context_of(session)
    opening_key = context.vault.digest(OPENING, f"{actor.physician_id}:{new.client_key}")
    known = session.scalar(select(Thread).where(Thread.opening_key == opening_key))
    if known is not None:
        gate.forget(session, [new.title.clearance_id, new.body.clearance_id])
        return known
    now = context.clock.now()
    thread = _thread(space, new, opening_key, now)
    session.add(thread)
    session.flush()
    participant = join_thread(session, actor, thread.id, shows_name=new.shows_name, asks=True)
    post = Post(
        thread_id=thread.id,
        participant_id=participant.id,
        is_opening=True,
        body=new.body,
        created_at=now,
        client_key=new.client_key,
    )
    session.add(post)
    session.flush()
    image_service.attach(session, actor, post.id, new.images)
    follow(session, actor, thread)
    outbox.record(session, ThreadOpened(thread_id=thread.id, post_id=post.id))
    audit.record(session, AuditAction.THREAD_OPENED, ObjectKind.THREAD, thread.id, actor_id=actor.physician_id)
    return thread


def _thread(space: Space, new: NewThread, opening_key: str, now: datetime) -> Thread:
    is_case = space.kind is SpaceKind.CASE
    return Thread(
        space_id=space.id,
        title=new.title,
        ask=new.ask if is_case else None,
        urgency=new.urgency if is_case else None,
        age_band=new.age_band if is_case else None,
        sex=new.sex if is_case else None,
        consent=new.consent if is_case else None,
        setting=new.setting,
        created_at=now,
        last_post_at=now,
        opening_key=opening_key,
    )
