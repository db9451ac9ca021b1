"""What is known of purged texts: for moderators, for the operator's list, and for the job that searches for copies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind
from medpeer.moderation.models import PurgeCertificate, PurgeEcho, PurgeScan
from medpeer.moderation.vocabulary import Outcome, ScanState, Store


@dataclass(frozen=True, slots=True)
class ScanView:
    """One store and what was found in it."""

    store: Store
    files: int
    size_bytes: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as moderators read it."""

    id: int
    outcome: Outcome
    state: ScanState
    ordered_at: datetime
    scanned_at: datetime | None
    rewritten: bool
    scans: tuple[ScanView, ...]
    echoes: tuple[tuple[ContentKind, int], ...]

    @property
    def copies(self) -> int:
        """Copies found in all stores together."""
        return sum(scan.copies for scan in self.scans)


def certificates_of(session: Session, kind: ContentKind, content_id: int) -> tuple[CertificateView, ...]:
    """Return the certificates of one thing, the newest first; a redacted post may have several."""
    wanted = (
        select(PurgeCertificate)
        .where(PurgeCertificate.content_kind == kind, PurgeCertificate.content_id == content_id)
        .order_by(PurgeCertificate.id.desc())
    )
    return tuple(_view(session, one) for one in session.scalars(wanted).all())


def _view(session: Session, one: PurgeCertificate) -> CertificateView:
    scans = session.scalars(select(PurgeScan).where(PurgeScan.certificate_id == one.id)).all()
    echoes = session.scalars(select(PurgeEcho).where(PurgeEcho.certificate_id == one.id)).all()
    found = {scan.store: ScanView(scan.store, scan.files, scan.size_bytes, scan.copies) for scan in scans}
    return CertificateView(
        id=one.id,
        outcome=one.outcome,
        state=one.state,
        ordered_at=one.ordered_at,
        scanned_at=one.scanned_at,
        rewritten=one.rewritten,
        scans=tuple(found[store] for store in Store if store in found),
        echoes=tuple((echo.content_kind, echo.content_id) for echo in echoes),
    )


def all_certificates(session: Session) -> Iterator[PurgeCertificate]:
    """Yield every certificate in order."""
    yield from session.scalars(select(PurgeCertificate).order_by(PurgeCertificate.id)).yield_per(200)
