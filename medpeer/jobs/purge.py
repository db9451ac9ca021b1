"""Proving a purge: clear the free pages, then look for copies in every file that the product keeps.

The traces of the text and its images are in this process's memory alone (``moderation.traces``). Where they are gone
because the process ended, everything is cleared all the same and the certificate says that nobody looked.
"""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.core.errors import MedpeerError
from medpeer.core.outbox import Event, StoredEvent
from medpeer.core.settings import Settings
from medpeer.jobs.purge_list import append_to_list
from medpeer.jobs.scrub import database_file, empty_log, rewrite
from medpeer.moderation import service
from medpeer.moderation.events import ScrubOrdered
from medpeer.moderation.models import PurgeCertificate
from medpeer.moderation.queries import ScanView
from medpeer.moderation.queries.standing import explained, in_images, standing
from medpeer.moderation.scan import Finder, files_below, size_of
from medpeer.moderation.service import ScanResult
from medpeer.moderation.traces import MEMORY, Traces
from medpeer.moderation.vocabulary import ScanState, Store
from medpeer.search.analyser import keys

log = logging.getLogger(__name__)

# The index and the mails are cleared by handlers of their own, which may be tried again for a while.
LAST_ATTEMPT: Final = 8
_FINAL: Final = frozenset({ScanState.CLEAN, ScanState.UNSCANNED})
_MIN_KEY_CHARS: Final = 4
# Rows lie in these files without a gap between their columns, so that "post" before "identifies" reads as "tide":
# shorter words are looked for there as part of a run only.
_PACKED: Final = frozenset({Store.DATABASE, Store.WRITE_AHEAD_LOG})
_LONG_CHARS: Final = 6


class CopiesLeftError(MedpeerError):
    """A copy is left somewhere; the relay calls again."""

    code = "jobs.copies_left"

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Copies of a purged text are left. They are looked for again.")


class PurgeProver:
    """The handler that clears and searches; stands after every handler that keeps something of a text."""

    key: Final = "jobs.purge"
    handles: Final[frozenset[type[Event]]] = frozenset({ScrubOrdered})

    def __init__(self, database: Database, settings: Settings) -> None:
        """Clear ``database`` and search below the data folder."""
        self._database = database
        self._settings = settings
        self._file = database_file(database)

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Clear and search for each order; one that is proved is not done again.

        Raises:
            CopiesLeftError: a copy is left and it is worth trying again.
            BusyDatabaseError: the database could not be cleared now.
        """
        for one in events:
            if isinstance(one.event, ScrubOrdered):
                self._prove(one.event.certificate_id)

    def _prove(self, certificate_id: int) -> None:
        with self._database.reading() as session:
            certificate = session.get_one(PurgeCertificate, certificate_id)
        # The text is gone from its row already, so the list comes before anything that may fail.
        append_to_list(self._settings.data_dir, certificate)
        if certificate.state in _FINAL:
            return
        traces = MEMORY.find(certificate.salt)
        result = self._clear_unseen() if traces is None else self._clear_and_search(certificate, traces)
        with self._database.transaction() as session:
            attempts = service.record_scan(session, certificate_id, result).attempts
        log.info("purge.searched", extra={"certificate_id": certificate_id, "state": result.state})
        if result.state is ScanState.COPIES_FOUND and attempts < LAST_ATTEMPT:
            raise CopiesLeftError
        MEMORY.forget(certificate.salt)

    def _clear_unseen(self) -> ScanResult:
        if self._file:
            rewrite(self._database)
        return ScanResult(state=ScanState.UNSCANNED, rewritten=self._file is not None)

    def _clear_and_search(self, certificate: PurgeCertificate, traces: Traces) -> ScanResult:
        if self._file:
            empty_log(self._database)
        result = self._search(certificate, traces)
        if self._file and any(scan.copies for scan in result.scans if scan.store is Store.DATABASE):
            rewrite(self._database)
            result = replace(self._search(certificate, traces), rewritten=True)
        return result

    def _search(self, certificate: PurgeCertificate, traces: Traces) -> ScanResult:
        wanted = traces.all | _index_keys(traces)
        with self._database.reading() as session:
            texts = standing(session, Finder(wanted), besides=(certificate.content_kind, certificate.content_id))
        finders = _Finders(wanted - texts.traces, traces.samples)
        found = self._search_files(finders)
        with self._database.reading() as session:
            scans = tuple(finders.scan_view(session, store, hits) for store, hits in found.items())
        copies = sum(scan.copies for scan in scans)
        state = ScanState.COPIES_FOUND if copies else ScanState.CLEAN
        return ScanResult(state=state, scans=scans, echoes=texts.echoes)

    def _search_files(self, finders: "_Finders") -> dict[Store, "_Hits"]:
        found: dict[Store, _Hits] = {}
        for path in self._files():
            store = self._store_of(path)
            finders.search(path, found.setdefault(store, _Hits()), packed=store in _PACKED)
        return found

    def _files(self) -> list[Path]:
        own = [self._file, Path(f"{self._file}-wal"), Path(f"{self._file}-shm")] if self._file else []
        below = files_below(self._settings.data_dir.resolve())
        return sorted({path for path in (*own, *below) if path.is_file()})

    def _store_of(self, path: Path) -> Store:
        if self._file and path == self._file:
            return Store.DATABASE
        if self._file and str(path).startswith(f"{self._file}-"):
            return Store.WRITE_AHEAD_LOG
        if path.is_relative_to(self._settings.index_dir.resolve()):
            return Store.SEARCH_INDEX
        if path.is_relative_to(self._settings.mailbox_dir.resolve()):
            return Store.MAILBOX
        return Store.OTHER_FILES


def _index_keys(traces: Traces) -> set[str]:
    """Return the rare words as the index would hold them: without endings."""
    cut = {key.lower() for word in traces.words for key in keys(word)}
    return {key for key in cut if len(key) >= _MIN_KEY_CHARS and any(key in word for word in traces.words)}


@dataclass(frozen=True, slots=True)
class _Hits:
    """The files of one store, and how often each trace was found in them."""

    paths: list[Path] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    samples: Counter[str] = field(default_factory=Counter)


class _Finders:
    """What is looked for: words, those long enough for packed files, and samples of images."""

    def __init__(self, words: Collection[str], samples: Collection[bytes]) -> None:
        self._every = Finder(words)
        self._long = Finder([word for word in words if len(word) >= _LONG_CHARS])
        self._samples = Finder.of_samples(samples)

    def search(self, path: Path, hits: _Hits, *, packed: bool) -> None:
        """Add what a file holds to ``hits``; those of the database are ``packed``, and open."""
        hits.paths.append(path)
        hits.words.update((self._long if packed else self._every).in_file(path, is_live=packed))
        hits.samples.update(self._samples.in_file(path, is_live=packed))

    def scan_view(self, session: Session, store: Store, hits: _Hits) -> ScanView:
        """Return what was found in a store, less what other rows rightly hold."""
        words = set(hits.words) - explained(session, set(hits.words)) if hits.words else set()
        samples = set(hits.samples) - in_images(session, self._samples) if hits.samples else set()
        copies = sum(hits.words[word] for word in words) + sum(hits.samples[sample] for sample in samples)
        return ScanView(store, len(hits.paths), size_of(hits.paths), copies)
