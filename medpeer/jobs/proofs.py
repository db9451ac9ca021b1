"""Letting go of what proved possession once it is of no use: documents whose time has come, letters of spent codes."""

import logging
import threading
from typing import Final

from medpeer.core.db import Database
from medpeer.licensing.document_files import DocumentFiles
from medpeer.licensing.queries import codes
from medpeer.licensing.queries import documents as queries
from medpeer.licensing.service import documents
from medpeer.notifications.letters import CodeCarrier

log = logging.getLogger(__name__)

EVERY_S: Final = 600.0


class ProofKeeper:
    """Runs beside requests, or by hand: ``run_once``."""

    def __init__(self, database: Database, carrier: CodeCarrier, files: DocumentFiles) -> None:
        """Go by ``database``; ``carrier`` may keep letters, ``files`` documents."""
        self._database = database
        self._carrier = carrier
        self._files = files
        self._stopped = threading.Event()

    def run_once(self) -> int:
        """Let go of what is of no use any more, and return how many documents were destroyed."""
        now = self._database.context.clock.now()
        with self._database.reading() as session:
            spent = codes.spent_codes(session)
            due, known = queries.due_documents(session), queries.known_places(session)
        self._carrier.forget(spent)
        for place in self._files.orphans(known, now):
            self._files.destroy(place)
        for document_id, place in due:
            # The file first: a row without its file is destroyed again, a file without its row would be forgotten.
            self._files.destroy(place)
            with self._database.transaction() as session:
                documents.mark_destroyed(session, document_id)
        return len(due)

    def start(self) -> None:
        """Run in a background thread until ``stop``."""
        threading.Thread(target=self._loop, name="proofs", daemon=True).start()

    def stop(self) -> None:
        """End the background thread."""
        self._stopped.set()

    def _loop(self) -> None:
        while not self._stopped.wait(EVERY_S):
            try:
                self.run_once()
            except Exception:  # the job edge: what was not possible now is tried again
                log.exception("proofs.round_failed")
