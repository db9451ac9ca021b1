"""Appending to the audit chain."""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from medpeer.audit.models import AuditAction, AuditEntry, ObjectKind
from medpeer.core.db import context_of

GENESIS: Final = "0" * 64
_LOCK: Final = 0x6D656470


def link_hash(
    *,
    seq: int,
    at: datetime,
    actor_id: int | None,
    action: str,
    object_kind: str,
    object_id: int,
    reason: str,
    clearance_id: int | None,
    previous_hash: str,
) -> str:
    """Return the hex SHA-256 over every field of a link and the hash of the one before."""
    fields = [seq, at.isoformat(), actor_id, action, object_kind, object_id, reason, clearance_id, previous_hash]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def record(
    session: Session,
    action: AuditAction,
    kind: ObjectKind,
    object_id: int,
    *,
    actor_id: int | None,
    reason: StrEnum | None = None,
    clearance_id: int | None = None,
) -> None:
    """Append one entry in the running transaction; writers queue for the chain's end.

    ``reason`` is a word of a closed set; a reason in a person's own words is a cleared text named by ``clearance_id``.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    session.flush()
    last = session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    at = context_of(session).clock.now()
    word = reason.value if reason else ""
    digest = link_hash(
        seq=seq,
        at=at,
        actor_id=actor_id,
        action=action.value,
        object_kind=kind.value,
        object_id=object_id,
        reason=word,
        clearance_id=clearance_id,
        previous_hash=previous,
    )
    session.add(
        AuditEntry(
            seq=seq,
            at=at,
            actor_id=actor_id,
            action=action,
            object_kind=kind,
            object_id=object_id,
            reason=word,
            clearance_id=clearance_id,
            previous_hash=previous,
            hash=digest,
        )
    )
    session.flush()
