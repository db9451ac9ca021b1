"""The relay's handler for colleagues' words: weighed anew when one who gave one changes, void when one was wrong."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts.events import StandingChanged
from medpeer.core.db import Database
from medpeer.core.outbox import Event, StoredEvent
from medpeer.licensing.events import ClaimDecided
from medpeer.licensing.models import ClaimDecision
from medpeer.licensing.policy import DecisionAct
from medpeer.licensing.service import vouchers


class VouchingKeeper:
    """Keeps true what stands on colleagues' words. Each event is a short transaction of its own."""

    key: Final = "licensing.vouching"
    handles: Final[frozenset[type[Event]]] = frozenset({StandingChanged, ClaimDecided})

    def __init__(self, database: Database) -> None:
        """Write to ``database``."""
        self._database = database

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Weigh anew what each event touches."""
        for one in events:
            with self._database.transaction() as session:
                _weigh(session, one.event)


def _weigh(session: Session, event: Event) -> None:
    match event:
        case StandingChanged():
            vouchers.reconsider(session, event.physician_id)
        case ClaimDecided():
            # A claim destroyed with its account took its decisions along.
            decision = session.get(ClaimDecision, event.decision_id)
            if decision is not None and decision.act is DecisionAct.REJECT:
                vouchers.find_false(session, event.claim_id, decision.reason)
