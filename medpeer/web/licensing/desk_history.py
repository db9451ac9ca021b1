"""What was decided, asked, answered and vouched for on a claim, in the order in which it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from medpeer.gate import ClearedText
from medpeer.licensing.queries.dossiers import Dossier
from medpeer.web.licensing.words import REASON_WORDS


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said of a claim: by whom, when, what it was, and their own words where they gave some."""

    who: str
    at: datetime
    what: str
    text: ClearedText | None


def so_far(dossier: Dossier, reader_id: int) -> list[Said]:
    """Return all that was said of a claim, oldest first, so that an answer stands after its question."""
    return sorted(_said(dossier, reader_id), key=attrgetter("at"))


def _said(dossier: Dossier, reader_id: int) -> Iterator[Said]:
    for decision in dossier.decisions:
        who = "A reviewer" if decision.reviewer_id else "The programme"
        yield Said(who, decision.decided_at, f": {REASON_WORDS[decision.reason]}", decision.note)
    for note in dossier.notes:
        yield Said("The applicant", note.written_at, "", note.body)
    for word in dossier.words:
        who = "You" if word.reviewer_id == reader_id else "Another reviewer"
        yield Said(who, word.given_at, f", would approve: {REASON_WORDS[word.reason]}", word.note)
