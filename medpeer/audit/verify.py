"""Finding links of the audit chain that were changed behind the product's back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.audit.models import AuditEntry
from medpeer.audit.service import GENESIS, link_hash


@dataclass(frozen=True, slots=True)
class Break:
    """One place that does not verify: where, and what is wrong, in the operator's words."""

    place: str
    fault: str


def verify_chain(session: Session, *, expected_head: str | None = None) -> Iterator[Break]:
    """Yield every broken link; ``expected_head`` (noted elsewhere) also finds a truncated end."""
    previous, seq = GENESIS, 0
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(1000):
        seq += 1
        place = f"audit entry {entry.seq}"
        if entry.seq != seq:
            yield Break(place, f"entries {seq} to {entry.seq - 1} are missing")
            seq = entry.seq
        if entry.previous_hash != previous:
            yield Break(place, "does not follow the entry before it")
        if entry.hash != _expected(entry):
            yield Break(place, "was changed after it was written")
        previous = entry.hash
    if expected_head is not None and expected_head != previous:
        yield Break(f"audit entry {seq}", "is not the expected head: entries are missing at the end")


def _expected(entry: AuditEntry) -> str:
    return link_hash(
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        action=entry.action.value,
        object_kind=entry.object_kind.value,
        object_id=entry.object_id,
        reason=entry.reason,
        clearance_id=entry.clearance_id,
        previous_hash=entry.previous_hash,
    )
