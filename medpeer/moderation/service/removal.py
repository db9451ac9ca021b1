"""Taking a text and its images out: out of their rows now, and an order to clear what the rows leave behind.

The traces of both are made before it goes and stay in memory for the search; the database keeps a keyed digest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.audit import AuditAction
from medpeer.chat import service as chat
from medpeer.core import outbox
from medpeer.core.content import ContentKind
from medpeer.core.crypto import new_token
from medpeer.core.db import context_of, sha256_hex
from medpeer.critiques import service as critiques
from medpeer.discussions import service as discussions
from medpeer.gate import ClearedText
from medpeer.images.queries import bytes_of
from medpeer.moderation import queries
from medpeer.moderation.events import ScrubOrdered
from medpeer.moderation.models import PurgeCertificate, Report, SecondRequest
from medpeer.moderation.queries import Content
from medpeer.moderation.service.reports import OBJECTS
from medpeer.moderation.traces import MEMORY, Traces, traces_of
from medpeer.moderation.vocabulary import DecisionReason, Outcome

DIGEST: Final = "purged-text"


@dataclass(frozen=True, slots=True)
class By:
    """On whose word a text goes: a moderator's decision, or the operator's, who is nobody here."""

    reason: DecisionReason
    actor_id: int | None = None
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What is known of a thing that goes."""

    outcome: Outcome
    digest: str
    salt: str
    traces: Traces


def purge(session: Session, content: Content, *, by: By) -> PurgeCertificate:
    """Put tombstones where all texts of a thing stood and order the search for copies; who may is the caller's.

    Its images go; for an opening post title, outcome and the paper's card too; the notes of its reports always. Purging
    what is purged makes a certificate of nothing.
    """
    texts, images = _texts(session, content), _images(session, content)
    if content.kind is ContentKind.POST:
        gone = discussions.purge_post(session, content.id)
        if content.is_opening and content.thread_id is not None:
            gone += critiques.purge_paper(session, content.thread_id)
    else:
        gone = chat.purge_message(session, content.id)
    _forget(session, content, gone)
    _record(session, AuditAction.CONTENT_PURGED, content, by)
    digest = _digest(session, salt := new_token(), texts, images)
    removed = Removed(Outcome.PURGE, digest, salt, traces_of(texts, images))
    return _order(session, content, removed, by)


def redact(
    session: Session,
    content: Content,
    body: ClearedText,
    title: ClearedText | None = None,
    *,
    keep_images: Collection[int] = (),
    by: By,
) -> PurgeCertificate:
    """Put ``body`` in place of a thing's text, show it again, drop its earlier versions and order the search.

    Its images go but for ``keep_images``.
    """
    before, images = _texts(session, content), _images(session, content)
    if content.kind is ContentKind.POST:
        gone = discussions.redact_post(session, content.id, body, title=title, keep_images=keep_images)
    else:
        gone = chat.redact_message(session, content.id, body)
    _forget(session, content, gone)
    _record(session, AuditAction.CONTENT_REDACTED, content, by)
    traces = traces_of(before, images).without(traces_of(_texts(session, content), _images(session, content)))
    removed = Removed(Outcome.REDACT, _digest(session, salt := new_token(), before, images), salt, traces)
    return _order(session, content, removed, by)


def is_text_of(session: Session, content: Content, *, salt: str, digest: str) -> bool:
    """Tell whether a thing's texts are the very ones that a certificate's digest was made of."""
    return _digest(session, salt, _texts(session, content), _images(session, content)) == digest


def _digest(session: Session, salt: str, texts: Sequence[str], images: Sequence[bytes]) -> str:
    parts = [salt, *texts, *(sha256_hex(image) for image in images)]
    return context_of(session).vault.digest(DIGEST, "\x1f".join(parts))


def _images(session: Session, content: Content) -> list[bytes]:
    return [data for image in queries.images_of_content(session, content) for data in bytes_of(session, image.id)]


def _texts(session: Session, content: Content) -> list[str]:
    return [part.text for part in queries.parts_of(session, content)]


def _forget(session: Session, content: Content, gone: Sequence[int]) -> None:
    gate.forget(session, [*gone, *_drop_notes(session, content)])


def _drop_notes(session: Session, content: Content) -> list[int]:
    """Drop what reporters and the author wrote to the moderators: it may repeat what had to go."""
    reports = session.scalars(
        select(Report).where(Report.content_kind == content.kind, Report.content_id == content.id)
    ).all()
    asked = session.scalars(
        select(SecondRequest).where(SecondRequest.case_id.in_([report.id for report in reports]))
    ).all()
    rows: list[Report | SecondRequest] = [*reports, *asked]
    gone = [row.note.clearance_id for row in rows if row.note is not None]
    for row in rows:
        row.note = None
    return gone


def _record(session: Session, action: AuditAction, content: Content, by: By) -> None:
    audit.record(session, action, OBJECTS[content.kind], content.id, actor_id=by.actor_id, reason=by.reason)


def _order(session: Session, content: Content, removed: Removed, by: By) -> PurgeCertificate:
    certificate = PurgeCertificate(
        content_kind=content.kind,
        content_id=content.id,
        content_created_at=content.written_at,
        outcome=removed.outcome,
        salt=removed.salt,
        digest=removed.digest,
        ordered_at=context_of(session).clock.now(),
        decision_id=by.decision_id,
    )
    session.add(certificate)
    session.flush()
    MEMORY.keep(removed.salt, removed.traces)
    outbox.record(session, ScrubOrdered(certificate_id=certificate.id))
    return certificate
