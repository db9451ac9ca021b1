"""The relay's handler for codes: each goes to the carrier once it is committed, and again if the carrier failed."""

from collections.abc import Sequence

from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.licensing.events import CodeIssued
from medpeer.licensing.queries import codes
from medpeer.notifications.letters.carriers import CodeCarrier


class CodePost:
    """Hands codes to whoever carries them. One of no use any more is left out."""

    key = "letters"
    handles: frozenset[type[Event]] = frozenset({CodeIssued})

    def __init__(self, database: Database, carrier: CodeCarrier) -> None:
        """Read from ``database`` and hand over to ``carrier``."""
        self._database = database
        self._carrier = carrier

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Hand over the code of each event.

        Raises:
            OSError: the carrier failed; the relay tries again.
        """
        for stored in events:
            if isinstance(stored.event, CodeIssued):
                self._hand_over(stored.event.code_id)

    def _hand_over(self, code_id: int) -> None:
        with self._database.reading() as session:
            notice = codes.find_notice(session, code_id)
        if notice is not None:
            self._carrier.carry(notice)
