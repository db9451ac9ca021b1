"""What the ledger says of the policies and engines that were in use: versions, times and numbers of texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from medpeer.gate.models import Clearance
from medpeer.gate.surfaces import Surface


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How many of the texts that stand now were cleared under one version, and when the first and the last of them."""

    version: str
    texts: int
    first_at: datetime
    last_at: datetime


def policies_in_use(session: Session) -> dict[str, VersionUse]:
    """Return the use of each policy version that a stored text carries."""
    return _uses(session, Clearance.policy_version)


def engines_in_use(session: Session) -> dict[str, VersionUse]:
    """Return the use of each engine stamp that a stored text carries."""
    return _uses(session, Clearance.engine_version)


def _uses(session: Session, version: InstrumentedAttribute[str]) -> dict[str, VersionUse]:
    return {row[0]: VersionUse(*row) for row in session.execute(_select_uses(version))}


def _select_uses(version: InstrumentedAttribute[str]) -> Select[*tuple[Any, ...]]:
    first, last = func.min(Clearance.cleared_at), func.max(Clearance.cleared_at)
    return (
        select(version, func.count(), first, last)
        .where(Clearance.surface != Surface.TOMBSTONE)
        .group_by(version)
        .order_by(first)
    )
