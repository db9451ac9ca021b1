"""Writing down what the search for copies found, and purging again what a restored backup brought back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import context_of
from medpeer.moderation import queries
from medpeer.moderation.models import PurgeCertificate, PurgeEcho, PurgeScan
from medpeer.moderation.queries import ScanView
from medpeer.moderation.service.removal import By, is_text_of, purge
from medpeer.moderation.vocabulary import DecisionReason, Outcome, ScanState


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What one search for copies found; ``rewritten`` tells that the database file was written anew for it."""

    state: ScanState
    scans: tuple[ScanView, ...] = ()
    echoes: Collection[tuple[ContentKind, int]] = ()
    rewritten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of the operator's list: the certificate without its search."""

    kind: ContentKind
    content_id: int
    content_created_at: datetime
    outcome: Outcome
    salt: str
    digest: str


def record_scan(session: Session, certificate_id: int, result: ScanResult) -> PurgeCertificate:
    """Put the newest result in place of the one before and return the certificate."""
    certificate = session.get_one(PurgeCertificate, certificate_id)
    certificate.state = result.state
    certificate.attempts += 1
    certificate.rewritten = certificate.rewritten or result.rewritten
    certificate.scanned_at = context_of(session).clock.now()
    for table in (PurgeScan, PurgeEcho):
        session.execute(delete(table).where(table.certificate_id == certificate_id))
    for scan in result.scans:
        session.add(
            PurgeScan(
                certificate_id=certificate_id,
                store=scan.store,
                files=scan.files,
                size_bytes=scan.size_bytes,
                copies=scan.copies,
            )
        )
    for kind, content_id in result.echoes:
        session.add(PurgeEcho(certificate_id=certificate_id, content_kind=kind, content_id=content_id))
    return certificate


def replay_purge(session: Session, listed: Listed) -> bool:
    """Purge a thing that a restored backup brought back; tell whether it was there.

    A thing of the same number that was written at another moment is another thing and stays. What had been redacted
    goes too while it still says what it said before: the redacted text is not in the list.
    """
    content = queries.find_content(session, listed.kind, listed.content_id)
    if content is None or content.visibility is Visibility.PURGED or content.written_at != listed.content_created_at:
        return False
    same = is_text_of(session, content, salt=listed.salt, digest=listed.digest)
    if listed.outcome is Outcome.REDACT and not same:
        return False
    purge(session, content, by=By(DecisionReason.REPLAYED))
    return True
