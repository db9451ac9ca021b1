"""Who did what to what, append-only and hash-chained; ids and closed words only."""

from medpeer.audit.chain import Break, Link, verify_links
from medpeer.audit.export import read_export, write_export
from medpeer.audit.models import AuditAction, AuditEntry, ObjectKind
from medpeer.audit.service import head_of, record
from medpeer.audit.verify import read_links, verify_chain

__all__ = [
    "AuditAction",
    "AuditEntry",
    "Break",
    "Link",
    "ObjectKind",
    "head_of",
    "read_export",
    "read_links",
    "record",
    "verify_chain",
    "verify_links",
    "write_export",
]
