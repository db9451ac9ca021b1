"""Lifecycle: tiers, licences of other countries, standings' history, terms and notices, evidence in the audit chain."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("physician", sa.Column("tier", sa.String(64), nullable=False, server_default="physician"))
    op.add_column("audit_entry", sa.Column("evidence_digest", sa.String(255), nullable=True))
    _open_claims_to_countries()
    _create_history()
    _create_term()
    _create_notice()


def downgrade() -> None:
    """Undo."""
    for table in ("expiry_notice", "licence_term", "standing_event"):
        op.drop_table(table)
    op.drop_column("audit_entry", "evidence_digest")
    op.drop_column("physician", "tier")
    _close_claims_to_countries()


def _open_claims_to_countries() -> None:
    claim = "licence_claim"
    op.add_column(claim, sa.Column("jurisdiction", sa.String(255), nullable=False, server_default=""))
    op.execute("UPDATE licence_claim SET jurisdiction = licence_state")
    op.drop_column(claim, "licence_state")
    op.add_column(claim, sa.Column("birth_date_sealed", sa.LargeBinary(), nullable=True))
    op.add_column(claim, sa.Column("tier", sa.String(64), nullable=False, server_default="physician"))


def _close_claims_to_countries() -> None:
    claim = "licence_claim"
    op.drop_column(claim, "tier")
    op.drop_column(claim, "birth_date_sealed")
    op.add_column(claim, sa.Column("licence_state", sa.String(64), nullable=False, server_default=""))
    op.execute("UPDATE licence_claim SET licence_state = jurisdiction")
    op.drop_column(claim, "jurisdiction")


def _physician(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["physician_id"], ["physician.id"], name=op.f(f"fk_{table}_physician_id_physician"))


def _create_history() -> None:
    op.create_table(
        "standing_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("cause", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("evidence_digest", sa.String(255), nullable=True),
        _physician("standing_event"),
        sa.ForeignKeyConstraint(["actor_id"], ["physician.id"], name=op.f("fk_standing_event_actor_id_physician")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_standing_event_physician_id"), "standing_event", ["physician_id"])


def _create_term() -> None:
    op.create_table(
        "licence_term",
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("lapsed_on", sa.Date(), nullable=True),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("seen_change_id", sa.Integer(), nullable=False),
        sa.Column("accepted_digest", sa.String(255), nullable=True),
        _physician("licence_term"),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["licence_claim.id"], name=op.f("fk_licence_term_claim_id_licence_claim")
        ),
        sa.PrimaryKeyConstraint("physician_id", name=op.f("pk_licence_term")),
    )


def _create_notice() -> None:
    op.create_table(
        "expiry_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        _physician("expiry_notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_notice")),
        sa.UniqueConstraint(
            "physician_id", "expires_on", "days", name=op.f("uq_expiry_notice_physician_id_expires_on_days")
        ),
    )
