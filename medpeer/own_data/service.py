"""Every write to files of own data. Services never commit; each step asks the row whether it is where it was."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.own_data import policy
from medpeer.own_data.errors import OwnDataGoneError, OwnDataTooOftenError
from medpeer.own_data.events import OwnDataReady
from medpeer.own_data.models import OwnDataFile, OwnDataState

_DAY: Final = timedelta(days=1)


def ask(session: Session, actor: Actor) -> None:
    """Have a file of the actor's own data made; while one is open, nothing changes.

    Raises:
        OwnDataTooOftenError: they had three within a day.
    """
    own, now = OwnDataFile.physician_id == actor.physician_id, context_of(session).clock.now()
    _close_too_old(session, actor.physician_id)
    if session.scalar(select(OwnDataFile.id).where(own, OwnDataFile.closed_at.is_(None))) is not None:
        return
    lately = select(func.count()).select_from(OwnDataFile).where(own, OwnDataFile.asked_at > now - _DAY)
    if (session.scalar(lately) or 0) >= policy.MAX_A_DAY:
        raise OwnDataTooOftenError
    session.add(OwnDataFile(physician_id=actor.physician_id, asked_at=now))
    _record(session, AuditAction.OWN_DATA_ASKED, actor.physician_id)


def begin(session: Session, file_id: int) -> int | None:
    """Take a waiting file in hand and return whose it is; ``None`` where it waits no longer, or was tried too often."""
    row = session.get(OwnDataFile, file_id)
    if row is None or row.state is not OwnDataState.WAITING:
        return None
    if row.attempts >= policy.MAX_ATTEMPTS:
        row.state, row.closed_at = OwnDataState.FAILED, context_of(session).clock.now()
        return None
    row.state, row.attempts, row.steps_done = OwnDataState.BUILDING, row.attempts + 1, 0
    return row.physician_id


def note_step(session: Session, file_id: int, done: int, steps: int) -> bool:
    """Note how far a file has come, and tell whether it is still wanted."""
    return _step(session, file_id, OwnDataState.BUILDING, steps_done=done, steps=steps)


def finish(session: Session, file_id: int, place: str, size_bytes: int) -> bool:
    """Let a file be fetched from ``place``, and tell whether it is still wanted; if not, its bytes must go."""
    now = context_of(session).clock.now()
    values = {"state": OwnDataState.READY, "place": place, "size_bytes": size_bytes, "ready_at": now}
    wanted = _step(session, file_id, OwnDataState.BUILDING, **values)
    if wanted:
        physician_id = session.get_one(OwnDataFile, file_id).physician_id
        outbox.record(session, OwnDataReady(physician_id=physician_id))
    return wanted


def wait_again(session: Session, file_id: int) -> None:
    """Let a file that could not be made, or whose making was cut short, wait once more."""
    _step(session, file_id, OwnDataState.BUILDING, state=OwnDataState.WAITING)


def fetch(session: Session, actor: Actor) -> str:
    """Use the actor's file up and return its place; of two who ask at once, one gets it.

    Raises:
        OwnDataGoneError: there is none to fetch.
    """
    now = context_of(session).clock.now()
    place = session.execute(
        update(OwnDataFile)
        .where(
            OwnDataFile.physician_id == actor.physician_id,
            OwnDataFile.state == OwnDataState.READY,
            OwnDataFile.ready_at > now - policy.KEPT,
        )
        .values(state=OwnDataState.FETCHED, closed_at=now)
        .returning(OwnDataFile.place)
    ).scalar_one_or_none()
    if place is None:
        raise OwnDataGoneError
    _record(session, AuditAction.OWN_DATA_FETCHED, actor.physician_id)
    return place


def expire(session: Session, file_id: int) -> None:
    """Close a file that nobody fetched in time."""
    _step(
        session,
        file_id,
        OwnDataState.READY,
        state=OwnDataState.EXPIRED,
        closed_at=context_of(session).clock.now(),
    )


def forget_place(session: Session, file_id: int) -> None:
    """Note that the bytes of a closed file are gone."""
    session.execute(update(OwnDataFile).where(OwnDataFile.id == file_id).values(place=None))


def make_anew(session: Session) -> tuple[str, ...]:
    """Let every open file wait to be made anew, and return the places whose bytes are to be destroyed.

    Something was taken out of what people wrote; a file made before would keep a copy.
    """
    started = OwnDataFile.state.in_((OwnDataState.BUILDING, OwnDataState.READY))
    places = tuple(one for one in session.scalars(select(OwnDataFile.place).where(started)) if one)
    # Not the file's own fault: it is not counted as an attempt.
    session.execute(
        update(OwnDataFile)
        .where(started)
        .values(state=OwnDataState.WAITING, place=None, ready_at=None, size_bytes=None, attempts=0)
    )
    return places


def withdraw(session: Session, physician_id: int) -> None:
    """Close whatever file a person has open: their account is deleted. The keeper destroys the bytes."""
    session.execute(
        update(OwnDataFile)
        .where(OwnDataFile.physician_id == physician_id, OwnDataFile.closed_at.is_(None))
        .values(state=OwnDataState.WITHDRAWN, closed_at=context_of(session).clock.now())
    )


def _close_too_old(session: Session, physician_id: int) -> None:
    now = context_of(session).clock.now()
    session.execute(
        update(OwnDataFile)
        .where(
            OwnDataFile.physician_id == physician_id,
            OwnDataFile.state == OwnDataState.READY,
            OwnDataFile.ready_at <= now - policy.KEPT,
        )
        .values(state=OwnDataState.EXPIRED, closed_at=now)
    )


def _step(session: Session, file_id: int, before: OwnDataState, **values: Any) -> bool:
    """Change a file that is still in the state ``before``, and tell whether it was."""
    changed = session.execute(
        update(OwnDataFile)
        .where(OwnDataFile.id == file_id, OwnDataFile.state == before)
        .values(**values)
        .returning(OwnDataFile.id)
    )
    return changed.scalar_one_or_none() is not None


def _record(session: Session, action: AuditAction, physician_id: int) -> None:
    audit.record(session, action, ObjectKind.PHYSICIAN, physician_id, actor_id=physician_id)
