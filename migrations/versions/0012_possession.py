"""What shows possession: codes sent to an address of record, documents with each look at them, vouchers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORD = sa.String(length=64)
DIGEST = sa.String(length=255)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _codes()
    _documents()
    _vouchers()


def downgrade() -> None:
    """Undo."""
    for table in ("voucher", "document_view", "claim_document", "record_code"):
        op.drop_table(table)


def _of(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}"))


def _codes() -> None:
    op.create_table(
        "record_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("destination_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("code_digest", DIGEST, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        _of("record_code", "claim_id", "licence_claim"),
        _of("record_code", "physician_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_code")),
        sqlite_autoincrement=True,
    )
    for column in ("claim_id", "physician_id", "number_digest"):
        op.create_index(op.f(f"ix_record_code_{column}"), "record_code", [column])


def _documents() -> None:
    op.create_table(
        "claim_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("media_type", WORD, nullable=False),
        sa.Column("place", DIGEST, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("believed_at", MOMENT, nullable=True),
        sa.Column("destroyed_at", MOMENT, nullable=True),
        _of("claim_document", "claim_id", "licence_claim"),
        _of("claim_document", "physician_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_document")),
        sa.UniqueConstraint("place", name=op.f("uq_claim_document_place")),
        sqlite_autoincrement=True,
    )
    for column in ("claim_id", "physician_id"):
        op.create_index(op.f(f"ix_claim_document_{column}"), "claim_document", [column])
    op.create_table(
        "document_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("viewed_at", MOMENT, nullable=False),
        _of("document_view", "document_id", "claim_document"),
        _of("document_view", "reviewer_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_view")),
    )
    op.create_index(op.f("ix_document_view_document_id"), "document_view", ["document_id"])


def _vouchers() -> None:
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("address_digest", DIGEST, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=True),
        sa.Column("institution", sa.String(length=255), nullable=True),
        sa.Column("given_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_for", WORD, nullable=True),
        _of("voucher", "claim_id", "licence_claim"),
        _of("voucher", "colleague_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("claim_id", "address_digest", name=op.f("uq_voucher_claim_id_address_digest")),
        sqlite_autoincrement=True,
    )
    for column in ("claim_id", "colleague_id"):
        op.create_index(op.f(f"ix_voucher_{column}"), "voucher", [column])
