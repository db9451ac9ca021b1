"""Appending to the audit chain."""

from enum import StrEnum
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from medpeer.audit.chain import GENESIS, link_hash
from medpeer.audit.models import AuditAction, AuditEntry, ObjectKind
from medpeer.core.db import context_of

_LOCK: Final = 0x6D656470


def record(
    session: Session,
    action: AuditAction,
    kind: ObjectKind,
    object_id: int,
    *,
    actor_id: int | None,
    reason: StrEnum | None = None,
    clearance_id: int | None = None,
    evidence_digest: str | None = None,
) -> None:
    """Append one entry in the running transaction; writers queue for the chain's end.

    ``reason`` is a word of a closed set; a reason in a person's own words is a cleared text named by ``clearance_id``.
    ``evidence_digest`` is the keyed digest of what a decision rests on.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    session.flush()
    last_seq, previous = head_of(session)
    seq = last_seq + 1
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
        evidence_digest=evidence_digest,
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
            evidence_digest=evidence_digest,
        )
    )
    session.flush()


def head_of(session: Session) -> tuple[int, str]:
    """Return number and hash of the newest entry: what an operator notes elsewhere. ``(0, GENESIS)`` before any."""
    last = session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)
