"""What the gate refused, stored and took an author's word for: as counts by week, grouped by the database."""

from collections import Counter
from datetime import date
from typing import Final

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from medpeer.deid import Category, Severity
from medpeer.gate import AttestationReason, Refusal, RegionReason, Surface
from medpeer.gate.models import Clearance, ClearanceAttestation, ClearanceRegion
from medpeer.images.models import Image
from medpeer.images.vocabulary import ImageState, RefusalReason
from medpeer.statistics.models import GateCount, GateFindingCount
from medpeer.statistics.queries.days import day_of, weekly
from medpeer.statistics.weeks import start_of

_UNCOUNTED: Final = (Surface.TOMBSTONE, Surface.IMAGE)
"""What no person typed, and pictures, of which one has several clearances."""


def refused(session: Session, since: date) -> Counter[tuple[date, Surface, Refusal]]:
    """Return refused texts and files by week, surface and reason."""
    wanted = (
        select(GateCount.counted_on, GateCount.surface, GateCount.refusal, func.sum(GateCount.times))
        .where(GateCount.counted_on >= since)
        .group_by(GateCount.counted_on, GateCount.surface, GateCount.refusal)
    )
    return weekly(session.execute(wanted))


def found(session: Session, since: date) -> Counter[tuple[date, Category, Severity]]:
    """Return in how many refused texts each category stood in the way, by week and severity."""
    table = GateFindingCount
    wanted = (
        select(table.counted_on, table.category, table.severity, func.sum(table.times))
        .where(table.counted_on >= since)
        .group_by(table.counted_on, table.category, table.severity)
    )
    return weekly(session.execute(wanted))


def stored(session: Session, since: date) -> Counter[tuple[date, Surface]]:
    """Return stored texts by week and surface: the ledger's own rows, less what was purged since."""
    day = day_of(session, Clearance.cleared_at)
    wanted = (
        select(day, Clearance.surface, func.count())
        .where(Clearance.cleared_at >= start_of(since), Clearance.surface.not_in(_UNCOUNTED))
        .group_by(day, Clearance.surface)
    )
    return weekly(session.execute(wanted))


def pictures(session: Session, since: date) -> Counter[tuple[date, ImageState, RefusalReason | None]]:
    """Return stored pictures by week, by what became of them, and by why a second pair of eyes refused them."""
    day = day_of(session, Image.created_at)
    wanted = (
        select(day, Image.state, Image.refusal, func.count())
        .where(Image.created_at >= start_of(since))
        .group_by(day, Image.state, Image.refusal)
    )
    return weekly(session.execute(wanted))


def attested(session: Session, since: date) -> Counter[tuple[date, Surface, Category, AttestationReason]]:
    """Return findings in texts that authors answered for, by week, surface, category and reason."""
    day, said = day_of(session, Clearance.cleared_at), ClearanceAttestation
    wanted = (
        select(day, Clearance.surface, said.category, said.reason, func.count())
        .join(Clearance, Clearance.id == said.clearance_id)
        .where(Clearance.cleared_at >= start_of(since))
        .group_by(day, Clearance.surface, said.category, said.reason)
    )
    return weekly(session.execute(wanted))


def attested_places(session: Session, since: date) -> Counter[tuple[date, Surface, None, RegionReason]]:
    """Return places in pictures that authors answered for, by week, surface, no category, and reason."""
    day, said = day_of(session, Clearance.cleared_at), ClearanceRegion
    wanted = (
        select(day, Clearance.surface, literal(None), said.reason, func.count())
        .join(Clearance, Clearance.id == said.clearance_id)
        .where(Clearance.cleared_at >= start_of(since))
        .group_by(day, Clearance.surface, said.reason)
    )
    return weekly(session.execute(wanted))
