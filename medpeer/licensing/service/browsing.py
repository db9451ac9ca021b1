"""Noting that a reviewer looks something up in the registers."""

from typing import Final

from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import context_of
from medpeer.licensing.policy.lookups import Lookup
from medpeer.licensing.queries import registers
from medpeer.licensing.queries.review import check_reviewer

LOOKUP_DIGEST: Final = "register-lookup"


def note_lookup(session: Session, actor: Actor, lookup: Lookup) -> None:
    """Note a look into the registers: who, by what, and a keyed digest of what for, which nobody can read back.

    Raises:
        NotFoundError: the actor is no reviewer.
    """
    check_reviewer(actor)
    current = registers.find_current_import(session)
    audit.record(
        session,
        AuditAction.REGISTER_SEARCHED,
        ObjectKind.REGISTER,
        current.id if current else 0,
        actor_id=actor.physician_id,
        reason=lookup.kind,
        evidence_digest=context_of(session).vault.digest(LOOKUP_DIGEST, lookup.canonical),
    )
