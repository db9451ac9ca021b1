"""Pictures of documents that applicants show, and each look of a reviewer at one."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.licensing.policy.documents import DocumentKind, DocumentMedia


class ClaimDocument(Base):
    """A picture of a document; its bytes lie encrypted in the file ``place`` until it is destroyed."""

    __tablename__ = "claim_document"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("licence_claim.id"), index=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(Vocabulary(DocumentKind))
    media_type: Mapped[DocumentMedia] = mapped_column(Vocabulary(DocumentMedia))
    place: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), unique=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    believed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class DocumentView(Base):
    """One look of a reviewer at one document."""

    __tablename__ = "document_view"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("claim_document.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("physician.id"))
    viewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
