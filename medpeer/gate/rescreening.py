"""Examining stored texts anew after the policies or the engine changed. Nothing of a text is kept anywhere else.

Three steps, so that no engine runs while a transaction is open: ``outdated`` reads a batch, ``re_examine`` judges each
of its texts, ``record`` writes what came of it. What was recorded is not read again: a job that was killed goes on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from medpeer.core.db import context_of
from medpeer.deid import Category, Severity
from medpeer.gate.models import Clearance, ClearanceAttestation, Rescreening
from medpeer.gate.raw import RawText
from medpeer.gate.stamp import engine_stamp
from medpeer.gate.surfaces import POLICIES, POLICY_VERSION, Surface
from medpeer.gate.terms import Terms
from medpeer.gate.verdict import judge
from medpeer.gate.verify import cleared_columns

# A tombstone takes no characters, and of a picture only its pixels are kept.
_READABLE: Final = [surface for surface in Surface if POLICIES[surface].max_chars and surface is not Surface.IMAGE]

Kind = tuple[Category, Severity]


@dataclass(frozen=True, slots=True, repr=False)
class StoredText:
    """A text as it is stored, where it stands, and what its author attested when it was cleared."""

    clearance_id: int
    surface: Surface
    terms: Terms
    attested: frozenset[Category]
    table: str
    row_id: int
    raw: RawText


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """Some texts to examine, and the clearance after which the next batch begins."""

    texts: tuple[StoredText, ...]
    last: int


@dataclass(frozen=True, slots=True)
class Rescreened:
    """What a stored text came to: how many findings of each kind would stop it today; never the words."""

    clearance_id: int
    surface: Surface
    table: str
    row_id: int
    found: Mapping[Kind, int]

    def count(self, severity: Severity) -> int:
        """Return how many findings are of ``severity``."""
        return sum(number for (_, one), number in self.found.items() if one is severity)


def count_outdated(session: Session) -> int:
    """Return how many stored texts were last examined under other policies or by another engine."""
    return session.scalar(_select_outdated(func.count())) or 0


def outdated(session: Session, *, after: int, limit: int) -> Batch | None:
    """Return the next texts to examine anew: at most ``limit``, in the order of their clearances past ``after``."""
    wanted = _select_outdated(Clearance.id, Clearance.surface, Clearance.strictness, Clearance.confirmed)
    rows = session.execute(wanted.where(Clearance.id > after).order_by(Clearance.id).limit(limit)).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    attested, texts = _attested(session, ids), dict(_texts(session, ids))
    there = (
        StoredText(
            row.id, row.surface, Terms(row.strictness, row.confirmed), frozenset(attested[row.id]), *texts[row.id]
        )
        for row in rows
        if row.id in texts
    )
    return Batch(tuple(there), ids[-1])


def re_examine(stored: StoredText) -> Rescreened:
    """Return what would stop a stored text today; what its author attested then counts for its category.

    Raises:
        RuntimeError: a write transaction is open.
    """
    findings = judge(stored.raw, stored.surface, stored.terms).findings
    open_ones = (
        found for found in findings if found.severity is Severity.MUST_GO or found.category not in stored.attested
    )
    found = Counter((one.category, one.severity) for one in open_ones)
    return Rescreened(stored.clearance_id, stored.surface, stored.table, stored.row_id, found)


def record(session: Session, results: Iterable[Rescreened]) -> list[Rescreened]:
    """Write what stored texts came to and return those still there; one changed meanwhile has another clearance."""
    there = [one for one in results if session.get(Clearance, one.clearance_id) is not None]
    for one in there:
        session.merge(_row_of(one, context_of(session).clock.now()))
    return there


def _row_of(result: Rescreened, now: datetime) -> Rescreening:
    return Rescreening(
        clearance_id=result.clearance_id,
        policy_version=POLICY_VERSION,
        engine_version=engine_stamp(),
        screened_at=now,
        must_go=result.count(Severity.MUST_GO),
        to_ask=result.count(Severity.TELL_AUTHOR),
    )


def _select_outdated(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Clearance)
        .outerjoin(Rescreening, Rescreening.clearance_id == Clearance.id)
        .where(
            Clearance.surface.in_(_READABLE),
            _is_older(Clearance.policy_version, Clearance.engine_version),
            or_(
                Rescreening.clearance_id.is_(None),
                _is_older(Rescreening.policy_version, Rescreening.engine_version),
            ),
        )
    )


def _is_older(policy: InstrumentedAttribute[str], engine: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return ~and_(policy == POLICY_VERSION, engine == engine_stamp())


def _attested(session: Session, ids: Sequence[int]) -> dict[int, set[Category]]:
    found: defaultdict[int, set[Category]] = defaultdict(set)
    rows = session.execute(
        select(ClearanceAttestation.clearance_id, ClearanceAttestation.category).where(
            ClearanceAttestation.clearance_id.in_(ids)
        )
    )
    for clearance_id, category in rows:
        found[clearance_id].add(category)
    return found


def _texts(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, tuple[str, int, RawText]]]:
    for table, name in cleared_columns():
        key, value, clearance_id = (
            next(iter(table.primary_key.columns)),
            table.c[f"{name}_text"],
            table.c[f"{name}_clearance_id"],
        )
        for row_id, text, found in session.execute(select(key, value, clearance_id).where(clearance_id.in_(ids))):
            yield found, (table.name, row_id, RawText(text))
