"""Reading the chain as it lies in the database, whatever was done to it behind the product's back."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Integer, String, select, type_coerce
from sqlalchemy.orm import Session

from medpeer.audit.chain import Break, Link, verify_links
from medpeer.audit.models import AuditEntry

_BATCH = 1000
_TEXTS = ("action", "object_kind", "reason", "previous_hash", "hash", "evidence_digest")
_NUMBERS = ("actor_id", "object_id", "clearance_id")


def verify_chain(session: Session, *, head: str | None = None) -> Iterator[Break]:
    """Yield every broken link; ``head`` (noted elsewhere) also finds a cut or rewritten end. Streams."""
    return verify_links(read_links(session), head=head)


def read_links(session: Session) -> Iterator[Link]:
    """Yield every entry in order as plain values: a forged word must not stop the reading, so no type checks it."""
    columns = AuditEntry.__table__.c
    raw = [type_coerce(columns[name], String).label(name) for name in _TEXTS]
    raw_numbers = [type_coerce(columns[name], Integer).label(name) for name in _NUMBERS]
    at = type_coerce(columns["at"], String).label("at")
    rows = session.execute(select(columns["seq"], at, *raw, *raw_numbers).order_by(columns["seq"])).yield_per(_BATCH)
    for row in rows.mappings():
        yield Link(**{**row, "at": _moment(row["at"])})


def _moment(stored: object) -> str:
    """Return a stored moment in ISO 8601; SQLite gives its text, without the zone, and PostgreSQL the moment."""
    if isinstance(stored, datetime):
        return stored.astimezone(UTC).isoformat()
    try:
        moment = datetime.fromisoformat(str(stored))
    except ValueError:
        return str(stored)
    # The product never stores a zone; one that is there was put there.
    return str(stored) if moment.tzinfo else moment.replace(tzinfo=UTC).isoformat()
