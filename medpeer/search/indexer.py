"""Keeps the index in step with the database: fed by the relay, rebuilt when missing or broken.

For each round of events the affected documents are read as they are now and put or dropped; doing so twice changes
nothing. The index is derived: losing it loses nothing.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from medpeer.core.content import ContentKind, VisibilityChanged
from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.critiques.events import PaperAdded
from medpeer.discussions.events import PostAdded, PostEdited, ThreadOpened, ThreadSolved
from medpeer.search import queries, stems
from medpeer.search.backend import Changes, Document, DocumentKind, Key, SearchBackend

log = logging.getLogger(__name__)

Progress = Callable[[int], None]

_REPAIR_PAUSE: Final = timedelta(minutes=10)
# An index that breaks again at once is a defect that rebuilding does not mend.


@dataclass(frozen=True, slots=True)
class Affected:
    """What a round of events touches."""

    threads: frozenset[int]
    posts: frozenset[int]
    judged_posts: frozenset[int]
    """Posts that were hidden, reinstated, redacted or purged."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where index and database disagree: how many documents are missing, left over or of another version."""

    documents: int
    missing: int
    left_over: int
    stale: int

    @property
    def agrees(self) -> bool:
        """Whether they hold the same."""
        return not (self.missing or self.left_over or self.stale)


def affected_by(events: Sequence[Event]) -> Affected:
    """Return what the events touch."""
    threads: set[int] = set()
    posts: set[int] = set()
    judged: set[int] = set()
    for event in events:
        match event:
            case ThreadOpened():
                threads.add(event.thread_id)
                posts.add(event.post_id)
            case PostAdded() | PostEdited():
                posts.add(event.post_id)
            case ThreadSolved() | PaperAdded():
                threads.add(event.thread_id)
            case VisibilityChanged() if event.kind == ContentKind.POST:
                judged.add(event.content_id)
            case _:
                pass
    return Affected(frozenset(threads), frozenset(posts), frozenset(judged))


class SearchIndexer:
    """The relay's handler; also rebuilds and compares."""

    def __init__(self, database: Database, backend: SearchBackend) -> None:
        """Keep ``backend`` in step with ``database``."""
        self._database = database
        self.backend = backend
        self._built_with: frozenset[int] = frozenset()
        # Reading the database and writing the index are one turn: an older reading must not overwrite a newer one.
        self._turn = threading.RLock()
        self._repair = threading.Lock()
        self._repaired_at: datetime | None = None
        self._worker: threading.Thread | None = None

    @property
    def key(self) -> str:
        """The handler's name in the delivery table."""
        return queries.HANDLER_KEY

    @property
    def handles(self) -> frozenset[type[Event]]:
        """Everything that changes what may be found."""
        return frozenset({ThreadOpened, PostAdded, PostEdited, ThreadSolved, PaperAdded, VisibilityChanged})

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Bring the index up to the events, in one commit.

        Raises:
            IndexBusyError: another process writes; the relay tries again.
        """
        with self._turn:
            self.ensure_sound()
            affected = affected_by([one.event for one in events if one.id not in self._built_with])
            if affected.threads or affected.posts or affected.judged_posts:
                self.backend.apply(self._changes(affected))
            if affected.judged_posts:
                stems.forget()

    def _changes(self, affected: Affected) -> Changes:
        with self._database.reading() as session:
            # A post's fate may be its thread's: all documents of the thread are read again.
            judged_threads = queries.threads_of(session, affected.judged_posts)
            threads = affected.threads | judged_threads
            posts = affected.posts | queries.posts_of(session, judged_threads)
            puts = queries.documents_of(session, threads, posts)
        wanted = {Key(DocumentKind.THREAD, one) for one in threads} | {Key(DocumentKind.POST, one) for one in posts}
        return Changes(
            puts=puts,
            drops=frozenset(wanted - {document.key for document in puts}),
            dropped_threads=judged_threads,
            purge=bool(affected.judged_posts),
        )

    def ensure_sound(self) -> None:
        """Rebuild the index if it is missing or cannot be read."""
        if not self.backend.is_sound():
            log.warning("search.index_unsound")
            self.rebuild()

    def start(self) -> None:
        """Make sure in the background that the index can be read: when the server starts."""
        self._begin(self.ensure_sound)

    def settle(self) -> None:
        """Wait for what runs in the background."""
        if self._worker:
            self._worker.join()

    def _begin(self, work: Callable[[], object]) -> None:
        self._worker = threading.Thread(target=self._mend, args=(work,), name="index", daemon=True)
        self._worker.start()

    def repair_soon(self) -> None:
        """Rebuild in the background after a failed reading; at most one at a time, and not again at once."""
        now = self._database.context.clock.now()
        if self._repair.locked() or (self._repaired_at and now - self._repaired_at < _REPAIR_PAUSE):
            return
        self._repaired_at = now
        self._begin(self.rebuild)

    def _mend(self, work: Callable[[], object]) -> None:
        with self._repair:
            try:
                work()
            except Exception:  # the job edge: without an index everything but search works
                log.exception("search.repair_failed")

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the index anew from the database and return how many documents it holds.

        Raises:
            IndexBusyError: another process writes.
        """
        built_with: set[int] = set()

        def documents() -> Iterator[Document]:
            with self._database.reading() as session:
                built_with.update(queries.undispatched(session))
                for count, document in enumerate(queries.documents(session), start=1):
                    if progress:
                        progress(count)
                    yield document

        with self._turn:
            count = self.backend.rebuild(documents)
            # These events were committed before the snapshot; what they tell is in it.
            self._built_with = frozenset(built_with)
        log.info("search.index_rebuilt", extra={"documents": count})
        return count

    def compare(self) -> Difference:
        """Return where index and database disagree.

        Raises:
            IndexBrokenError: the index cannot be read.
        """
        held = self.backend.versions()
        with self._database.reading() as session:
            wanted = {document.key: document.version for document in queries.documents(session)}
        both = held.keys() & wanted.keys()
        return Difference(
            documents=len(wanted),
            missing=len(wanted.keys() - held.keys()),
            left_over=len(held.keys() - wanted.keys()),
            stale=sum(held[key] != wanted[key] for key in both),
        )
