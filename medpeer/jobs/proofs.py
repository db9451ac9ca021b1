"""Letting go of what proved possession once it is of no use: documents whose time has come, letters of spent codes."""

from typing import Final

from medpeer.core.db import Database
from medpeer.jobs.keeper import Keeper
from medpeer.licensing.document_files import DocumentFiles
from medpeer.licensing.queries import codes
from medpeer.licensing.queries import documents as queries
from medpeer.licensing.service import documents
from medpeer.notifications.letters import CodeCarrier

EVERY_S: Final = 600.0


class ProofKeeper(Keeper):
    """Lets go of them a few minutes after their time."""

    every_s = EVERY_S

    def __init__(self, database: Database, carrier: CodeCarrier, files: DocumentFiles) -> None:
        """Go by ``database``; ``carrier`` may keep letters, ``files`` documents."""
        super().__init__()
        self._database = database
        self._carrier = carrier
        self._files = files

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
