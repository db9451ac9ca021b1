"""Every read of files of own data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.own_data import policy
from medpeer.own_data.models import OwnDataFile, OwnDataState


@dataclass(frozen=True, slots=True)
class OwnDataView:
    """A person's newest file as their page shows it."""

    state: OwnDataState
    asked_at: datetime
    steps_done: int
    steps: int
    size_bytes: int
    gone_at: datetime | None
    """When it is destroyed if nobody fetches it."""

    @property
    def is_being_made(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in {OwnDataState.WAITING, OwnDataState.BUILDING}


def view_newest(session: Session, physician_id: int) -> OwnDataView | None:
    """Return a person's newest file, or ``None`` before the first; one that is too old reads so at once."""
    row = session.scalar(
        select(OwnDataFile).where(OwnDataFile.physician_id == physician_id).order_by(OwnDataFile.id.desc()).limit(1)
    )
    if row is None:
        return None
    gone_at = row.ready_at + policy.KEPT if row.ready_at else None
    over = row.state is OwnDataState.READY and gone_at and gone_at <= context_of(session).clock.now()
    state = OwnDataState.EXPIRED if over else row.state
    return OwnDataView(state, row.asked_at, row.steps_done, row.steps, row.size_bytes or 0, gone_at)


def next_waiting(session: Session) -> int | None:
    """Return the file that waits longest to be made."""
    waiting = select(OwnDataFile.id).where(OwnDataFile.state == OwnDataState.WAITING)
    return session.scalar(waiting.order_by(OwnDataFile.id).limit(1))


def list_building(session: Session) -> tuple[int, ...]:
    """Return the files that are being made, or were when the process ended."""
    return tuple(session.scalars(select(OwnDataFile.id).where(OwnDataFile.state == OwnDataState.BUILDING)))


def list_too_old(session: Session) -> tuple[int, ...]:
    """Return the files that nobody fetched in time."""
    before = context_of(session).clock.now() - policy.KEPT
    ready = OwnDataFile.state == OwnDataState.READY
    return tuple(session.scalars(select(OwnDataFile.id).where(ready, OwnDataFile.ready_at <= before)))


def list_done_with(session: Session) -> tuple[tuple[int, str], ...]:
    """Return number and place of files that nobody can fetch any more and whose bytes may still lie there."""
    rows = session.execute(
        select(OwnDataFile.id, OwnDataFile.place).where(
            OwnDataFile.closed_at.is_not(None), OwnDataFile.place.is_not(None), _is_idle(session)
        )
    )
    return tuple((row.id, row.place) for row in rows if row.place)


def _is_idle(session: Session) -> ColumnElement[bool]:
    before = context_of(session).clock.now() - policy.FETCHING_FOR
    return or_(OwnDataFile.state != OwnDataState.FETCHED, OwnDataFile.closed_at <= before)


def known_places(session: Session) -> frozenset[str]:
    """Return the places of files that have a row."""
    return frozenset(one for one in session.scalars(select(OwnDataFile.place)) if one)
