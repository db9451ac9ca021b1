"""Who did what to what, append-only and hash-chained; ids and closed words only."""

from medpeer.audit.models import AuditAction, AuditEntry, ObjectKind
from medpeer.audit.service import record
from medpeer.audit.verify import Break, verify_chain

__all__ = ["AuditAction", "AuditEntry", "Break", "ObjectKind", "record", "verify_chain"]
