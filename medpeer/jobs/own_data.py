"""Making files of own data beside requests, one at a time; destroying those that are fetched, too old or overtaken.

Everything in a file is read from one snapshot. A purge lets every file that is there be made anew: what was taken out
must not lie on in a copy, however well encrypted.
"""

import logging
import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.core.errors import MedpeerError
from medpeer.core.outbox import Event, StoredEvent
from medpeer.jobs.keeper import Keeper
from medpeer.leaving.queries import find_departure
from medpeer.moderation.events import ScrubOrdered
from medpeer.notifications.models import Notification
from medpeer.own_data import queries, service
from medpeer.own_data.files import OwnDataFiles, SealedWriter
from medpeer.own_data.packing import pack
from medpeer.own_data.sections import list_sections
from medpeer.own_data.values import Row, Section

log = logging.getLogger(__name__)

WATCH_S: Final = 1.0
NOTE_EVERY_S: Final = 0.5
"""A page that waits asks every two seconds; more often is only writing."""


class _OvertakenError(MedpeerError):
    """What is being made is not wanted any more."""

    code = "jobs.own_data_overtaken"


class OwnDataKeeper(Keeper):
    """Makes what was asked for within a second or so; as a handler it makes files anew after a purge."""

    every_s = WATCH_S

    key: Final = "jobs.own_data"
    handles: Final[frozenset[type[Event]]] = frozenset({ScrubOrdered})

    def __init__(self, database: Database, files: OwnDataFiles) -> None:
        """Make the files that ``database`` asks for, and keep them in ``files``."""
        super().__init__()
        self._database = database
        self._files = files

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Let every file that is there, or under way, be made anew."""
        with self._database.transaction() as session:
            places = service.make_anew(session)
        for place in places:
            self._files.destroy(place)

    def run_once(self) -> int:
        """Destroy what nobody can fetch any more, make what waits, and return how many files were made."""
        self._let_go()
        made = 0
        while (file_id := self._next()) is not None and not self._stopped.is_set():
            made += self._make(file_id)
        return made

    def prepare(self) -> None:
        """Let what was being made when the process ended wait again; only before anything else is made."""
        with self._database.reading() as session:
            cut_short = queries.list_building(session)
        for file_id in cut_short:
            self._put_back(file_id)

    def _let_go(self) -> None:
        now = self._database.context.clock.now()
        with self._database.reading() as session:
            too_old, known = queries.list_too_old(session), queries.known_places(session)
        for file_id in too_old:
            with self._database.transaction() as session:
                service.expire(session, file_id)
        with self._database.reading() as session:
            done_with = queries.list_done_with(session)
        for place in self._files.orphans(known, now):
            self._files.destroy(place)
        for file_id, place in done_with:
            # The bytes first: a place without them is destroyed again, bytes without a place would be forgotten.
            self._files.destroy(place)
            with self._database.transaction() as session:
                service.forget_place(session, file_id)

    def _next(self) -> int | None:
        with self._database.reading() as session:
            return queries.next_waiting(session)

    def _make(self, file_id: int) -> bool:
        with self._database.transaction() as session:
            physician_id = service.begin(session, file_id)
        if physician_id is None:
            return False
        writer = self._files.writer()
        try:
            with writer:
                self._fill(writer, file_id, physician_id)
            with self._database.transaction() as session:
                wanted = service.finish(session, file_id, writer.place, writer.size_bytes)
        except _OvertakenError:
            wanted = False
        except Exception:  # the job edge: whatever went wrong, no half of a file stays
            log.exception("own_data.not_made", extra={"file_id": file_id})
            wanted = False
        if not wanted:
            self._files.destroy(writer.place)
            self._put_back(file_id)
        return wanted

    def _fill(self, writer: SealedWriter, file_id: int, physician_id: int) -> None:
        noted_at = 0.0

        def progress(done: int, steps: int) -> None:
            nonlocal noted_at
            if time.monotonic() - noted_at < NOTE_EVERY_S:
                return
            noted_at = time.monotonic()
            with self._database.transaction() as session:
                wanted = service.note_step(session, file_id, done, steps)
            if not wanted or self._stopped.is_set():
                message = "not wanted any more"
                raise _OvertakenError(message)

        with self._database.reading() as session:
            above = (_inbox(session, physician_id), _leaving(session, physician_id))
            sections = [*list_sections(session, physician_id), *above]
            pack(session, writer, physician_id, sections, progress)

    def _put_back(self, file_id: int) -> None:
        with self._database.transaction() as session:
            service.wait_again(session, file_id)


def _inbox(session: Session, physician_id: int) -> Section:
    """Return what the person was told, and when they read it: a matter of a package that own data may not know."""
    told = session.scalars(
        select(Notification).where(Notification.physician_id == physician_id).order_by(Notification.id)
    )
    rows: list[Row] = [
        {
            "told": one.created_at,
            "what": one.kind,
            "thread": one.thread_id,
            "post": one.post_id,
            "request": one.unmasking_id,
            "read": one.read_at,
        }
        for one in told
    ]
    return Section("notifications", "What you were told", "Kept for ninety days.", rows)


def _leaving(session: Session, physician_id: int) -> Section:
    """Return a wish to go, while it can be taken back."""
    departure = find_departure(session, physician_id)
    rows: list[Row] = [{"asked": departure.asked_at, "texts": departure.texts}] if departure else []
    return Section("leaving", "Leaving", "Whether you asked for your account to be deleted.", rows)
