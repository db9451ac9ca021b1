"""The counts of one period, each source read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from medpeer.gate import Refusal, Surface
from medpeer.statistics.queries import desk, sources
from medpeer.statistics.queries.decided import Settled, settled
from medpeer.statistics.queries.rows import Counts, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What each source counted, small numbers too: nothing of it is shown before it went through ``cells``."""

    weeks: tuple[date, ...]
    stored: Counts
    refused: Counts
    files: int
    found: Counts
    attested: Counts
    pictures: Counts
    checked: Counts
    reported: Counts
    settled: tuple[Settled, ...]


def count_period(session: Session, weeks: Sequence[date]) -> Counted:
    """Return the counts since the first of ``weeks``."""
    since = weeks[0]
    refused, pictures = sources.refused(session, since), sources.pictures(session, since)
    files = {key: times for key, times in refused.items() if key[2] is Refusal.UNUSABLE_FILE}
    return Counted(
        weeks=tuple(weeks),
        stored=sources.stored(session, since) + fold(pictures, lambda key: (key[0], Surface.IMAGE)),
        pictures=pictures,
        refused={key: times for key, times in refused.items() if key not in files},
        files=sum(files.values()),
        found=sources.found(session, since),
        attested={**sources.attested(session, since), **sources.attested_places(session, since)},
        checked=desk.checked(session, since),
        reported=desk.reported(session, since),
        settled=settled(session, since),
    )
