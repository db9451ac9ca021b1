"""The demo's refusals, attestations and misses: its past is replayed without any, so plausible numbers are made up."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.cli.demo.people import MEMBER_SINCE
from medpeer.core.clock import SettableClock
from medpeer.deid import Category, Severity
from medpeer.gate import AttestationReason, Circumstance, Counts, Miss, Refusal, Surface, note_miss
from medpeer.gate.models import Clearance, ClearanceAttestation
from medpeer.statistics.queries.sources import stored
from medpeer.statistics.service import add_counts
from medpeer.statistics.weeks import start_of

SEED: Final = 7
# Of a hundred stored texts of a place, how many others were sent first and refused.
RATES: Final = {
    Surface.CASE_POST: 80,
    Surface.CASE_TITLE: 15,
    Surface.CHAT_MESSAGE: 35,
    Surface.CRITIQUE_POST: 10,
    Surface.OUTCOME: 40,
    Surface.PRACTICE_POST: 50,
}
# How often each kind stands in the way, and how often of those it is the author's call.
KINDS: Final = {
    Category.NAME: (38, 0.3),
    Category.DATE: (30, 0.5),
    Category.LOCATION: (20, 0.4),
    Category.RECORD: (12, 0.0),
    Category.PHONE: (7, 0.0),
    Category.OTHER: (4, 0.6),
    Category.EMAIL: (2, 0.0),
    Category.URL: (2, 0.2),
}
MOST_A_WEEK: Final = 12
# How often moderators noted each kind of miss over the whole past.
MISSES: Final = (
    (Surface.CASE_POST, Category.LOCATION, Circumstance.EMPLOYER, 7),
    (Surface.CASE_POST, Category.NAME, Circumstance.NO_CAPITAL, 6),
    (Surface.CHAT_MESSAGE, Category.NAME, Circumstance.NICKNAME, 5),
    (Surface.CASE_POST, Category.DATE, Circumstance.PUBLIC_EVENT, 2),
    (Surface.CHAT_MESSAGE, Category.RECORD, Circumstance.NO_LABEL, 1),
)
ATTESTED_ONE_IN: Final = 8
ATTESTED: Final = (
    (Category.NAME, AttestationReason.EPONYM),
    (Category.NAME, AttestationReason.PUBLISHED_AUTHOR),
    (Category.LOCATION, AttestationReason.PUBLIC_PLACE),
    (Category.NAME, AttestationReason.EPONYM),
    (Category.OTHER, AttestationReason.DRUG_OR_DEVICE),
)
_TELLING: Final = (Surface.CASE_POST, Surface.CRITIQUE_POST, Surface.PRACTICE_POST)
_NOON: Final = timedelta(hours=12)


def add_refusals(session: Session, clock: SettableClock, now: datetime) -> None:
    """Count refusals for each day on which the demo's members wrote; ``clock`` is the session's own."""
    rng = Random(SEED)  # noqa: S311 - numbers of nobody
    for (week, surface), times in sorted(stored(session, (now - MEMBER_SINCE).date()).items()):
        refused = sum(rng.random() * 100 < RATES.get(surface, 0) for _ in range(times))
        for day in _days(rng, week, min(refused, MOST_A_WEEK), now):
            clock.set(start_of(day) + _NOON)
            add_counts(session, _refusal(rng, surface))


def add_misses(session: Session, clock: SettableClock, now: datetime) -> None:
    """Count what moderators noted that the gate had let through, over the weeks of the past."""
    rng = Random(SEED)  # noqa: S311 - numbers of nobody
    for surface, category, circumstance, times in MISSES:
        for _ in range(times):
            clock.set(now - timedelta(days=rng.randrange(MEMBER_SINCE.days)))
            note_miss(session, surface, Miss(category, circumstance))


def add_attestations(session: Session) -> None:
    """Let one text in some have an attestation; after the relay ran, which would queue it for a second look."""
    wanted = select(Clearance.id).where(Clearance.surface.in_(_TELLING)).order_by(Clearance.id)
    ids = session.scalars(wanted).all()[::ATTESTED_ONE_IN]
    for clearance_id, (category, reason) in zip(ids, cycle(ATTESTED), strict=False):
        session.add(ClearanceAttestation(clearance_id=clearance_id, category=category, reason=reason))


def _days(rng: Random, week: date, times: int, now: datetime) -> Iterator[date]:
    open_days = [day for day in (week + timedelta(days=one) for one in range(7)) if day <= now.date()]
    return (rng.choice(open_days) for _ in range(times))


def _refusal(rng: Random, surface: Surface) -> Counts:
    categories, weights = [*KINDS], [weight for weight, _ in KINDS.values()]
    drawn = rng.choices(categories, weights, k=rng.choice((1, 1, 2)))
    found = {category: rng.random() < KINDS[category][1] for category in drawn}
    severities = {category: Severity.TELL_AUTHOR if asked else Severity.MUST_GO for category, asked in found.items()}
    refusal = Refusal.AUTHORS_CALL if all(found.values()) else Refusal.MUST_GO
    return Counts(
        refused=Counter({(surface, refusal): 1}),
        found=Counter({(surface, category, severity): 1 for category, severity in severities.items()}),
    )
